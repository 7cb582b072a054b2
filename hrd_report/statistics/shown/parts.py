"""Some cells of several as a share, with how far noise may move it. Shows no hidden cell.

A hidden cell of the others may be anything under its threshold, and the range says so; the share
takes it for half of that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from hrd_report.statistics.display import Figure


@dataclass(frozen=True, slots=True)
class Part:
    """A share, 0 to 1; `low` to `high` holds the true one, 95 times in 100 or more often."""

    share: float
    low: float
    high: float


def of_all(part: Figure | None, rest: Sequence[Figure | None], least: int) -> Part | None:
    """Return which share a cell is of itself and the `rest`; none where it is hidden.

    `least` is the smallest number that their table shows. None also where any share could be it.
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
    if (low, high) == (0.0, 1.0):
        return None
    return Part(share, min(share, low), max(share, high))


def _share(mine: float, others: float) -> float:
    mine, others = max(0.0, mine), max(0.0, others)
    return mine / (mine + others) if mine else 0.0


def _middle(figures: Sequence[Figure]) -> float:
    """Return the sum of the middles of ranges: a likely value may stand beside its own."""
    return sum(((one.upper or 0) + (one.lower or 0)) / 2 for one in figures)


def _half(figures: Sequence[Figure]) -> float:
    return sqrt(sum((((one.upper or 0) - (one.lower or 0)) / 2) ** 2 for one in figures))
