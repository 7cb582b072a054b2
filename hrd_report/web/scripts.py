"""The one script there is, known by its hash: it asks the browser for a passkey, nothing else."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

_FILE: Final = files("hrd_report") / "static" / "passkey.js"
_HASH_LENGTH: Final = 16


@cache
def passkey_script() -> str:
    """Return the script that pages with a passkey's button load."""
    return _FILE.read_text(encoding="utf-8")


@cache
def passkey_script_name() -> str:
    """Return the script's name, which changes whenever its content does."""
    digest = hashlib.sha256(passkey_script().encode()).hexdigest()
    return f"passkey-{digest[:_HASH_LENGTH]}.js"
