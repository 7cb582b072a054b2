"""How far somebody is in with what was shown: a password, a code, a passkey. Opens nothing."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.accounts.actions import codes
from hrd_report.errors import WrongPassword
from hrd_report.records import factors
from hrd_report.records.factors import Totp
from hrd_report.records.people import Person, SessionStage
from hrd_report.vault.keys import Key


def after_password(
    session: Session, person: Person, key: Key, code: str, *, now: dt.datetime, demo: bool
) -> SessionStage:
    """Return how far a right password and what was typed as `code` lead.

    Somebody without a second factor is all the way in at a demo, and elsewhere only as far as the
    page where the first one is set up. Somebody with a passkey is asked for it when there is no
    code. Raises `WrongPassword` for a code that is wrong, used before or missing.
    """
    if code and session.get(Totp, person.id) is not None:
        if codes.take(session, key, person.id, code, now):
            return SessionStage.FULL
        raise WrongPassword("the code is wrong")
    if session.scalars(factors.passkeys_of(person.id)).first() is not None:
        return SessionStage.HALF
    if session.get(Totp, person.id) is not None:
        raise WrongPassword("a code is missing")
    return SessionStage.FULL if demo else SessionStage.HALF
