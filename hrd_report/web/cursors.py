"""Places in a list as programs carry them: sealed, so that none can be read, made up or passed on.

A place may say when something is due or which case is last; an address may be logged on its way.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Final, TypeVar

from flask import request

from hrd_report.errors import Damaged, Invalid
from hrd_report.sealed import Sealed
from hrd_report.vault import digests
from hrd_report.web import programs
from hrd_report.web.services import services

FIELD: Final = "cursor"
MOST: Final = 100
"""Rows that one answer holds at most."""

_LONGEST: Final = 2000
_DIGITS: Final = 9

Row = TypeVar("Row")


def seal(purpose: str, place: str) -> str:
    """Return a place in the list `purpose` for whoever asks now, and for nobody else."""
    sealed = digests.seal_under(services().pepper, _label(purpose), place.encode())
    return base64.urlsafe_b64encode(sealed.blob).decode().rstrip("=")


def read(purpose: str, text: str) -> str:
    """Return the place behind a cursor. Raises `Invalid` for one of another list or person."""
    if len(text) > _LONGEST:
        raise Invalid({FIELD: ["bad_cursor"]})
    try:
        blob = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return digests.open_under(services().pepper, _label(purpose), Sealed(blob)).decode()
    except (Damaged, binascii.Error, ValueError):
        raise Invalid({FIELD: ["bad_cursor"]}) from None


def limit(otherwise: int = MOST) -> int:
    """Return how many rows are asked for. Raises `Invalid`."""
    text = request.args.get("limit", str(otherwise))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:_DIGITS]) <= MOST):
        raise Invalid({"limit": ["out_of_range"]})
    return int(text)


def asked(purpose: str) -> str | None:
    """Return the place that the address names, if it names one. Raises `Invalid`."""
    text = request.args.get(FIELD)
    return read(purpose, text) if text is not None else None


def stretch(purpose: str, found: Sequence[Row]) -> tuple[list[Row], str | None]:
    """Return the asked stretch of a list that is in memory anyway, and the cursor of the rest."""
    begin, most = int(asked(purpose) or 0), limit()
    end = begin + most
    return list(found[begin:end]), seal(purpose, str(end)) if end < len(found) else None


def _label(purpose: str) -> str:
    return f"cursor/{programs.this_program().id.hex()}/{purpose}"
