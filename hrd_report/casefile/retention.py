"""How long a case that is over is kept, and when its end is near. Erases and tells nothing."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from hrd_report.records.cases import Case, CaseState, ReportState

WARNING: Final = dt.timedelta(days=30)
"""How long before it is erased the defender is told."""


def days(case: CaseState, report: ReportState, retention: Mapping[str, int]) -> int | None:
    """Return how many days a case is kept, or nothing where it stays until somebody acts.

    Nothing that somebody works on ever ends by itself: only resolved and closed cases do. Of a
    closed one, what triage made of its report counts, where the setting names it.
    """
    if case is CaseState.CLOSED:
        return retention.get(report.value, retention.get(case.value))
    if case is CaseState.RESOLVED:
        return retention.get(case.value)
    return None


def ends_on(case: Case, kept: int) -> dt.date | None:
    """Return the day a case may be erased, or nothing while its clock does not run."""
    if case.held or case.state_day is None:
        return None
    return case.state_day + dt.timedelta(days=kept)


def is_to_warn(case: Case, end: dt.date, today: dt.date) -> bool:
    """Whether the defender is to be told now that the end is near."""
    return today >= end - WARNING and not _is_warned(case, end, today)


def is_to_erase(case: Case, end: dt.date, today: dt.date) -> bool:
    """Whether the case's time is over, and its defender was told long enough ago."""
    warned = case.warned_day
    if warned is None or not _is_warned(case, end, today):
        return False
    return today >= announced(end, warned)


def announced(end: dt.date, warned: dt.date) -> dt.date:
    """Return the day that a warning names: never sooner than it promises."""
    return max(end, warned + WARNING)


def _is_warned(case: Case, end: dt.date, today: dt.date) -> bool:
    """Whether a warning stands: not one for an earlier end, nor one of a clock that ran ahead."""
    return case.warned_day is not None and end - WARNING <= case.warned_day <= today
