"""Counts attacks by day and type, so that waves are seen. Knows no case and no word. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MOST_COLUMNS: Final = 60
_STEPS: Final = (1, 7, 28)


@dataclass(frozen=True, slots=True)
class Seen:
    """That a case came on a day, and the types of attack it tells of."""

    day: dt.date
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """One type of attack: how many cases told of it in each stretch of days."""

    type: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return how many in all."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Waves:
    """Stretches of `step` days from `first` on, and the waves on them, the largest first."""

    first: dt.date
    step: int
    columns: int
    waves: tuple[Wave, ...]

    @property
    def highest(self) -> int:
        """Return the most cases of one type in one stretch: all waves share this scale."""
        return max((count for wave in self.waves for count in wave.counts), default=0)

    def day(self, column: int) -> dt.date:
        """Return on which day a stretch begins."""
        return self.first + dt.timedelta(days=column * self.step)

    def column(self, day: dt.date) -> int | None:
        """Return the stretch a day falls into."""
        at = (day - self.first).days // self.step
        return at if 0 <= at < self.columns else None


def waves(seen: Sequence[Seen], also: Iterable[dt.date] = ()) -> Waves | None:
    """Return the waves of what was seen; the time line also reaches the days of `also`."""
    days = [one.day for one in seen]
    if not days:
        return None
    first, last = min([*days, *also]), max([*days, *also])
    length = (last - first).days + 1
    step = next((one for one in _STEPS if length <= one * MOST_COLUMNS), -(-length // MOST_COLUMNS))
    columns = -(-length // step)
    counted = Counter(
        (kind, (one.day - first).days // step) for one in seen for kind in set(one.types)
    )
    types = Counter(kind for one in seen for kind in set(one.types))
    return Waves(
        first,
        step,
        columns,
        tuple(
            Wave(kind, tuple(counted[kind, at] for at in range(columns)))
            for kind, _ in sorted(types.items(), key=lambda found: (-found[1], found[0]))
        ),
    )
