"""Finds a receipt in a list that hides one: titles of one word, or prices. Knows no receipt.

How such a list is written stands in docs/formats.md, section 6; who writes one brings the
harmless lines along.
"""

import re
import unicodedata
from typing import Final

FEWEST_LINES: Final = 12
"""Lines below which a text is no list that hides anything."""

AMOUNTS: Final = 14
"""Prices in a list that hides digits: one for each group of three."""

_MARK: Final = re.compile(r"^[\s\-*•·–—]*(?:\d{1,2}[.)]\s*)?")
_PRICE: Final = re.compile(r"(?<!\d)(\d)[.,\u066b](\d\d)(?!\d)")


def titles(text: str) -> list[str] | None:
    """Return the one-word titles of a list of books, in order; nothing where there is no list.

    A title is what stands before the first comma of a line.
    """
    found = [line for line in map(_unmarked, text.splitlines()) if "," in line]
    if len(found) < FEWEST_LINES:
        return None
    before = (re.findall(r"[^\W\d_]+", line.partition(",")[0]) for line in found)
    return [words[0] for words in before if len(words) == 1]


def amounts(text: str) -> str | None:
    """Return the digits of the prices in a list of things bought; nothing where there is none.

    The price is the last one of a line; digits may be of any script.
    """
    if not any(unicodedata.category(letter).startswith("L") for letter in text):
        return None
    lines = ("".join(map(_digit, line)) for line in text.splitlines())
    prices = [found[-1] for found in map(_PRICE.findall, lines) if found]
    if len(prices) != AMOUNTS:
        return None
    return "".join(whole + rest for whole, rest in prices)


def _unmarked(line: str) -> str:
    return _MARK.sub("", line, count=1)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
