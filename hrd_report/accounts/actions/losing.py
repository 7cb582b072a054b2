"""What is done when somebody lost every second factor. Opens nothing: the password still counts."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.accounts.actions import passkeys
from hrd_report.casefile import keeping
from hrd_report.records import factors
from hrd_report.records.audit import Act
from hrd_report.records.factors import Totp
from hrd_report.records.people import Person


def forget(session: Session, person: Person, *, day: dt.date) -> bool:
    """Forget a person's codes and passkeys, and the locks these open. False if there are none."""
    if not factors.has_factor(session, person.id):
        return False
    for row in session.scalars(factors.passkeys_of(person.id)).all():
        passkeys.remove(session, person.id, row.id)
    codes = session.get(Totp, person.id)
    if codes is not None:
        session.delete(codes)
    keeping.record(session, Act.FACTOR_REMOVED, actor=None, thing=person.id, day=day)
    return True
