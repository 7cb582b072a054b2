"""Slows down guessing: for each name, whether anybody has it or not, and for all together.

Counts names under a key that no database holds. Knows no address and keeps no name.
"""

import datetime as dt
import math
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from hrd_report.errors import Busy, TooOften
from hrd_report.records import factors
from hrd_report.records.factors import Throttle
from hrd_report.vault import digests

FREE: Final = 5
"""Tries in vain that cost no waiting: people mistype."""

FIRST_WAIT: Final = dt.timedelta(seconds=10)
LONGEST_WAIT: Final = dt.timedelta(minutes=15)
"""96 guesses a day at one name, from wherever they come."""

FORGOTTEN_AFTER: Final = dt.timedelta(days=1)

EACH: Final = dt.timedelta(seconds=1)
"""What one try in vain takes from what everybody together may spend; it comes back by itself."""

TOGETHER: Final = 60 * EACH
"""How much may be spent at once. Names that nobody has spend too."""

_ID_BYTES: Final = 16


def wait_after(failures: int) -> dt.timedelta:
    """Return how long a name rests after so many tries in vain."""
    if failures < FREE:
        return dt.timedelta()
    doublings = min(failures - FREE, 10)  # more would only overflow
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def look(session: Session, pepper: bytes, name: str, now: dt.datetime) -> None:
    """Refuse a try that would be refused anyway, without writing. Raise `TooOften` or `Busy`."""
    for_name = session.get(Throttle, _of_name(pepper, name))
    if for_name is not None:
        _check_name(for_name, now)
    for_all = session.get(Throttle, _of_everybody(pepper))
    if for_all is not None:
        _check_everybody(for_all, now)


def charge(session: Session, pepper: bytes, name: str, now: dt.datetime) -> None:
    """Count a try as one in vain before it is made, so that many at once are many.

    Raise `TooOften` or `Busy`; nothing is counted then.
    """
    for_name = factors.throttle_of(session, _of_name(pepper, name), now)
    _check_name(for_name, now)
    for_all = factors.throttle_of(session, _of_everybody(pepper), now)
    _check_everybody(for_all, now)
    if now - for_name.until > FORGOTTEN_AFTER:
        for_name.failures = 0
    for_name.failures += 1
    for_name.until = now + wait_after(for_name.failures)
    for_all.failures += 1
    for_all.until = max(for_all.until, now) + EACH


def give_back(session: Session, pepper: bytes, name: str, now: dt.datetime) -> None:
    """Take back the last count: the try was not made after all."""
    for_name = factors.throttle_of(session, _of_name(pepper, name), now)
    for_name.failures = max(0, for_name.failures - 1)
    for_name.until = now
    _spend_less(session, pepper, now)


def forgive(session: Session, pepper: bytes, name: str, now: dt.datetime) -> None:
    """Forget what was tried in vain at a name: its owner is here."""
    session.delete(factors.throttle_of(session, _of_name(pepper, name), now))
    _spend_less(session, pepper, now)


def clear(session: Session, now: dt.datetime) -> None:
    """Forget names nobody tries any more, and waits that a clock set back has made too long."""
    session.execute(delete(Throttle).where(Throttle.until <= now - FORGOTTEN_AFTER))
    longest = now + LONGEST_WAIT
    session.execute(update(Throttle).where(Throttle.until > longest).values(until=longest))


def _spend_less(session: Session, pepper: bytes, now: dt.datetime) -> None:
    for_all = factors.throttle_of(session, _of_everybody(pepper), now)
    for_all.failures = max(0, for_all.failures - 1)
    for_all.until -= EACH


def _check_name(row: Throttle, now: dt.datetime) -> None:
    left = row.until - now
    if left > dt.timedelta():
        raise TooOften(math.ceil(left.total_seconds()))


def _check_everybody(row: Throttle, now: dt.datetime) -> None:
    if row.until - now > TOGETHER - EACH:
        raise Busy


def _of_name(pepper: bytes, name: str) -> bytes:
    return _id(pepper, b"name", name.encode("utf-8", "surrogatepass"))


def _of_everybody(pepper: bytes) -> bytes:
    return _id(pepper, b"everybody")


def _id(pepper: bytes, *parts: bytes) -> bytes:
    return digests.hmac_sha256(pepper, digests.prefixed(b"hrd1/throttle", *parts))[:_ID_BYTES]
