"""The only writer of a case's and a report's state at the desk. Opens nothing."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, lifecycles, states
from hrd_report.desk import clocks
from hrd_report.documents.reports import Event, NewsDocument
from hrd_report.errors import NotReady
from hrd_report.records.acts import Act
from hrd_report.records.cases import OVER, Case, CaseState, Due, Report, ReportState
from hrd_report.sealed import Plain

_NEWS: Final[dict[CaseState, Event]] = {
    CaseState.OPEN: "opened",
    CaseState.IN_PROGRESS: "in_progress",
    CaseState.WAITING_DEFENDER: "waiting_defender",
    CaseState.RESOLVED: "resolved",
    CaseState.CLOSED: "closed",
}


def move_case(  # noqa: PLR0913 - who, when, and what stands behind the step
    session: Session,
    case: Case,
    to: CaseState,
    by_role: str,
    *,
    actor: bytes | None,
    now: dt.datetime,
    have: frozenset[str] = frozenset(),
    outcome: str | None = None,
    says: Plain | None = None,
) -> None:
    """Take one step of the case's lifecycle, set its clock, and tell the defender.

    `have` names what is there of what the step needs. Raises `IllegalTransition`, and `NotReady`
    naming what is missing.
    """
    step = lifecycles.CASE.step(case.state, to, by_role)
    missing = step.needs - have
    if missing:
        raise NotReady(sorted(missing))
    before = case.state
    states.put(case, to, now.date())
    _set_clock(case, before, now)
    keeping.changed(case)
    event = _NEWS.get(to)
    if event is not None:
        reopened = before in OVER and to not in OVER
        news = NewsDocument(
            event="reopened" if reopened else event,
            at=now,
            next_at=case.due_at,
            outcome=outcome,
            says=says,
        )
        keeping.tell_defender(session, case.id, news, day=now.date())
    keeping.record(session, Act.STATE_CHANGED, actor=actor, thing=case.id, day=now.date())


def move_report(report: Report, to: ReportState, by_role: str) -> None:
    """Take one step of the report's lifecycle. Raises `IllegalTransition`."""
    if report.state is not to:
        lifecycles.REPORT.step(report.state, to, by_role)
        report.state = to


def _set_clock(case: Case, before: CaseState, now: dt.datetime) -> None:
    if case.state in OVER:
        clocks.stop(case)
    elif case.state is CaseState.WAITING_DEFENDER:
        clocks.start(case, Due.WORD_TO_DEFENDER, clocks.ASK_AGAIN, now=now)
    elif before in OVER or before is CaseState.WAITING_DEFENDER:
        clocks.start(case, Due.WORD_TO_DEFENDER, clocks.NEXT_WORD[case.urgency], now=now)
