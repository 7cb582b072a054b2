"""Which version of a thing the reader of a page saw, hidden in its form. Refuses nothing.

A page carries `version`, built by `mark`, and an ETag, built by `tag`. Whoever writes compares
what `seen` returns with the version the thing has now. For programs see `preconditions`.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from flask import Response, request

FIELD: Final = "version"
_APART: Final = "-"
_LONGEST: Final = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A version, and when the page was drawn that showed it, where the page says so."""

    version: int
    drawn: dt.datetime | None = None


def mark(version: int, now: dt.datetime) -> str:
    """Return what a form carries: the version, and when its page was drawn, in milliseconds."""
    return f"{version}{_APART}{int(now.timestamp() * 1000)}"


def seen() -> Mark:
    """Return what the sender of a form saw. 0 is no version."""
    version, _, drawn = request.values.get(FIELD, "").partition(_APART)
    return Mark(_number(version), _moment(_number(drawn)))


def tag(response: Response, version: int) -> None:
    """Name the version that a page shows: weakly, for it is never the same byte for byte."""
    response.set_etag(str(version), weak=True)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST else 0


def _moment(milliseconds: int) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC) if milliseconds else None
    except (OverflowError, ValueError, OSError):
        return None
