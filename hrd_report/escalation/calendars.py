"""Days on which an office works, in its own time zone. Pure: asks no clock and keeps nothing."""

import calendar as months
import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

_DAY: Final = dt.timedelta(days=1)
_MINUTE: Final = dt.timedelta(minutes=1)
_MOST: Final = 400
"""Days that are looked at for one on which somebody works: whoever is closed for longer, never."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where an office is, its days off (0 is Monday) and the days on which it is closed."""

    zone: ZoneInfo
    days_off: frozenset[int] = frozenset()
    closed: frozenset[dt.date] = frozenset()

    def works_on(self, day: dt.date) -> bool:
        """Whether somebody is there on a day."""
        return day.weekday() not in self.days_off and day not in self.closed

    def after(self, start: dt.datetime, *, months: int = 0, days: int = 0) -> dt.datetime:
        """Return the same time of day so many months and days later, as clocks on the wall show it.

        A month that is too short ends on its last day; what a spring night leaves out counts as
        its end.
        """
        local = start.astimezone(self.zone)
        day = _later(local.date(), months) + days * _DAY
        return self._utc(dt.datetime.combine(day, local.time()))

    def next_open(self, moment: dt.datetime) -> dt.datetime:
        """Return a moment, or the beginning of the next day on which somebody works."""
        day = moment.astimezone(self.zone).date()
        if self.works_on(day):
            return moment
        for _ in range(_MOST):
            day += _DAY
            if self.works_on(day):
                return self.beginning(day)
        return moment

    def last_open(self, moment: dt.datetime) -> dt.datetime:
        """Return a moment, or the end of the last day before it on which somebody works."""
        day = moment.astimezone(self.zone).date()
        if self.works_on(day):
            return moment
        for _ in range(_MOST):
            day -= _DAY
            if self.works_on(day):
                return self.beginning(day + _DAY)
        return moment

    def working_days_after(self, start: dt.datetime, days: int) -> dt.datetime:
        """Return the same time of day so many working days later; from a closed day, its end."""
        local = self.next_open(start).astimezone(self.zone)
        day, left, looked = local.date(), days, 0
        while left and looked < _MOST:
            day, looked = day + _DAY, looked + 1
            left -= self.works_on(day)
        return self._utc(dt.datetime.combine(day, local.time()))

    def beginning(self, day: dt.date) -> dt.datetime:
        """Return the moment at which a day begins here."""
        return self._utc(dt.datetime.combine(day, dt.time()))

    def _utc(self, wall: dt.datetime) -> dt.datetime:
        found = wall.replace(tzinfo=self.zone).astimezone(dt.UTC)
        while found.astimezone(self.zone).replace(tzinfo=None) != wall:
            # A spring night leaves this minute out: the first one there is comes next.
            wall = wall.replace(second=0, microsecond=0) + _MINUTE
            found = wall.replace(tzinfo=self.zone).astimezone(dt.UTC)
        return found


ALWAYS: Final = Calendar(ZoneInfo("UTC"))
"""Somebody works at any time: what is counted in hours."""


def _later(day: dt.date, count: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, _length(year, month + 1)))


def _length(year: int, month: int) -> int:
    return months.monthrange(year, month)[1]
