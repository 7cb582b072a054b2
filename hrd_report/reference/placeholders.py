"""Places in a text that are still to be filled, `{{like this}}`. Pure; knows no values."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

_PLACE: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_BRACES: Final = ("{{", "}}")
# What is not seen may stand between two braces, and they still read as a pair.
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def names(text: str) -> tuple[str, ...]:
    """Return what the places of a text are called, each once, in their order."""
    return tuple(dict.fromkeys(found[1] for found in _PLACE.finditer(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill the places whose value is known and not empty; the others stay. Fills each once."""
    return _PLACE.sub(lambda found: values.get(found[1]) or found[0], text)


def unfilled(text: str) -> tuple[str, ...]:
    """Return what keeps a text from going out: open places, and braces that belong to none.

    Looks at it as a reader does: wide braces and unseen signs between two make no difference.
    """
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    rest = _PLACE.sub("", plain)
    return (*names(plain), *(one for one in _BRACES if one in rest))
