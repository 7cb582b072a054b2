"""Where a case's state is written, and what stands before every state: the table decides.

No road leads past it: a row that is given a state which does not follow from the one it has
raises `IllegalTransition`, whoever gives it, on a page, by program, from the shell or a job.
"""

import datetime as dt
import enum
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import event

from hrd_report.casefile.lifecycles import CASE, REPORT
from hrd_report.errors import IllegalTransition
from hrd_report.lifecycle import Lifecycle
from hrd_report.records.cases import Case, CaseState, Report

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

State = TypeVar("State", bound=enum.Enum)


def put(case: Case, state: CaseState, day: dt.date) -> None:
    """Put a case into a state. An erasure that was announced for the former one is off."""
    if case.state is not state:
        case.state = state
        case.state_day = day
        case.warned_day = None


def guard(column: "InstrumentedAttribute[State]", table: Lifecycle[State]) -> None:
    """Let a column take only what follows, by the table, from what it holds.

    Who may take the step and what it needs is for the action to ask: a row knows neither.
    """

    def check(row: object, after: State, before: object, initiator: object) -> None:
        del row, initiator
        # A new row begins where its maker puts it.
        if isinstance(before, type(table.first)) and not table.allows(before, after):
            raise IllegalTransition(f"{table.name}: {before.value} to {after.value}")

    event.listen(column, "set", check, active_history=True)


guard(Case.state, CASE)
guard(Report.state, REPORT)
