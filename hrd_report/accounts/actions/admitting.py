"""Lets people in: compares the words of their key, then grants what their role works with.

Nothing is granted to a key whose words nobody heard: a row in a database may have been changed.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import losing
from hrd_report.casefile import keeping
from hrd_report.casefile.opening import keyring_for
from hrd_report.errors import Conflict, NotAllowed
from hrd_report.records import joining, keys, programs
from hrd_report.records.acts import Act
from hrd_report.records.joining import Invitation
from hrd_report.records.keys import Grant, KeyKind, Lock
from hrd_report.records.people import TEAM_ROLES, Person, PersonState, Role, SessionRow, Team
from hrd_report.sealed import Plain
from hrd_report.vault import recipients
from hrd_report.vault.keys import Key

MOST_TRIES: Final = 5


@dataclass(frozen=True, slots=True, repr=False)
class Admitter:
    """Who lets somebody in, with the key that is followed to what is granted."""

    id: bytes
    key: Key


@dataclass(frozen=True, slots=True)
class Heard:
    """Which words, from 1, were not the key's; and whether that was one try too many."""

    wrong: tuple[int, ...] = ()
    void: bool = False


def needed(session: Session, person: Person) -> bytes | None:
    """Return the key that a person's role works with, if it works with one."""
    if person.role in TEAM_ROLES and person.team_id is not None:
        return session.get_one(Team, person.team_id).kid
    if person.role is Role.ANALYST:
        return session.scalars(keys.active(KeyKind.ANALYST)).one().kid
    return None


def missing(session: Session, person: Person) -> bytes | None:
    """Return the key that a person should hold and does not."""
    kid = needed(session, person)
    if kid is None or session.get(Grant, (kid, person.kid)) is not None:
        return None
    return kid


def is_due(session: Session, person: Person) -> bool:
    """Whether a person waits for somebody: for the words to be heard, or for a key."""
    if person.state is PersonState.LEFT:
        return False
    return person.state is PersonState.WAITING or missing(session, person) is not None


def holds(session: Session, person: Key, kid: bytes) -> bool:
    """Whether somebody's key is granted another one."""
    return session.get(Grant, (kid, person.kid)) is not None


def admit(
    session: Session, person: Person, typed: Plain, by: Admitter, *, now: dt.datetime
) -> Heard:
    """Compare six words with a person's key; when they are its, grant and let the person in.

    What was typed is counted where it is wrong, so whoever calls must keep the transaction.
    Raises `NotAllowed` for somebody who does not hold what is to be granted, `Conflict` where
    nobody waits.
    """
    kid, day = missing(session, person), now.date()
    homeless = person.role in TEAM_ROLES and person.team_id is None
    if not is_due(session, person) or person.id == by.id or homeless:
        raise Conflict("nobody waits for this")
    if kid is not None and not holds(session, by.key, kid):
        raise NotAllowed("only somebody who holds a key can grant it")
    heard = compare(session, person, typed, by=by.id, day=day)
    if heard.wrong:
        return heard
    if kid is not None:
        child = keyring_for(session, by.key, kid).key(kid)
        keeping.keep_grant(session, child, keeping.public_key(session, person.kid), day=day)
        keeping.record(session, Act.GRANTED, actor=by.id, thing=person.id, day=day)
    if person.state is PersonState.WAITING:
        person.state = PersonState.ACTIVE
    return heard


def compare(session: Session, person: Person, typed: Plain, *, by: bytes, day: dt.date) -> Heard:
    """Compare words with a person's key and write it down; a seat is settled when they fit."""
    wrong = recipients.misheard(typed.reveal(), keeping.public_key(session, person.kid))
    invitation = session.scalars(joining.invitation_of(person.id)).first()
    if wrong:
        keeping.record(session, Act.WORDS_WRONG, actor=by, thing=person.id, day=day)
        return Heard(wrong, _counted(session, person, invitation, by, day))
    keeping.record(session, Act.WORDS_COMPARED, actor=by, thing=person.id, day=day)
    if invitation is not None:
        session.delete(invitation)
    return Heard()


def _counted(
    session: Session, person: Person, invitation: Invitation | None, by: bytes, day: dt.date
) -> bool:
    """Count a wrong try. Too many, and the seat is void: its key never opened anything."""
    if invitation is None:
        return False
    invitation.tries += 1
    if invitation.tries < MOST_TRIES:
        return False
    session.delete(invitation)
    person.state = PersonState.LEFT
    losing.drop(session, person.id)
    session.execute(delete(Lock).where(Lock.kid == person.kid))
    session.execute(delete(SessionRow).where(SessionRow.subject == person.id))
    programs.forget_all(session, person.id)
    keeping.record(session, Act.INVITATION_REVOKED, actor=by, thing=person.id, day=day)
    return True
