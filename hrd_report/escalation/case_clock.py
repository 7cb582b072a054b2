"""Keeps a case's own clock and state in step with its escalations. Clear columns only."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, states
from hrd_report.clock import hour_after
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import OVER, Case, CaseState, Due
from hrd_report.records.escalations import (
    WAITING,
    Escalation,
    EscalationState,
    cases_in,
    escalations_about,
)

_OURS: Final = (Due.FIRST_ANSWER, Due.TRIAGE, Due.WORD_TO_DEFENDER)
_WORD_WITHIN: Final = dt.timedelta(hours=24)
# A missed answer stays due until somebody acts on it: that is how it is chased.
_COUNTED: Final = (*WAITING, EscalationState.NO_RESPONSE)
_KINDS: Final = {
    EscalationState.SENT: Due.ACKNOWLEDGEMENT,
    EscalationState.ACKNOWLEDGED: Due.DECISION,
    EscalationState.APPEALED: Due.DECISION,
}


def follow(session: Session, escalation: Escalation, now: dt.datetime) -> None:
    """Set state and due time of an escalation's case, and of the others that it speaks for.

    Another case that somebody writes to in this very moment is left to its next change: whoever
    has one case never waits for a second one.
    """
    session.flush()
    _follow(session, session.get(Case, escalation.case_id, with_for_update=LOCKED), now)
    for other in sorted(session.scalars(cases_in(escalation.id))):
        if other != escalation.case_id:
            free = session.get(Case, other, with_for_update={**LOCKED, "skip_locked": True})
            _follow(session, free, now)


def _follow(session: Session, case: Case | None, now: dt.datetime) -> None:
    """Take the earliest of all escalations about a case.

    A word that we owe the defender earlier stays; once nothing waits, the word is due in a day.
    """
    if case is None or case.state in OVER:
        return
    session.flush()
    open_ones = [
        one
        for one in escalations_about(session, case.id)
        if one.state in _COUNTED and one.due_at is not None
    ]
    waits = any(one.state in WAITING for one in open_ones)
    _set_state(case, now.date(), waits=waits)
    case.asleep, case.asleep_until = False, None
    first = min(open_ones, key=_moment, default=None)
    if first is not None:
        _set_due(case, first)
    elif case.due not in _OURS:
        case.due, case.due_from = Due.WORD_TO_DEFENDER, hour_after(now)
        case.due_at = hour_after(now + _WORD_WITHIN)
    keeping.changed(case)


def _set_state(case: Case, day: dt.date, *, waits: bool) -> None:
    if waits:
        states.put(case, CaseState.WAITING_PLATFORM, day)
    elif case.state is CaseState.WAITING_PLATFORM:
        states.put(case, CaseState.IN_PROGRESS, day)


def _set_due(case: Case, first: Escalation) -> None:
    if case.due in _OURS and case.due_at is not None and case.due_at <= _moment(first):
        return
    case.due = _kind(first)
    case.due_from = first.acknowledged_at or first.sent_at
    case.due_at = first.due_at


def _kind(escalation: Escalation) -> Due:
    if escalation.state is EscalationState.NO_RESPONSE:
        return Due.DECISION if escalation.acknowledged_at else Due.ACKNOWLEDGEMENT
    return _KINDS[escalation.state]


def _moment(escalation: Escalation) -> dt.datetime:
    if escalation.due_at is None:
        raise LookupError("only what is due is compared")
    return escalation.due_at
