"""How the name of a file that somebody sent is shown: no letter in it may move or hide another."""

import unicodedata
from typing import Final

_LONGEST: Final = 100
_BESIDE: Final = 10
# They join letters in Persian, Indic and other scripts, and move nothing.
_JOINERS: Final = "\u200c\u200d"


def shown(name: str) -> str:
    """Return a name fit for a page: what is invisible or turns text around shows its code.

    A long one loses its middle, never its end: that is what tells the kind of a file.
    """
    said = "".join(map(_letter, name)) or "[]"
    if len(said) <= _LONGEST:
        return said
    return f"{said[: _LONGEST - _BESIDE - 1]}…{said[-_BESIDE:]}"


def _letter(letter: str) -> str:
    hidden = unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    if hidden and letter not in _JOINERS:
        return f"[U+{ord(letter):04X}]"
    return letter
