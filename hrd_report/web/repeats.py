"""Remembers answers for a repeated Idempotency-Key, sealed under it. Reads none without it."""

import datetime as dt
import json
from typing import Any, Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hrd_report.errors import OtherBody
from hrd_report.records import cases
from hrd_report.records.cases import Answered
from hrd_report.vault import digests

KEPT_FOR: Final = dt.timedelta(hours=24)
ASIDE_FOR: Final = dt.timedelta(hours=1)
_ASIDE: Final = "hrd1/aside"
_ID: Final = "hrd1/answered/id"
_DIGEST: Final = "hrd1/answered/digest"
_LABEL: Final = "answered"


def earlier(session: Session, key: str, body: bytes, *, now: dt.datetime) -> dict[str, Any] | None:
    """Return the answer given before to `key`, if it is still kept. `body` is a digest of it.

    Raises `OtherBody` when the key was used for something else.
    """
    secret = key.encode()
    row = session.scalars(cases.answered(digests.hkdf(secret, _ID))).first()
    if row is None or row.until <= now:
        return None
    if not digests.equal(row.digest, _digest(secret, body)):
        raise OtherBody
    found: dict[str, Any] = json.loads(digests.open_under(secret, _LABEL, row.blob))
    return found


def remember(
    session: Session, key: str, body: bytes, answer: dict[str, Any], *, now: dt.datetime
) -> None:
    """Keep an answer for a day, and forget those that are older."""
    forget(session, now=now)
    secret = key.encode()
    session.add(
        Answered(
            id=digests.hkdf(secret, _ID),
            digest=_digest(secret, body),
            blob=digests.seal_under(secret, _LABEL, json.dumps(answer).encode()),
            until=now + KEPT_FOR,
        )
    )


def set_aside(session: Session, content: bytes, *, now: dt.datetime) -> str:
    """Keep bytes between two pages, sealed under a token that is kept nowhere; return it."""
    forget(session, now=now)
    token = digests.random_bytes(32).hex()
    session.add(
        Answered(
            id=digests.hkdf(token.encode(), _ASIDE),
            digest=digests.hkdf(token.encode(), _DIGEST),
            blob=digests.seal_under(token.encode(), _ASIDE, content),
            until=now + ASIDE_FOR,
        )
    )
    return token


def taken_up(session: Session, token: str, *, now: dt.datetime) -> bytes | None:
    """Return what was set aside under a token, while it is there."""
    row = session.scalars(cases.answered(digests.hkdf(token.encode(), _ASIDE))).first()
    if row is None or row.until <= now:
        return None
    return digests.open_under(token.encode(), _ASIDE, row.blob)


def forget(session: Session, *, now: dt.datetime) -> None:
    """Forget the answers whose day is over."""
    session.execute(delete(Answered).where(Answered.until <= now))


def _digest(secret: bytes, body: bytes) -> bytes:
    return digests.hmac_sha256(digests.hkdf(secret, _DIGEST), body)
