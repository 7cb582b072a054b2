"""The scripts there are, each known by its hash: a passkey, a seal, large files, a page left."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Final

PASSKEY: Final = "passkey"
"""Asks the browser for a passkey: on the staff's pages that have such a button."""

SEAL: Final = "seal"
"""Seals a report on the device of a reader who chose that. Built by `make assets`."""

UPLOAD: Final = "upload"
"""Sends large files in pieces: on a defender's case page, which works the same without it."""

_FOLDER: Final = files("hrd_report") / "static"
_NAMES: Final = (PASSKEY, SEAL, UPLOAD)
_HASH_LENGTH: Final = 16


@cache
def script(name: str) -> str:
    """Return a script as pages load it."""
    return (_FOLDER / f"{name}.js").read_text(encoding="utf-8")


@cache
def script_name(name: str) -> str:
    """Return a script's name in addresses, which changes whenever its content does."""
    digest = hashlib.sha256(script(name).encode()).hexdigest()
    return f"{name}-{digest[:_HASH_LENGTH]}.js"


@cache
def integrity(name: str) -> str:
    """Return what a browser checks a script against before it runs it (SRI)."""
    digest = hashlib.sha384(script(name).encode()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def at_address(address: str) -> str | None:
    """Return which of the scripts that are files of their own an address names, or nothing."""
    return next((one for one in _NAMES if script_name(one) == address), None)


@cache
def leave_script() -> str:
    """Return the script that stands on the defender's pages, without comments and idle blanks.

    It stands in the page: a file of its own would lie in the browser's cache and tell.
    """
    text = (_FOLDER / "leave.js").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", text).strip()


@cache
def leave_source() -> str:
    """Return the CSP source that allows exactly `leave_script()`."""
    digest = hashlib.sha256(leave_script().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
