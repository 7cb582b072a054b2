"""When the next thing is due, and how much of a clock is used. Asks no clock itself."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from hrd_report.clock import hour_after
from hrd_report.records.cases import OVER, Case, CaseState, Due, Urgency

CRITICAL_WITHIN: Final = dt.timedelta(hours=2)
"""How soon somebody must act once a life may be in danger."""

NEXT_WORD: Final = {
    Urgency.CRITICAL: dt.timedelta(hours=24),
    Urgency.HIGH: dt.timedelta(hours=72),
    Urgency.NORMAL: dt.timedelta(hours=72),
}
"""How soon the defender hears from us again; also how long triage may take after an answer."""

ASK_AGAIN: Final = dt.timedelta(days=7)
"""How long we wait for the defender before somebody looks again."""

_STEP: Final = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock as it stands: what is left (negative when over), and the bar in per cent."""

    left: dt.timedelta | None
    used: int | None
    past: int
    over: bool
    paused: bool


def read(case: Case, now: dt.datetime) -> Reading:
    """Read a case's clock."""
    paused = case.state is CaseState.WAITING_DEFENDER
    return reading(case.due_from, case.due_at, now, paused=paused)


def reading(
    start: dt.datetime | None, end: dt.datetime | None, now: dt.datetime, *, paused: bool = False
) -> Reading:
    """Read a clock that runs from `start` to `end`. Without an end nothing is due."""
    if end is None:
        return Reading(None, None, 0, over=False, paused=paused)
    left = end - now
    whole = (end - start) if start is not None and start < end else None
    if whole is None:
        return Reading(left, 100 if left < dt.timedelta() else 0, 0, left < dt.timedelta(), paused)
    used = _percent((now - start) / whole) if start is not None else 0
    past = _percent(-left / whole) if left < dt.timedelta() else 0
    over = left < dt.timedelta()
    return Reading(left, used, max(past, _STEP) if over else 0, over=over, paused=paused)


def start(case: Case, due: Due, within: dt.timedelta, *, now: dt.datetime) -> None:
    """Let a case's clock run from now. Kept times are full hours: minutes would betray somebody."""
    case.due = due
    case.due_from = hour_after(now)
    case.due_at = hour_after(now + within)


def hasten(case: Case, within: dt.timedelta, *, now: dt.datetime) -> None:
    """Make what is due come sooner, never later."""
    if case.state in OVER:
        return
    soon = hour_after(now + within)
    if case.due is Due.NOTHING:
        start(case, Due.WORD_TO_DEFENDER, within, now=now)
    elif case.due_at is None or case.due_at > soon:
        case.due_at = soon
        case.due_from = min(case.due_from or hour_after(now), hour_after(now))


def stop(case: Case) -> None:
    """Let nothing be due any more."""
    case.due, case.due_from, case.due_at = Due.NOTHING, None, None


def _percent(share: float) -> int:
    return max(0, min(100, round(share * 100 / _STEP) * _STEP))
