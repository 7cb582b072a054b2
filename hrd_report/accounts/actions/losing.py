"""What is done when somebody lost every second factor. Opens nothing: the password still counts."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.accounts.actions import passkeys
from hrd_report.casefile import keeping
from hrd_report.records import factors
from hrd_report.records.acts import Act
from hrd_report.records.factors import Totp
from hrd_report.records.people import Person


def forget(session: Session, person: Person, *, day: dt.date) -> bool:
    """Forget a person's codes and passkeys, and the locks these open. False if there are none."""
    if not factors.has_factor(session, person.id):
        return False
    drop(session, person.id)
    keeping.record(session, Act.FACTOR_REMOVED, actor=None, thing=person.id, day=day)
    return True


def drop(session: Session, person_id: bytes) -> None:
    """Delete a person's codes and passkeys, and the locks these open."""
    for row in session.scalars(factors.passkeys_of(person_id)).all():
        passkeys.remove(session, person_id, row.id)
    codes = session.get(Totp, person_id)
    if codes is not None:
        session.delete(codes)
    session.flush()
