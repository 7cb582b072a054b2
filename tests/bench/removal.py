"""Removal: `python -m tests.bench.removal 10000` removes a caseworker of a team with open cases.

Whoever is removed wrote every case's key down before. Shows how long the click takes, whether
that opens anything sealed to any case right after it, and when every case has a fresh key.
"""

import datetime as dt
import os
import resource
import secrets
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from casefile.rolled import Unsigned
from sqlalchemy import select

from hrd_report.accounts.actions import founding, leaving, people
from hrd_report.casefile import keeping, regranting, renewing
from hrd_report.clock import hour_after, utcnow
from hrd_report.documents.casework import NoteDocument
from hrd_report.jobs.regranting import Regranter
from hrd_report.records import migrations
from hrd_report.records.base import add_rows
from hrd_report.records.cases import Case, CaseState, Due, Urgency
from hrd_report.records.database import Database, open_database
from hrd_report.records.keys import ItemKind, KeyKind, KeyRow, KeyState
from hrd_report.records.people import Person, PersonState, Role
from hrd_report.sealed import Plain
from hrd_report.vault import grants, locks
from hrd_report.vault.keys import Key

_CHEAP = locks.PasswordParams(memory_kib=64, iterations=1, lanes=1)
_PART = 500
_EVERY = 100


@dataclass(frozen=True)
class Removed:
    """Seconds for the click, and until the last case was rolled; of processor time; cases.

    `written` items were sealed to cases right after the click, at `each` seconds at the median;
    `opened` of them open to who left.
    """

    click: float
    written: int
    each: float
    opened: int
    whole: float
    worked: float
    cases: int
    left: int


def measure(url: str, count: int) -> Removed:
    """Found an organisation with `count` open cases, remove one of two caseworkers, roll all."""
    database = open_database(url)
    migrations.upgrade(database.engine)
    leaver, stayer = _found(database, count)
    trust, today = Unsigned(), utcnow().date()
    with database.reading() as session:
        kept = set(session.scalars(select(Case.kid)))
    began, worked = time.perf_counter(), _processor()
    with database.writing() as session:
        person = session.get_one(Person, leaver.id)
        leaving.remove_person(session, person, trust, by=None, day=today)
    clicked = time.perf_counter()
    each, opened = _write(database, trust, kept)
    resumed = time.perf_counter()
    done = Regranter(database, utcnow, trust).run(*stayer)
    ended = time.perf_counter()
    with database.reading() as session:
        left = regranting.remaining(session, leaver.team_id or b"")
    database.close()
    return Removed(
        click=clicked - began,
        written=len(each),
        each=statistics.median(each),
        opened=opened,
        whole=ended - resumed + clicked - began,
        worked=_processor() - worked,
        cases=done,
        left=left,
    )


def _write(database: Database, trust: Unsigned, kept: set[bytes]) -> tuple[list[float], int]:
    """Seal a line to every hundredth case, as the door does; count what the kept keys open."""
    now, each, opened = utcnow(), [], 0
    with database.reading() as session:
        chosen = session.scalars(select(Case.id).order_by(Case.id)).all()[::_EVERY]
    for case_id in chosen:
        began = time.perf_counter()
        with database.writing() as session:
            session.info[renewing.TRUST] = trust
            case = session.get_one(Case, case_id)
            public = renewing.recipient(session, case, day=now.date())
            note = NoteDocument(author="x", text=Plain("after the click"), at=now)
            keeping.keep(session, case_id, ItemKind.NOTE, note, public, day=now.date())
        each.append(time.perf_counter() - began)
        opened += public.kid in kept
    return each, opened


def _processor() -> float:
    """Return the processor seconds of this process and the ones it ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def _found(database: Database, count: int) -> tuple[Person, tuple[bytes, Key]]:
    day = utcnow().date()
    with database.writing() as session:
        founded = founding.found(
            session,
            team_name="bench",
            delivery=Key.new().public,
            endorse=Unsigned().endorse,
            day=day,
        )
        members = []
        for name in ("leaver", "stayer"):
            key = Key.new()
            lock = locks.lock_with_password(key, Plain("of the bench"), bytes(32), _CHEAP)
            person = people.add(
                session,
                name=name,
                role=Role.CASEWORKER,
                language="en",
                first_password=lock,
                key=key,
                team=founded.team,
                granted=founding.works_with(founded, Role.CASEWORKER),
                day=day,
            )
            person.state = PersonState.ACTIVE
            members.append((person, key))
        team, team_key, recovery = founded.team.id, founded.team_key, founded.recovery
    for begin in range(0, count, _PART):
        _file(database, team, (team_key, recovery), range(begin, min(begin + _PART, count)))
    return members[0][0], (members[1][0].id, members[1][1])


def _file(database: Database, team_id: bytes, holders: tuple[Key, Key], numbers: range) -> None:
    now, made = utcnow(), [Key.new() for _ in numbers]
    keys = [
        {
            "kid": key.kid,
            "kind": KeyKind.CASE,
            "public": key.public.raw,
            "day": now.date(),
            "state": KeyState.ACTIVE,
        }
        for key in made
    ]
    cases = [_case(f"bench {at}", key, team_id, now) for at, key in zip(numbers, made, strict=True)]
    sealed = [(key.kid, one.kid, grants.grant(key, one.public)) for key in made for one in holders]
    with database.writing() as session:
        add_rows(session, KeyRow, *keys)
        keeping.keep_case_grants(session, sealed, day=now.date())
        session.add_all(cases)


def _case(number: str, key: Key, team_id: bytes, now: dt.datetime) -> Case:
    return Case(
        id=secrets.token_bytes(16),
        number=number,
        kid=key.kid,
        team_id=team_id,
        state=CaseState.OPEN,
        urgency=Urgency.NORMAL,
        language="fr",
        received_day=now.date(),
        due=Due.FIRST_ANSWER,
        due_from=hour_after(now),
        due_at=hour_after(now),
        size=8192,
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        found = measure(f"sqlite:///{place}/bench.sqlite", int((sys.argv[1:] or ["10000"])[0]))
    load = os.getloadavg()[0]
    print(
        f"{found.cases} cases, {found.left} left: click {found.click:.2f} s; "
        f"{found.written} items sealed right after it ({found.each * 1000:.1f} ms each), "
        f"{found.opened} of them open to who left; all rolled after "
        f"{found.whole:.1f} s, {found.worked:.1f} s of processor time, load {load:.0f}"
    )
