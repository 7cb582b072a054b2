"""Invites people by a one-time link. Makes no password: whoever takes a seat brings their own."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.errors import Conflict, HrdError, Invalid, NotFound
from hrd_report.records import joining, people
from hrd_report.records.acts import Act
from hrd_report.records.base import ID_BYTES
from hrd_report.records.joining import Invitation
from hrd_report.records.keys import KeyKind, Lock, LockMethod
from hrd_report.records.people import TEAM_ROLES, Person, PersonState, Role
from hrd_report.vault import digests, locks
from hrd_report.vault.keys import Key

LIFE: Final = dt.timedelta(hours=72)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,29}")


class LinkUsed(HrdError):
    """Somebody took the seat with this link."""

    code = "link_used"


class LinkOver(HrdError):
    """The link is older than it may be."""

    code = "link_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What somebody is invited to."""

    name: str
    role: Role
    language: str
    team_id: bytes | None = None


def invite(session: Session, seat: Seat, *, by: bytes | None, now: dt.datetime) -> bytes:
    """Keep a seat for `LIFE` and return the link's token, which is kept nowhere.

    Raises `Invalid` for a name that is none or a seat without its team, `Conflict` when the
    pseudonym is taken.
    """
    _check(session, seat)
    for old in session.scalars(joining.invitation_named(seat.name)):
        if old.person_id is None and old.until > now:
            raise Conflict(f"{seat.name} is invited already")
        session.delete(old)
    session.flush()
    token = locks.new_token()
    row = Invitation(
        id=invitation_id(token),
        name=seat.name,
        role=seat.role,
        language=seat.language,
        until=now + LIFE,
        invited_by=by,
        team_id=seat.team_id if seat.role in TEAM_ROLES else None,
    )
    session.add(row)
    keeping.record(session, Act.INVITED, actor=by, thing=row.id, day=now.date())
    return token


def invitation_id(token: bytes) -> bytes:
    """Return what an invitation is found by; the token cannot be had from it."""
    return digests.hkdf(token, "hrd1/invitation", length=ID_BYTES)


def find(session: Session, token: bytes, *, now: dt.datetime) -> Invitation:
    """Return the invitation behind a link that still opens.

    Raises `LinkUsed`, `LinkOver`, and `NotFound` for one that was withdrawn or never was.
    """
    row = session.get(Invitation, invitation_id(token), with_for_update=True)
    if row is None:
        raise NotFound
    if row.person_id is not None:
        raise LinkUsed
    if now >= row.until:
        raise LinkOver
    return row


def accept(
    session: Session, token: bytes, key: Key, lock: locks.LockRow, *, now: dt.datetime
) -> Person:
    """Let somebody take the seat, with a key of their own under a password of their own.

    They wait until the words of the key were heard: it opens nothing so far. Raises what `find`
    raises, and `Conflict` when the pseudonym was taken meanwhile.
    """
    row, day = find(session, token, now=now), now.date()
    if session.scalars(people.person_named(row.name)).first() is not None:
        raise Conflict(f"{row.name} is taken")
    keeping.keep_key(session, key.public, KeyKind.PERSON, day=day)
    session.flush()  # the person names the key
    person = Person(
        id=keeping.new_id(),
        name=row.name,
        role=row.role,
        state=PersonState.WAITING,
        kid=key.kid,
        language=row.language,
        team_id=row.team_id,
    )
    session.add(person)
    session.add(
        Lock(
            id=keeping.new_id(),
            kid=key.kid,
            method=LockMethod(lock.method),
            params=dict(lock.params),
            blob=lock.blob,
        )
    )
    session.flush()  # the invitation names the person
    row.person_id = person.id
    keeping.record(session, Act.INVITATION_ACCEPTED, actor=person.id, thing=row.id, day=day)
    return person


def withdraw(session: Session, row: Invitation, *, by: bytes | None, day: dt.date) -> None:
    """Take an invitation back: its link opens nothing from now on."""
    keeping.record(session, Act.INVITATION_REVOKED, actor=by, thing=row.id, day=day)
    session.delete(row)


def forget(session: Session, person_id: bytes) -> None:
    """Let go of the invitation of somebody who is not coming any more."""
    for row in session.scalars(joining.invitation_of(person_id)):
        session.delete(row)


def _check(session: Session, seat: Seat) -> None:
    wrong = {}
    if not _NAME.fullmatch(seat.name):
        wrong["name"] = ["not_a_name"]
    if seat.role is Role.CASEWORKER and seat.team_id is None:
        wrong["team"] = ["missing"]
    if wrong:
        raise Invalid(wrong)
    taken = select(Person.id).where(Person.name == seat.name)
    if session.scalars(taken).first() is not None:
        raise Conflict(f"{seat.name} is taken")
