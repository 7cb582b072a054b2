"""Tells how old a form is, without keeping anything: a time in it that only this house can write.

A stamp counts for one receipt. It says when a page was made, to whoever has that page and to us;
it is read, weighed and forgotten. Nobody is refused for a bad one.
"""

import base64
import binascii
import datetime as dt
from typing import Final

from hrd_report.vault import digests

READ_FOR: Final = dt.timedelta(seconds=8)
"""How long somebody needs at least to read the form and to write a line."""

_LABEL: Final = "hrd1/form"
_TIME_BYTES: Final = 4
_MARK_BYTES: Final = 8
_EPOCH: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def stamp(secret: bytes, receipt: str, now: dt.datetime) -> str:
    """Return 16 letters for the form that holds this receipt."""
    seconds = int((now - _EPOCH).total_seconds()).to_bytes(_TIME_BYTES, "big")
    return base64.urlsafe_b64encode(seconds + _mark(secret, receipt, seconds)).decode()


def age(secret: bytes, receipt: str, text: str, now: dt.datetime) -> dt.timedelta | None:
    """Return how long ago a form was made; nothing for a stamp that is missing or not ours."""
    try:
        raw = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeError):
        return None
    seconds, mark = raw[:_TIME_BYTES], raw[_TIME_BYTES:]
    if not digests.equal(mark, _mark(secret, receipt, seconds)):
        return None
    return now - (_EPOCH + dt.timedelta(seconds=int.from_bytes(seconds, "big")))


def was_read(secret: bytes, receipt: str, text: str, now: dt.datetime) -> bool:
    """Tell whether somebody had the time to read this form. Clocks that differ do not count."""
    found = age(secret, receipt, text, now)
    return found is not None and found >= READ_FOR


def _mark(secret: bytes, receipt: str, seconds: bytes) -> bytes:
    key = digests.hkdf(secret, _LABEL)
    return digests.hmac_sha256(key, digests.prefixed(receipt.encode(), seconds))[:_MARK_BYTES]
