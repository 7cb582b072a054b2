"""A receipt in other forms: plain text, and a list that looks like something else. Keeps none.

The same receipt always gives the same list, so that two copies of it do not differ.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from hrd_report.reference.pretexts import Pretext
from hrd_report.vault import digests
from hrd_report.vault.receipts import Receipt

_DECOYS = 6
_LABEL = "hrd1/pretext"
_BYTES = 256
_LEAST_PAGES, _MORE_PAGES = 96, 320


def as_text(parts: Sequence[str]) -> str:
    """Return a receipt as numbered lines, with nothing that says what it is."""
    return "".join(f"{at}. {part}\n" for at, part in enumerate(parts, 1))


def as_books(receipt: Receipt, words: Sequence[str], pretext: Pretext) -> str:
    """Return a reading list: titles of one word, in order, are the receipt; others are not."""
    chance = _Chance(receipt)
    titles = [f"{word[0].upper()}{word[1:]}" for word in words]
    for book in chance.several(pretext.books, _DECOYS):
        titles.insert(chance.below(len(titles) + 1), book)
    lines = [
        f"- {title}, {chance.one(pretext.authors)}, {_pages(chance)} {pretext.pages}"
        for title in titles
    ]
    return "\n".join([chance.one(pretext.titles), "", *lines, ""])


def as_shopping(receipt: Receipt, groups: Sequence[str], pretext: Pretext) -> str:
    """Return a list of things bought: the price of each is a group of the receipt's digits."""
    chance = _Chance(receipt)
    goods = chance.several(pretext.goods, len(groups))
    lines = [f"- {good}, {group[0]}.{group[1:]}" for good, group in zip(goods, groups, strict=True)]
    return "\n".join([chance.one(pretext.shopping), "", *lines, ""])


def _pages(chance: "_Chance") -> int:
    return _LEAST_PAGES + chance.below(_MORE_PAGES)


@dataclass
class _Chance:
    """Choices that follow from a receipt alone, and from which it cannot be had."""

    receipt: Receipt
    _at: int = 0

    def below(self, limit: int) -> int:
        """Return a number from 0 up to below `limit`."""
        drawn = self._stream[self._at : self._at + 2]
        self._at += 2
        return int.from_bytes(drawn, "big") % limit

    def one(self, things: Sequence[str]) -> str:
        """Choose one."""
        return things[self.below(len(things))]

    def several(self, things: Sequence[str], count: int) -> list[str]:
        """Choose so many, each once, in an order of chance."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(count)]

    @functools.cached_property
    def _stream(self) -> bytes:
        return digests.hkdf(self.receipt.bits, _LABEL, _BYTES)
