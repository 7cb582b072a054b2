"""Cuts long words into pieces that a page can hold, where a reader would pause. Pure."""

import unicodedata
from typing import Final

SIZE: Final = 4_000
"""Characters of a piece, at most."""
_PAUSES: Final = ("\n\n", "\n", " ")
_LOOK_BACK: Final = 1_000


def count(text: str) -> int:
    """Return in how many pieces a text is read: one at least."""
    return len(_ends(text))


def piece(text: str, number: int) -> str:
    """Return one piece, from 1; the last one for a number beyond. Joined they are the text."""
    ends = _ends(text)
    at = max(1, min(number, len(ends)))
    return text[ends[at - 2] if at > 1 else 0 : ends[at - 1]]


def _ends(text: str) -> list[int]:
    ends, at = [], 0
    while len(text) - at > SIZE:
        at = _end(text, at)
        ends.append(at)
    return [*ends, len(text)]


def _end(text: str, start: int) -> int:
    most = start + SIZE
    for pause in _PAUSES:
        found = text.rfind(pause, most - _LOOK_BACK, most)
        if found != -1:
            return found + len(pause)
    end = most
    while end > start + 1 and unicodedata.combining(text[end]):
        end -= 1
    return end
