"""The scripts there are, each known by its hash: a passkey asked for, a page left at once."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Final

_FOLDER: Final = files("hrd_report") / "static"
_HASH_LENGTH: Final = 16


@cache
def passkey_script() -> str:
    """Return the script that pages with a passkey's button load."""
    return (_FOLDER / "passkey.js").read_text(encoding="utf-8")


@cache
def passkey_script_name() -> str:
    """Return the script's name, which changes whenever its content does."""
    digest = hashlib.sha256(passkey_script().encode()).hexdigest()
    return f"passkey-{digest[:_HASH_LENGTH]}.js"


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
