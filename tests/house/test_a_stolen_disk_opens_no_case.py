"""Whoever has the whole disk, keys folder and code included, still opens no case."""

import datetime as dt

import pytest
from desk.desk_house import STORY, filing
from house import PASSWORD, House
from sqlalchemy import select

from hrd_report.accounts.actions import people
from hrd_report.casefile import opening
from hrd_report.documents.reports import ReportDocument
from hrd_report.errors import Damaged, NotAllowed, WrongPassword
from hrd_report.records import cases, keys
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant, Item, ItemKind, KeyKind, KeyRow, Lock
from hrd_report.records.people import SessionKind, SessionRow, Team
from hrd_report.sealed import Plain
from hrd_report.vault import age, instance, locks
from hrd_report.vault.keyring import GrantRow, Keyring
from hrd_report.vault.keys import Key, PublicKey

DAY = dt.date(2026, 11, 21)


@pytest.fixture
def filled(house: House) -> House:
    """Give a house with two cases, somebody logged in at the desk and a defender reading."""
    first = filing(house, files={"a.png": b"x" * 5000})
    filing(house)
    house.sign_in(house.client(), "heron")
    house.begin_session(house.client(), SessionKind.DEFENDER, first.id, first.receipt)
    return house


def test_the_keys_on_the_disk_lead_to_no_other_key(filled: House):
    secrets = instance.load(filled.services.settings.secrets)
    with filled.services.database.reading() as session:
        publics = {
            row.kid: PublicKey.from_raw(row.public) for row in session.scalars(select(KeyRow))
        }
        rows = [
            GrantRow(publics[one.child], one.holder, one.blob)
            for one in session.scalars(select(Grant))
        ]
    ring = Keyring(secrets.delivery)
    ring.open_path(rows)
    assert [kid for kid in publics if kid in ring] == [secrets.delivery.kid]
    assert len(rows) > 10


def test_the_keys_on_the_disk_open_no_item(filled: House):
    secrets = instance.load(filled.services.settings.secrets)
    with filled.services.database.reading() as session:
        sealed = [one for one in session.scalars(select(Item)) if one.blob is not None]
    assert len(sealed) >= 2
    for one in sealed:
        with pytest.raises(Damaged):
            age.unseal(one.blob, secrets.delivery)


def test_the_pepper_opens_no_session_and_no_lock(filled: House):
    pepper = filled.services.pepper
    with filled.services.database.reading() as session:
        sessions = list(session.scalars(select(SessionRow)))
        passwords = list(session.scalars(select(Lock)))
    assert len(sessions) == 2
    for row in sessions:
        lock = locks.LockRow("session", {"salt": row.salt.hex()}, row.blob)
        for guess in (row.id, row.subject, b"\0" * 32):
            with pytest.raises(WrongPassword):
                locks.open_with_token(lock, row.kid, guess, pepper)
    for one in passwords:
        lock = locks.LockRow(one.method.value, one.params, one.blob)
        with pytest.raises(WrongPassword):
            locks.open_with_password(lock, one.kid, Plain("wrong"), pepper)


def test_one_password_opens_exactly_the_cases_of_its_team(filled: House):
    other = Key.new()
    with filled.services.database.writing() as session:
        session.add(KeyRow(kid=other.kid, kind=KeyKind.TEAM, public=other.public.raw, day=DAY))
        session.flush()
        team = Team(id=b"second", name="second", kid=other.kid)
        session.add(team)
        session.flush()
        mine = {case.id for case in session.scalars(select(Case))}
        grants = select(Grant).where(Grant.holder == filled.team.kid)
        theirs = session.scalars(select(Case)).first()
        theirs.team_id = team.id
        for grant in session.scalars(grants.where(Grant.child == theirs.kid)):
            session.delete(grant)
    opened = set()
    with filled.services.database.reading() as session:
        who = people.candidate(session, "heron")
        price = locks.PasswordParams(memory_kib=64)
        key = people.open_lock(who, PASSWORD, pepper=filled.services.pepper, price=price)
        for case in session.scalars(select(Case)):
            try:
                ring = opening.case_keyring(session, key, case)
            except NotAllowed:
                continue
            found = opening.read_all(session, case, ring, ItemKind.REPORT, ReportDocument)
            assert found[0].document.story.reveal() == STORY
            opened.add(case.id)
    assert opened == mine - {theirs.id}


def test_every_team_and_every_case_can_be_recovered(filled: House):
    # One lost password never loses a case, and neither do all of them.
    with filled.services.database.reading() as session:
        for case in session.scalars(select(Case)):
            assert case.kid in opening.case_keyring(session, filled.recovery, case)
        for team in session.scalars(select(Team)):
            assert team.kid in opening.keyring_for(session, filled.recovery, team.kid)
        assert session.scalars(cases.report(b"nobody's receipt")).first() is None
        assert session.scalars(keys.active(KeyKind.RECOVERY)).one().kid == filled.recovery.kid
