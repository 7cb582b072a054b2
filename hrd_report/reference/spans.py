"""How a year is cut into buckets, by the size of the organisation. Knows no budget and no table.

The size follows from the last yearly total that was published, which is noisy: choosing by the true
one would tell it.
"""

import datetime as dt
from typing import Final, NamedTuple

SMALLEST: Final = "S"
_SIZES: Final = ((1_000, "S"), (20_000, "M"), (300_000, "L"), (1_000_000, "XL"))
_LARGEST: Final = "XXL"
_PARTS: Final = {"S": 1, "M": 2, "L": 4, "XL": 4, "XXL": 4}
_LETTERS: Final = {2: "H", 4: "Q"}
_MONTHS: Final = 12
ENVELOPES_FROM: Final = frozenset({"XL", "XXL"})
"""Sizes whose buckets pass 100,000 facts: they are sealed under envelopes."""


class Stretch(NamedTuple):
    """A bucket to be: its name and its first and last day."""

    name: str
    first: dt.date
    last: dt.date


def size_of(total: int | None) -> str:
    """Return the size that a published yearly total stands for; without one the smallest."""
    if total is None:
        return SMALLEST
    return next((size for limit, size in _SIZES if total < limit), _LARGEST)


def parts_of(size: str) -> int:
    """Return into how many buckets a year of this size is cut."""
    return _PARTS[size]


def stretches(year: int, size: str) -> tuple[Stretch, ...]:
    """Return all buckets of a year. They are disjoint and leave out no day."""
    parts = _PARTS[size]
    return tuple(_stretch(year, number, parts) for number in range(1, parts + 1))


def _stretch(year: int, number: int, parts: int) -> Stretch:
    months = _MONTHS // parts
    end = months * number
    after = dt.date(year + end // _MONTHS, end % _MONTHS + 1, 1)
    name = str(year) if parts == 1 else f"{year}-{_LETTERS[parts]}{number}"
    return Stretch(name, dt.date(year, end - months + 1, 1), after - dt.timedelta(days=1))
