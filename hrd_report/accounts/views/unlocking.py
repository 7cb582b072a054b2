"""Opens somebody's key with a password: slowly, counted, between transactions and never in one.

What was typed is kept nowhere; a try in vain leaves a count and a row in the audit.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.accounts.actions import people, standing, throttling
from hrd_report.casefile import keeping
from hrd_report.errors import Busy, WrongPassword
from hrd_report.records.acts import Act
from hrd_report.records.keys import Lock
from hrd_report.records.people import Person, SessionStage
from hrd_report.sealed import Plain
from hrd_report.vault import locks, stretching
from hrd_report.vault.keys import Key
from hrd_report.web.services import services


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """Whose key a password opened, and the same lock at today's price if it was cheaper."""

    person: Person
    key: Key
    lock: Lock
    dearer: locks.LockRow | None


def price() -> locks.PasswordParams:
    """Return what one try of a password costs here today."""
    return locks.PasswordParams(memory_kib=services().settings.password_memory_kib)


def by_password(name: str, password: Plain) -> Opened:
    """Open the key of whoever is called so. Raises `WrongPassword`, `TooOften`, `Busy`.

    The try is counted before it is made. It stays counted until `settle` forgives it.
    """
    parts, now = services(), services().clock()
    with parts.database.reading() as session:
        throttling.look(session, parts.pepper, name, now)
        who = people.candidate(session, name)
    stretching.check_room()
    parts.database.together(lambda one: throttling.charge(one, parts.pepper, name, now))
    try:
        key = people.open_lock(who, password, pepper=parts.pepper, price=price())
    except Busy:
        parts.database.together(lambda one: throttling.give_back(one, parts.pepper, name, now))
        raise
    except WrongPassword:
        write_down(Act.LOGIN_REFUSED, who.person.id if who.person else None)
        raise
    if who.person is None or who.lock is None:
        raise WrongPassword
    dearer = people.dearer_lock(who.lock, key, password, pepper=parts.pepper, price=price())
    return Opened(who.person, key, who.lock, dearer)


def settle(session: Session, opened: Opened, code: str) -> SessionStage:
    """Return how far password and code lead together, and forget what was counted.

    Raises `WrongPassword` for a code that is wrong, missing or used before.
    """
    parts, now = services(), services().clock()
    stage = standing.after_password(
        session, opened.person, opened.key, code, now=now, demo=parts.settings.demo
    )
    throttling.forgive(session, parts.pepper, opened.person.name, now)
    if opened.dearer is not None:
        people.replace_lock(session, opened.lock, opened.dearer)
    return stage


def write_down(act: Act, person_id: bytes | None) -> None:
    """Put something that did not succeed into the audit: whose account it was about, not who."""
    parts = services()
    day = parts.clock().date()
    parts.database.together(
        lambda session: keeping.record(session, act, actor=None, thing=person_id, day=day)
    )
