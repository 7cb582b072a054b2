"""Server-side sessions behind a random cookie. Holds a key only while one request is answered."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from flask import Request
from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hrd_report.errors import Damaged, WrongPassword
from hrd_report.records.people import SessionKind, SessionRow, SessionStage
from hrd_report.settings import Settings
from hrd_report.vault import digests, locks
from hrd_report.vault.keys import Key


@dataclass(frozen=True, slots=True)
class Span:
    """How long a session lasts without a sign of life, and at most."""

    idle: dt.timedelta
    absolute: dt.timedelta


SPANS: Final = {
    SessionKind.STAFF: Span(dt.timedelta(minutes=15), dt.timedelta(hours=8)),
    SessionKind.DEFENDER: Span(dt.timedelta(minutes=20), dt.timedelta(hours=2)),
}
_COOKIES: Final = {SessionKind.STAFF: "hrd-desk", SessionKind.DEFENDER: "hrd-case"}
_TOUCH_AFTER: Final = dt.timedelta(minutes=1)
FRESH: Final = dt.timedelta(minutes=5)
"""For how long a factor that was given stands for the person who gave it."""

HALF: Final = dt.timedelta(minutes=15)
"""For how long somebody may look for a second factor, or set up the first one."""

ASTRAY: Final = dt.timedelta(minutes=1)
"""How far the clocks of two nodes may be apart. Beyond it a session comes from the future."""


# Built once: every page of a person asks this.
_BY_ID: Final = select(SessionRow).where(SessionRow.id == bindparam("id"))


def begin(  # noqa: PLR0913 - a session is this many things
    session: Session,
    kind: SessionKind,
    subject: bytes,
    key: Key,
    *,
    pepper: bytes,
    now: dt.datetime,
    stage: SessionStage = SessionStage.FULL,
    last: dt.datetime | None = None,
) -> bytes:
    """Keep a session for `subject`, with `key` under a fresh token of 32 bytes; return it.

    `last` is when it is over at the latest, where it goes on for another session.
    """
    token = locks.new_token()
    lock = locks.lock_with_token(key, token, pepper)
    span = SPANS[kind]
    if last is None:
        last = now + (HALF if stage is SessionStage.HALF else span.absolute)
    session.add(
        SessionRow(
            id=locks.session_id(token),
            kind=kind,
            subject=subject,
            kid=key.kid,
            salt=bytes.fromhex(lock.params["salt"]),
            blob=lock.blob,
            idle_until=min(now + span.idle, last),
            absolute_until=last,
            stepped_up_at=now if kind is SessionKind.STAFF else None,
            stage=stage,
        )
    )
    return token


def renew(session: Session, row: SessionRow, key: Key, *, pepper: bytes, now: dt.datetime) -> bytes:
    """Let a session whose owner gave a factor go on under a fresh token; the old one is over.

    It lasts no longer than it would have; half a session becomes a whole one.
    """
    end_one(session, row.id)
    last = row.absolute_until if row.stage is SessionStage.FULL else None
    return begin(session, row.kind, row.subject, key, pepper=pepper, now=now, last=last)


def find(
    session: Session, kind: SessionKind, token: bytes, *, now: dt.datetime
) -> SessionRow | None:
    """Return the live session a token stands for, or nothing."""
    row = session.scalars(_BY_ID, {"id": locks.session_id(token)}).one_or_none()
    if row is None or row.kind is not kind:
        return None
    if now >= row.idle_until or now >= row.absolute_until:
        return None
    return row


def from_the_future(row: SessionRow, *, now: dt.datetime) -> bool:
    """Whether a session has more time left than any can have: the clock was set back."""
    span = SPANS[row.kind]
    stepped = row.stepped_up_at or now
    return (
        row.idle_until - now > span.idle + ASTRAY
        or row.absolute_until - now > span.absolute + ASTRAY
        or stepped - now > ASTRAY
    )


def is_fresh(row: SessionRow, *, now: dt.datetime) -> bool:
    """Whether its owner gave a factor a moment ago."""
    since = row.stepped_up_at
    return since is not None and -ASTRAY <= now - since < FRESH


def needs_touch(row: SessionRow, *, now: dt.datetime) -> bool:
    """Whether the idle deadline should move: at most once a minute, to spare the disk."""
    return row.idle_until - now < SPANS[row.kind].idle - _TOUCH_AFTER


def touch(session: Session, session_id: bytes, *, now: dt.datetime) -> None:
    """Move a session's idle deadline, as a sign of life."""
    row = session.get(SessionRow, session_id)
    if row is not None:
        row.idle_until = min(now + SPANS[row.kind].idle, row.absolute_until)


def unlock(row: SessionRow, token: bytes, *, pepper: bytes) -> Key | None:
    """Return the key a session carries, or nothing if row, token and pepper do not agree."""
    lock = locks.LockRow("session", {"salt": row.salt.hex()}, row.blob)
    try:
        return locks.open_with_token(lock, row.kid, token, pepper)
    except (WrongPassword, Damaged):
        return None


def end(session: Session, token: bytes) -> None:
    """Forget a session: its cookie opens nothing from now on."""
    row = session.get(SessionRow, locks.session_id(token))
    if row is not None:
        session.delete(row)


def end_one(session: Session, session_id: bytes) -> None:
    """Forget a session by its own id."""
    session.execute(delete(SessionRow).where(SessionRow.id == session_id))


def end_all(session: Session, subject: bytes) -> None:
    """Forget every session of one person or one case."""
    session.execute(delete(SessionRow).where(SessionRow.subject == subject))


def end_others(session: Session, row: SessionRow) -> None:
    """Forget every session of the same person but this one."""
    others = (SessionRow.subject == row.subject) & (SessionRow.id != row.id)
    session.execute(delete(SessionRow).where(others))


def alive(subject: bytes, *, now: dt.datetime) -> Select[SessionRow]:
    """Select the whole sessions of a member of staff, the oldest first."""
    return (
        select(SessionRow)
        .where(
            SessionRow.subject == subject,
            SessionRow.kind == SessionKind.STAFF,
            SessionRow.stage == SessionStage.FULL,
            SessionRow.idle_until > now,
            SessionRow.absolute_until > now,
        )
        .order_by(SessionRow.absolute_until, SessionRow.id)
    )


def cookie_name(kind: SessionKind, settings: Settings) -> str:
    """Return the cookie's name: `__Host-` wherever there is TLS, a plain one on loopback only."""
    return ("__Host-" if settings.secure else "") + _COOKIES[kind]


def token_of(request: Request, kind: SessionKind, settings: Settings) -> bytes | None:
    """Return the token a request carries, if it looks like one."""
    value = request.cookies.get(cookie_name(kind, settings), "")
    try:
        token = bytes.fromhex(value)
    except ValueError:
        return None
    return token if len(token) == locks.TOKEN_BYTES else None


def give_cookie(response: Response, kind: SessionKind, token: bytes, settings: Settings) -> None:
    """Hand the token to the browser: until it closes, for no script, for no other site."""
    response.set_cookie(
        cookie_name(kind, settings),
        token.hex(),
        secure=settings.secure,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def clear(response: Response, kind: SessionKind, settings: Settings) -> None:
    """Take the cookie back and ask the browser to forget what it stored."""
    response.delete_cookie(
        cookie_name(kind, settings),
        secure=settings.secure,
        httponly=True,
        samesite="Strict",
        path="/",
    )
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'


def form_token(token: bytes) -> str:
    """Return what every form of a session carries, so that no other site can post it."""
    return digests.hkdf(token, "hrd1/form").hex()
