"""Counts the minutes in which a team is there. Asks no clock and no table.

Hours are meant in the team's own time zone: where the clocks change, an hour is skipped or comes
twice, and what counts are the minutes that really pass.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = 24 * 60
LONGEST: Final = 400
"""Days to look ahead for minutes in which somebody is there."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When somebody is there: for each weekday (0 is Monday) from which to which minute.

    Without any hours somebody is always there; without `staffed` never.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    hours: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    closed: frozenset[dt.date] = frozenset()
    staffed: bool = True

    @property
    def always(self) -> bool:
        """Whether somebody is there day and night."""
        return self.staffed and not self.hours and not self.closed

    def spans(self, start: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """Yield the spans in which somebody is there, from a moment on, in UTC."""
        first = start.astimezone(self.zone).date() - dt.timedelta(days=1)
        for number in range(LONGEST if self.staffed else 0):
            day = first + dt.timedelta(days=number)
            opens, closes = self.hours.get(day.weekday(), (0, 0)) if self.hours else (0, DAY)
            if opens < closes and day not in self.closed:
                begin = max(self._moment(day, opens), start)
                end = self._moment(day, closes)
                if begin < end:
                    yield begin, end

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """Return how long somebody was there between two moments."""
        if self.always:
            return max(end - start, dt.timedelta())
        passed = dt.timedelta()
        for begin, close in self.spans(start):
            if begin >= end:
                break
            passed += min(close, end) - begin
        return passed

    def after(self, start: dt.datetime, length: dt.timedelta) -> dt.datetime | None:
        """Return the moment by which somebody was there for so long, if it comes soon enough."""
        if self.always:
            return start + length
        left = length
        for begin, close in self.spans(start):
            if close - begin >= left:
                return begin + left
            left -= close - begin
        return None

    def open_at(self, now: dt.datetime) -> bool:
        """Whether somebody is there at a moment."""
        return any(begin <= now for begin, _ in _first(self.spans(now)))

    def next_open(self, now: dt.datetime) -> dt.datetime | None:
        """Return when somebody is there next, or now."""
        return next((begin for begin, _ in _first(self.spans(now))), None)

    def _moment(self, day: dt.date, minute: int) -> dt.datetime:
        if minute >= DAY:
            return self._moment(day + dt.timedelta(days=1), 0)
        at = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), self.zone)
        return at.astimezone(dt.UTC)


def _first(
    spans: Iterator[tuple[dt.datetime, dt.datetime]],
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    for one in spans:
        yield one
        return
