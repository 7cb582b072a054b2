"""A copy of database, store and code opens nothing; with one password, what was granted."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from casefile.rolled import joined, restricted, second_team
from databases import Databases
from desk.desk_house import Filed
from house import PASSWORD, House, build_house
from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import people
from hrd_report.casefile import keeping, opening
from hrd_report.clock import hour_after
from hrd_report.documents.reports import ReportDocument
from hrd_report.errors import Damaged, NotAllowed, WrongPassword
from hrd_report.records.cases import Case, CaseState, Due, Urgency
from hrd_report.records.keys import Grant, Item, ItemKind, KeyKind, KeyRow, Lock
from hrd_report.records.people import SessionKind, SessionRow, Team
from hrd_report.sealed import Plain
from hrd_report.vault import age, grants, locks
from hrd_report.vault.keyring import Keyring, follow
from hrd_report.vault.keys import Key, PublicKey

CASES = 1_000
PRICE = locks.PasswordParams(memory_kib=64)


@pytest.fixture(scope="module")
def seized(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[House]:
    """Give a house of two teams with a thousand cases, some restricted, people at work in it."""
    folder, url = tmp_path_factory.mktemp("seized"), databases.fresh()
    house = build_house(folder, url)
    other = second_team(house)
    joined(house, "tern", team=other)
    with house.services.database.writing() as session:
        teams = [session.get_one(Team, one.id) for one in (house.team, other)]
        filed = [_file(session, house, teams[at % 2], at) for at in range(CASES)]
    for at in (0, 2, 4):
        restricted(house, filed[at], *(["heron"] if at else ["plover"]))
    house.sign_in(house.client(), "heron")
    house.begin_session(house.client(), SessionKind.STAFF, filed[0].id, house.people["plover"].key)
    yield house
    house.close()
    databases.drop(url)


def _file(session: Session, house: House, team: Team, at: int) -> Filed:
    key, receipt, now = Key.new(), Key.new(), house.clock.now
    day = now.date()
    for public, kind in ((key.public, KeyKind.CASE), (receipt.public, KeyKind.RECEIPT)):
        keeping.keep_key(session, public, kind, day=day)
    session.flush()
    holders = (keeping.public_key(session, team.kid), house.recovery.public)
    granted = [(key.kid, one.kid, grants.grant(key, one)) for one in holders]
    keeping.keep_case_grants(session, granted, day=day)
    case = Case(
        id=keeping.new_id(),
        number=f"S{at}",
        kid=key.kid,
        team_id=team.id,
        state=CaseState.OPEN,
        urgency=Urgency.NORMAL,
        language="fr",
        received_day=day,
        due=Due.FIRST_ANSWER,
        due_at=hour_after(now + dt.timedelta(hours=1)),
    )
    session.add(case)
    session.flush()
    report = ReportDocument(
        language="fr",
        danger="no",
        threats=("doxing",),
        story=Plain(f"story {at}"),
        links=(),
        received_at=now,
        channel="form",
    )
    keeping.keep(session, case.id, ItemKind.REPORT, report, key.public, day=day)
    return Filed(case.number, case.id, key.public, receipt)


def test_without_a_secret_none_of_a_thousand_cases_opens(seized: House):
    """The thief's best try: every lock with a guess, every grant and item with a key of their own.

    What the rows name is public; no private half lies in any of them.
    """
    thief = Key.new()
    opened, tried = 0, 0
    with seized.services.database.reading() as session:
        publics = {row.kid: PublicKey(row.public) for row in session.scalars(select(KeyRow))}
        for grant in session.scalars(select(Grant)):
            tried += 1
            opened += _follows(grant, thief, publics[grant.child])
        for item in session.scalars(select(Item)):
            tried += 1
            opened += _unseals(item, thief)
        for lock in session.scalars(select(Lock)):
            row = locks.LockRow(lock.method.value, lock.params, lock.blob)
            for pepper in (bytes(32), lock.id + lock.id):
                with pytest.raises(WrongPassword):
                    locks.open_with_password(row, lock.kid, PASSWORD, pepper)
    assert opened == 0
    assert tried > 3 * CASES


def test_a_row_of_a_session_opens_nothing_without_its_cookie_and_the_pepper(seized: House):
    with seized.services.database.reading() as session:
        rows = list(session.scalars(select(SessionRow)))
    assert rows
    for row in rows:
        lock = locks.LockRow("session", {"salt": row.salt.hex()}, row.blob)
        for token in (row.id, row.salt * 2, bytes(32)):
            for pepper in (bytes(32), seized.services.pepper):
                with pytest.raises(WrongPassword):
                    locks.open_with_token(lock, row.kid, token, pepper)


@pytest.mark.parametrize("name", ["heron", "plover", "tern"])
def test_one_password_and_the_pepper_open_exactly_what_was_granted(seized: House, name: str):
    with seized.services.database.reading() as session:
        who = people.candidate(session, name)
        key = people.open_lock(who, PASSWORD, pepper=seized.services.pepper, price=PRICE)
        opened = {
            case.number for case in session.scalars(select(Case)) if _told(session, key, case)
        }
    first = {f"S{at}" for at in range(0, CASES, 2)}
    wanted = {
        "heron": first - {"S0"},
        "plover": first - {"S2", "S4"},
        "tern": {f"S{at}" for at in range(1, CASES, 2)},
    }
    assert opened == wanted[name]


def test_a_password_without_the_pepper_opens_nothing(seized: House, tmp_path: Path):
    # The keys folder was not among what they took: they make another one.
    shutil.copytree(seized.services.settings.instance, tmp_path / "copy")
    with seized.services.database.reading() as session:
        who = people.candidate(session, "heron")
    with pytest.raises(WrongPassword):
        people.open_lock(who, PASSWORD, pepper=bytes(32), price=PRICE)


def _follows(grant: Grant, key: Key, child: PublicKey) -> bool:
    try:
        return bool(follow(grant.blob, key, child))
    except Damaged:
        return False


def _unseals(item: Item, key: Key) -> bool:
    try:
        return item.blob is not None and bool(age.unseal(item.blob, key))
    except Damaged:
        return False


def _told(session: Session, key: Key, case: Case) -> bool:
    try:
        ring: Keyring = opening.case_keyring(session, key, case)
    except NotAllowed:
        return False
    (report,) = opening.read_all(session, case, ring, ItemKind.REPORT, ReportDocument)
    return report.document.story.reveal() == f"story {case.number[1:]}"
