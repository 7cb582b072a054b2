"""Half and nine of ten, as classes of a released table, each with how far noise may move it.

Works on what was released and on nothing else: a hidden cell may be anything under its threshold,
and the range says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from hrd_report.statistics.display import Figure

HALF: Final = 0.5
NINE_OF_TEN: Final = 0.9


@dataclass(frozen=True, slots=True)
class Span:
    """The class that a share of all lies within, by its place; `low` to `high` holds the true one.

    The range holds it 95 times in 100.
    """

    place: int
    low: int
    high: int


def within(cells: Sequence[Figure | None], part: float, least: int) -> Span | None:
    """Return within which class this part of all lies; none where any class could be it.

    `cells` are in the order of their classes, `least` is the smallest number that is shown.
    """
    known = [_known(one, least) for one in cells]
    if not any(value for value, *_ in known):
        return None
    weighed = [_weighed(known, place, part) for place in range(len(known))]
    sure = [place for place, (low, _, _) in enumerate(weighed) if low >= 0]
    over = [place for place, (_, _, high) in enumerate(weighed) if high < 0]
    low, high = max(over, default=-1) + 1, min(sure, default=len(known) - 1)
    if (low, high) == (0, len(known) - 1):
        return None
    found = next(place for place, (_, middle, _) in enumerate(weighed) if middle >= 0)
    return Span(min(max(found, low), high), low, high)


_Cell = tuple[float, float, float, float]
"""The value, the least and the most that a hidden one may be, and half its 95 % range."""


def _known(one: Figure | None, least: int) -> _Cell:
    if one is None or one.value is None:
        return 0.0, 0.0, float(max(least - 1, 0)), 0.0
    value = float(one.value)
    half = max((one.upper or 0) - value, value - (one.lower or 0))
    return value, value, value, half


def _weighed(known: Sequence[_Cell], place: int, part: float) -> tuple[float, float, float]:
    """Return by how much the classes up to a place hold more than the part: least, as is, most."""
    weights = [1 - part if n <= place else -part for n in range(len(known))]
    noise = sqrt(sum((weight * cell[3]) ** 2 for weight, cell in zip(weights, known, strict=True)))
    least = most = middle = 0.0
    for weight, (value, low, high, _) in zip(weights, known, strict=True):
        middle += weight * value
        least += weight * (low if weight > 0 else high)
        most += weight * (high if weight > 0 else low)
    # All classes together hold everything, whatever the noise.
    noise = noise if place < len(known) - 1 else 0.0
    return least - noise, middle, most + noise
