"""The three clocks of a first answer: two alerts and the promise. Asks no clock and no table."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from hrd_report.desk.clocks import Reading
from hrd_report.desk.opening_hours import Schedule
from hrd_report.records.cases import Case, CaseState, Due, Urgency


class Times(NamedTuple):
    """Minutes of being there after which a first answer alerts, alerts again, and is due."""

    first: int = 60
    second: int = 90
    promise: int = 120


USUAL: Final = Times()
_STEP: Final = 5


@dataclass(frozen=True, slots=True)
class Rules:
    """When a team is there, and how soon it answers in each urgency."""

    schedule: Schedule = field(default_factory=Schedule)
    times: Mapping[Urgency, Times] = field(default_factory=dict)

    def of(self, urgency: Urgency) -> Times:
        """Return the times of an urgency."""
        return self.times.get(urgency, USUAL)


def applies(case: Case) -> bool:
    """Whether the three clocks run for a case: nobody of the team wrote yet."""
    return case.due is Due.FIRST_ANSWER and case.due_from is not None


def read(case: Case, rules: Rules, now: dt.datetime) -> tuple[Reading, ...]:
    """Read the clocks of a case, the first alert first; none where no first answer is due.

    They run while somebody is there, and pause only while we wait for the defender. They begin
    with the full hour that is kept of an arrival, so that no minute of it is.
    """
    if not applies(case) or case.due_from is None:
        return ()
    paused = case.state is CaseState.WAITING_DEFENDER
    passed = rules.schedule.between(case.due_from, now)
    return tuple(
        _reading(dt.timedelta(minutes=one), passed, paused=paused) for one in rules.of(case.urgency)
    )


def alert(clocks: tuple[Reading, ...]) -> int:
    """Return how many of the clocks ran over: 0 is calm, 3 is a broken promise."""
    return sum(one.over for one in clocks)


def _reading(whole: dt.timedelta, passed: dt.timedelta, *, paused: bool) -> Reading:
    left = whole - passed
    over = left < dt.timedelta()
    share = min(100, round(passed / whole * 100 / _STEP) * _STEP)
    past = max(_STEP, min(100, round(-left / whole * 100 / _STEP) * _STEP)) if over else 0
    return Reading(left, share, past, over=over, paused=paused)
