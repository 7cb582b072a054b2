"""Some cells of several as a share, with how far noise may move it. Shows no hidden cell.

A hidden cell of the others may be anything under its threshold, and the range says so; the share
takes it for half of that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from hrd_report.statistics.display import Figure

_WIDEST: Final = 0.75
"""A share that may lie anywhere in a wider range says nothing, and would be read as if it did."""


@dataclass(frozen=True, slots=True)
class Part:
    """A share, 0 to 1; `low` to `high` holds the true one, 95 times in 100 or more often."""

    share: float
    low: float
    high: float


def of_all(part: Figure | None, rest: Sequence[Figure | None], least: int) -> Part | None:
    """Return which share a cell is of itself and the `rest`; none where it is hidden.

    `least` is the smallest number that their table shows. None also where nearly any share could be
    it.
    """
    if part is None or not part.value:
        return None
    shown = [one for one in rest if one is not None and one.value is not None]
    hidden = (len(rest) - len(shown)) * max(least - 1, 0)
    mine, others = _middle([part]), _middle(shown)
    noise, noise_of_others = _half([part]), _half(shown)
    low = _share(mine - noise, others + noise_of_others + hidden)
    high = _share(mine + noise, others - noise_of_others)
    whole = sum(one.value or 0 for one in shown)
    share = _share(part.value, whole + hidden / 2)
    return _telling(share, low, high)


def of_items(done: Sequence[Figure | None], least: int) -> Part | None:
    """Return which share of items something was done about, where each case weighs the same.

    `done` are the cells of cases in which that was every item, some of them, or none. Some may be
    any share: it is taken for half, and the range says so.
    """
    every, some, none = done
    at_least, not_done = of_all(every, [some, none], least), of_all(none, [every, some], least)
    low = at_least.low if at_least else 0.0
    high = 1 - not_done.low if not_done else 1.0
    whole, partly, nothing = (_likely(one, least) for one in done)
    every_one = whole + partly + nothing
    return _telling((whole + partly / 2) / every_one, low, high) if every_one else None


def _telling(share: float, low: float, high: float) -> Part | None:
    return Part(share, min(share, low), max(share, high)) if high - low <= _WIDEST else None


def _likely(one: Figure | None, least: int) -> float:
    """Return a shown number; of a hidden one half of what it may be."""
    if one is None or one.value is None:
        return max(least - 1, 0) / 2
    return float(one.value)


def _share(mine: float, others: float) -> float:
    mine, others = max(0.0, mine), max(0.0, others)
    return mine / (mine + others) if mine else 0.0


def _middle(figures: Sequence[Figure]) -> float:
    """Return the sum of the middles of ranges: a likely value may stand beside its own."""
    return sum(((one.upper or 0) + (one.lower or 0)) / 2 for one in figures)


def _half(figures: Sequence[Figure]) -> float:
    return sqrt(sum((((one.upper or 0) - (one.lower or 0)) / 2) ** 2 for one in figures))
