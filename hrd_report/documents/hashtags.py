"""The normal form of hashtags, so that two people who name the same one say the same. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 100
_SHORTEST: Final = 2
_SIGN: Final = "#"
_CHOOSES_A_GLYPH: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BETWEEN: Final = re.compile(r"[,;،、\s]+")


def normal(tag: str) -> str:
    """Return a hashtag without its sign: letters, marks, digits and `_`, without case or width.

    Empty where nothing of that is left, or one sign only. What looks alike in two scripts stays
    two; accents and points of vowels are kept, as platforms keep them.
    """
    before, kept = "", tag
    while kept != before:
        # What is left out may bring a letter and its mark together.
        before = kept
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold())
        kept = "".join(sign for sign in folded if _counts(sign))[:LONGEST]
    return kept if len(kept) >= _SHORTEST else ""


def named(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the hashtags that some lines of text name, each once, in their order.

    Where a line has the sign, a hashtag goes from it to the next gap; a line without it is one.
    """
    found: dict[str, None] = {}
    for text in texts:
        for one in _parts(unicodedata.normalize("NFKC", text)):
            if tag := normal(one):
                found[tag] = None
    return tuple(found)


def _parts(text: str) -> list[str]:
    if _SIGN not in text:
        return [text] if "," not in text else text.split(",")
    return [_BETWEEN.split(part.lstrip(), maxsplit=1)[0] for part in text.split(_SIGN)[1:]]


def _counts(sign: str) -> bool:
    if _CHOOSES_A_GLYPH.match(sign):
        return False
    return sign == "_" or sign.isalnum() or unicodedata.category(sign) in {"Mn", "Mc"}
