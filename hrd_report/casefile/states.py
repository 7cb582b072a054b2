"""The one place where a case's state is written, with the day since which it is what it is."""

import datetime as dt

from hrd_report.records.cases import Case, CaseState


def put(case: Case, state: CaseState, day: dt.date) -> None:
    """Put a case into a state. An erasure that was announced for the former one is off."""
    if case.state is not state:
        case.state = state
        case.state_day = day
        case.warned_day = None
