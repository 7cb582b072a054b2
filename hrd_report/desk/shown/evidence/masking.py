"""Covers slurs in words that somebody reads, until they ask for them. Changes nothing that is kept.

The list is short and only covers: who is threatened decides what hurts, so the describer's label
says more than any list.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import yaml

from hrd_report.sealed import Plain

_WORD: Final = re.compile(r"[\w@$€]+")
_LOOKALIKES: Final = str.maketrans("013457@$€", "oieastase")


@dataclass(frozen=True, slots=True, repr=False)
class Masked:
    """Words with slurs covered; `whole` are the words as written, where something was."""

    text: Plain
    whole: Plain | None


def masked(words: Plain) -> Masked:
    """Cover every word on the list but its first letter."""
    said = words.reveal()
    covered = _WORD.sub(_cover, said)
    return Masked(Plain(covered), words if covered != said else None)


def _cover(found: re.Match[str]) -> str:
    word = found[0]
    if folded(word) not in _slurs():
        return word
    return word[0] + "•" * (len(word) - 1)


def folded(word: str) -> str:
    """Return a word as the list has it: small letters, no accents, plurals or digits in them."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LOOKALIKES))
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return letters.removesuffix("s") if len(letters) > 3 else letters  # noqa: PLR2004 - too short


@cache
def _slurs() -> frozenset[str]:
    folder = resources.files("hrd_report.reference") / "data" / "slurs"
    return frozenset(
        folded(word)
        for path in folder.iterdir()
        if path.name.endswith(".yaml")
        for word in yaml.safe_load(path.read_text("utf-8"))["words"]
    )
