"""Folds text so that the same thing, written to look different, becomes the same. Pure.

Two forms: `folded` keeps what a platform keeps apart; `skeleton` also takes look-alike letters for
one another, and is only ever a weaker second sign beside the first.
"""

# ruff: noqa: RUF001 - look-alikes are what this is about

import re
import unicodedata
from typing import Final

_UNSEEN: Final = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_APART: Final = re.compile(r"[\W_]+")

_ALIKE: Final = {
    "a": "аɑαａ", "b": "ЬьƄ", "c": "сϲⅽ", "d": "ԁⅾ", "e": "еҽ℮ε", "f": "ƒ", "g": "ɡց",
    "h": "һհ", "i": "іıɩιӏ1l|!", "j": "јϳ", "k": "кκ", "m": "мⅿ", "n": "ոп", "o": "оοօσ0",
    "p": "рρ", "q": "ԛզ", "r": "гᴦ", "s": "ѕꜱ5$", "t": "тτ", "u": "υսц", "v": "νѵ", "w": "ѡԝω",
    "x": "хχ", "y": "уүγ", "z": "ᴢ", "ا": "أإآٱٲٳى", "ي": "ئېیےﻯ", "و": "ؤۆ", "ك": "ک", "ة": "ۃ",
}  # fmt: skip
_SKELETON: Final = str.maketrans({other: one for one, many in _ALIKE.items() for other in many})
_PAIRS: Final = (("rn", "m"), ("vv", "w"))


def clean(text: str) -> str:
    """Return a text without signs that nobody sees, in one width."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", text)))


def folded(text: str) -> str:
    """Return a text without unseen signs, width and case; letters of other scripts stay theirs."""
    before, kept = "", text
    while kept != before:
        # What is left out may bring a letter and its mark together.
        before, kept = kept, clean(clean(kept).casefold())
    return kept


def skeleton(text: str) -> str:
    """Return what a name looks like: look-alikes made one, marks and signs between left out."""
    before, kept = "", folded(text)
    while kept != before:
        before, kept = kept, _alike(kept)
    return kept


def _alike(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.translate(_SKELETON))
    bare = "".join(one for one in bare if unicodedata.category(one) != "Mn")
    bare = _APART.sub("", unicodedata.normalize("NFKC", bare).casefold().translate(_SKELETON))
    for pair, one in _PAIRS:
        bare = bare.replace(pair, one)
    return bare
