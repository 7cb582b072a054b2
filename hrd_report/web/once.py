"""Does what a program creates once for each Idempotency-Key, also where it is sent twice at once.

Opens no case; says nothing of what is created.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from flask import Response, jsonify, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hrd_report.errors import Invalid
from hrd_report.vault import digests
from hrd_report.web import operations, programs, repeats
from hrd_report.web.services import services

Data = dict[str, Any]

_KEY_LENGTHS: Final = range(16, 201)


def create(act: Callable[[Session], Data], *, body: bytes | None = None) -> Response:
    """Do what creates something, once for each Idempotency-Key. Raises `OtherBody`, `Invalid`.

    `body`: what came, or stands for it, where the request was read on its way already.
    """
    secret, now = _repeat_secret(), services().clock()
    came = request.get_data() if body is None else body
    digest = digests.sha256(request.path.encode(), b"\n", came)
    try:
        answer = _once(act, secret, digest, now)
    except IntegrityError:
        # Sent twice at one moment: the other one was kept, and this one is answered like it.
        found = _kept(secret, digest, now) if secret else None
        if found is None:
            raise
        answer = found
    response = jsonify(answer)
    response.status_code = 201
    return response


def _once(
    act: Callable[[Session], Data], secret: str | None, digest: bytes, now: dt.datetime
) -> Data:
    with operations.writing() as session:
        answer = repeats.earlier(session, secret, digest, now=now) if secret else None
        if answer is None:
            answer = act(session)
            if secret:
                repeats.remember(session, secret, digest, answer, now=now)
    return answer


def _kept(secret: str, digest: bytes, now: dt.datetime) -> Data | None:
    with services().database.reading() as session:
        return repeats.earlier(session, secret, digest, now=now)


def _repeat_secret() -> str | None:
    """Return the key of a repeat, made this person's own: nobody gets another's answer."""
    key = request.headers.get(operations.ONCE)
    if key is None:
        return None
    if len(key) not in _KEY_LENGTHS or not key.isascii() or not key.isprintable():
        raise Invalid({operations.ONCE: ["bad_key"]})
    return f"{programs.this_program().id.hex()}/{key}"
