"""Says when more cases name a hashtag in a day than chance would bring. Suggests only. Pure."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

UNLIKELY: Final = 1e-4
FEWEST: Final = 3
"""Distinct defenders that a burst has at least: else one angry sender would make a campaign."""

_WINDOW_DAYS: Final = 28
_LEAST_RATE: Final = 0.05
"""Cases a day that name a thing which was hardly seen before."""


@dataclass(frozen=True, slots=True)
class Named:
    """That a case named something on a day; `defender` is equal for cases of one person."""

    value: str
    day: dt.date
    defender: bytes


@dataclass(frozen=True, slots=True, order=True)
class Burst:
    """A day on which something was named far more often than before."""

    day: dt.date
    value: str
    count: int
    usual: float


def find(named: Iterable[Named]) -> list[Burst]:
    """Return the bursts, the latest first. Each defender counts once a day."""
    days: defaultdict[str, defaultdict[dt.date, set[bytes]]] = defaultdict(lambda: defaultdict(set))
    for one in named:
        days[one.value][one.day].add(one.defender)
    found = [burst for value, by_day in days.items() for burst in _of(value, by_day)]
    return sorted(found, reverse=True)


def tail(count: int, rate: float) -> float:
    """Return how likely chance brings at least so many where `rate` are usual (Poisson)."""
    term = below = math.exp(-rate)
    for at in range(1, count):
        term *= rate / at
        below += term
    return max(0.0, 1 - below) if count else 1.0


def _of(value: str, by_day: dict[dt.date, set[bytes]]) -> list[Burst]:
    found = []
    for day, defenders in by_day.items():
        count = len(defenders)
        before = [(day - other).days for other in by_day]
        earlier = sum(
            len(by_day[day - dt.timedelta(days=back)])
            for back in before
            if 0 < back <= _WINDOW_DAYS
        )
        usual = max(earlier / _WINDOW_DAYS, _LEAST_RATE)
        if count >= FEWEST and tail(count, usual) < UNLIKELY:
            found.append(Burst(day, value, count, usual))
    return found
