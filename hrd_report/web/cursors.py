"""Places in a list as programs carry them: sealed, so that none can be read, made up or passed on.

A place may say when something is due or which case is last; an address may be logged on its way.
"""

import base64
import binascii
from typing import Final

from hrd_report.errors import Damaged, Invalid
from hrd_report.sealed import Sealed
from hrd_report.vault import digests
from hrd_report.web import programs
from hrd_report.web.services import services

FIELD: Final = "cursor"
_LONGEST: Final = 2000


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


def _label(purpose: str) -> str:
    return f"cursor/{programs.this_program().id.hex()}/{purpose}"
