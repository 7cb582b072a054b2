"""Adds people and lets them in: a login opens a lock, a grant a team. Keeps no password hash."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.errors import Busy, Conflict, Damaged, NotFound, WrongPassword
from hrd_report.records import keys, people, programs
from hrd_report.records.acts import Act
from hrd_report.records.keys import KeyKind, Lock, LockMethod
from hrd_report.records.people import TEAM_ROLES, Person, PersonState, Role, Team
from hrd_report.sealed import Plain
from hrd_report.vault import locks
from hrd_report.vault.keys import Key


@dataclass(frozen=True, slots=True, repr=False)
class Candidate:
    """Someone who wants in, before any key was touched."""

    person: Person | None
    lock: Lock | None


def add(  # noqa: PLR0913 - a person is this many things
    session: Session,
    *,
    name: str,
    role: Role,
    language: str,
    first_password: locks.LockRow,
    key: Key,
    team: Team | None,
    granted: Iterable[Key],
    day: dt.date,
    by: bytes | None = None,
) -> Person:
    """Add a member of staff with a first password, and grant what the role works with.

    Raises `Conflict` when the pseudonym is taken.
    """
    if session.scalars(people.person_named(name)).first() is not None:
        raise Conflict(f"{name} is taken")
    keeping.keep_key(session, key.public, KeyKind.PERSON, day=day)
    session.flush()  # the person names the key
    person = Person(
        id=keeping.new_id(),
        name=name,
        role=role,
        state=PersonState.NEW,
        kid=key.kid,
        language=language,
        team_id=team.id if team is not None and role in TEAM_ROLES else None,
    )
    session.add(person)
    session.add(_lock(key, first_password))
    for child in granted:
        keeping.keep_grant(session, child, key.public, day=day)
    keeping.record(session, Act.STAFF_ADDED, actor=by, thing=person.id, day=day)
    return person


def candidate(session: Session, name: str) -> Candidate:
    """Find who claims to be `name`. Somebody unknown is a candidate too: the answer is equal."""
    person = session.scalars(people.person_named(name)).first()
    if person is None or person.state is PersonState.LEFT:
        return Candidate(None, None)
    found = session.scalars(
        keys.locks_of(person.kid).where(Lock.method == LockMethod.PASSWORD)
    ).first()
    return Candidate(person, found)


def open_lock(
    who: Candidate, password: Plain, *, pepper: bytes, price: locks.PasswordParams
) -> Key:
    """Open a candidate's lock, as slowly for someone unknown. Raises `WrongPassword`, `Busy`."""
    if who.person is None or who.lock is None:
        locks.burn(password, pepper, price)
        raise WrongPassword
    try:
        return locks.open_with_password(_row(who.lock), who.person.kid, password, pepper)
    except Damaged:  # the row was meddled with: it opens nothing, and says nothing
        raise WrongPassword from None


def dearer_lock(
    kept: Lock, key: Key, password: Plain, *, pepper: bytes, price: locks.PasswordParams
) -> locks.LockRow | None:
    """Return a lock at today's price for one that was made cheaper; nothing while others wait."""
    old = locks.password_params(_row(kept))
    if (old.memory_kib, old.iterations) >= (price.memory_kib, price.iterations):
        return None
    try:
        return locks.lock_with_password(key, password, pepper, price)
    except Busy:
        return None


def replace_lock(session: Session, kept: Lock, made: locks.LockRow) -> None:
    """Let a lock cost more from now on, if it is still the one that was opened."""
    row = session.get(Lock, kept.id)
    if row is not None and row.blob == kept.blob:
        row.params, row.blob = dict(made.params), made.blob


def change_password(
    session: Session, person_id: bytes, key: Key, new: locks.LockRow, *, day: dt.date
) -> None:
    """Replace a person's password lock, and forget their programs' tokens. The key stays."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    for old in session.scalars(keys.locks_of(person.kid)):
        if old.method is LockMethod.PASSWORD:
            session.delete(old)
    session.add(_lock(key, new))
    programs.forget_all(session, person_id)
    if person.state is PersonState.NEW:
        person.state = PersonState.ACTIVE
    keeping.record(session, Act.PASSWORD_CHANGED, actor=person_id, thing=person_id, day=day)


def _row(kept: Lock) -> locks.LockRow:
    return locks.LockRow(kept.method.value, kept.params, kept.blob)


def _lock(key: Key, made: locks.LockRow) -> Lock:
    return Lock(
        id=keeping.new_id(),
        kid=key.kid,
        method=LockMethod(made.method),
        params=dict(made.params),
        blob=made.blob,
    )
