"""Codes from an app (TOTP, RFC 6238): offered, confirmed, taken once. Keeps the secret sealed."""

import base64
import datetime as dt
import io
import unicodedata
from typing import Final

import pyotp
import segno
from sqlalchemy.orm import Session

from hrd_report.errors import Damaged, WrongPassword
from hrd_report.records import factors
from hrd_report.records.factors import Totp
from hrd_report.sealed import Sealed
from hrd_report.vault import digests, locks
from hrd_report.vault.keys import Key

DIGITS: Final = 6
STEP: Final = 30
TOLERANCE: Final = 1
"""Steps that a phone's clock may be early or late."""

_SECRET_BYTES: Final = 20
_LABEL: Final = "totp/"
_PIXELS: Final = 6


def offer(key: Key, person_id: bytes) -> Sealed:
    """Return a fresh secret, sealed: it counts for nothing until a code of it is shown."""
    return locks.seal_own(digests.random_bytes(_SECRET_BYTES), key, _LABEL + person_id.hex())


def spelt(secret: Sealed, key: Key, person_id: bytes) -> str:
    """Return a secret the way apps take it: base32. Raises `Damaged`."""
    return _base32(locks.open_own(secret, key, _LABEL + person_id.hex()))


def address(secret: str, name: str, organisation: str) -> str:
    """Return the `otpauth:` address that an app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=organisation)


def picture(of_address: str) -> bytes:
    """Return an address as a QR code (PNG), dark on light whatever the page is."""
    out = io.BytesIO()
    segno.make(of_address, error="m", micro=False).save(out, kind="png", scale=_PIXELS, border=4)
    return out.getvalue()


def keep(
    session: Session, secret: Sealed, key: Key, person_id: bytes, code: str, now: dt.datetime
) -> None:
    """Let an offered secret count from now on, instead of the one before, if a code of it is right.

    Raises `WrongPassword` for a wrong code, `Damaged` for an offer to somebody else.
    """
    step = _step_of(code, spelt(secret, key, person_id), now)
    if step is None:
        raise WrongPassword
    kept = session.get(Totp, person_id)
    if kept is None:
        session.add(Totp(person_id=person_id, secret=secret, step=step))
    else:
        kept.secret, kept.step = secret, step


def take(session: Session, key: Key, person_id: bytes, code: str, now: dt.datetime) -> bool:
    """Tell whether a code is right and nobody used it, or a later one, before."""
    kept = session.get(Totp, person_id)
    if kept is None:
        return False
    try:
        step = _step_of(code, spelt(kept.secret, key, person_id), now)
    except Damaged:  # the row of somebody else, or altered: it opens nothing
        return False
    return step is not None and factors.take_step(session, person_id, step)


def _step_of(code: str, secret: str, now: dt.datetime) -> int | None:
    """Return the step whose code this is, the earliest where two have the same one."""
    typed = _digits(code)
    here = int(now.timestamp()) // STEP
    made = pyotp.TOTP(secret, digits=DIGITS, interval=STEP)
    found = None
    for step in range(here + TOLERANCE, here - TOLERANCE - 1, -1):
        if digests.equal(made.generate_otp(step).encode(), typed):
            found = step
    return found


def _digits(code: str) -> bytes:
    """Return the digits of any script among what was typed."""
    found = (unicodedata.digit(letter, None) for letter in code)
    return "".join(str(digit) for digit in found if digit is not None).encode()


def _base32(secret: bytes) -> str:
    return base64.b32encode(secret).decode()
