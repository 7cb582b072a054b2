"""Challenges for passkeys: made without keeping anything, answered once. Opens nothing.

Whoever holds the pepper can tell a challenge of its own by looking at it, on any node.
"""

import datetime as dt
import enum
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.errors import WrongPassword
from hrd_report.records import factors
from hrd_report.vault import digests

LASTS: Final = dt.timedelta(minutes=10)
ASTRAY: Final = dt.timedelta(minutes=1)
"""How far the clocks of two nodes may be apart."""

_RANDOM: Final = 16
_TIME: Final = 8
_MAC: Final = 32
_ID: Final = 16


class Purpose(enum.Enum):
    """What the answer is for: one for the one is none for the other."""

    LOG_IN = b"log in"
    CONFIRM = b"confirm"
    ADD = b"add"


def make(pepper: bytes, purpose: Purpose, subject: bytes, now: dt.datetime) -> bytes:
    """Return a challenge that `subject` (a session's id, or nobody's) may answer for a while."""
    until = int((now + LASTS).timestamp()).to_bytes(_TIME, "big")
    begun = digests.random_bytes(_RANDOM) + until
    return begun + _mac(pepper, purpose, subject, begun)


def take(
    session: Session,
    challenge: bytes,
    pepper: bytes,
    purpose: Purpose,
    subject: bytes,
    now: dt.datetime,
) -> None:
    """Take an answered challenge, once. Raises `WrongPassword` for any other or a second time."""
    begun, mac = challenge[: _RANDOM + _TIME], challenge[_RANDOM + _TIME :]
    if len(mac) != _MAC or not digests.equal(mac, _mac(pepper, purpose, subject, begun)):
        raise WrongPassword("no challenge of ours")
    until = dt.datetime.fromtimestamp(int.from_bytes(begun[_RANDOM:], "big"), dt.UTC)
    if not now < until <= now + LASTS + ASTRAY:
        raise WrongPassword("an old challenge, or one from the future")
    if not factors.take_challenge(session, digests.sha256(challenge)[:_ID], until):
        raise WrongPassword("a challenge that was answered before")


def _mac(pepper: bytes, purpose: Purpose, subject: bytes, begun: bytes) -> bytes:
    parts = digests.prefixed(b"hrd1/challenge", purpose.value, subject, begun)
    return digests.hmac_sha256(pepper, parts)
