"""What is written down once a notice left, whichever way it took. Sends nothing, opens nothing."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from hrd_report.clock import hour_after
from hrd_report.documents.escalations import ClocksDocument
from hrd_report.escalation import case_clock, deadlines, lifecycle, telling
from hrd_report.escalation.calendars import Calendar
from hrd_report.escalation.deadlines import Facts, Within
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case, Urgency
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.reference.notices import Clocks

_HOUR = dt.timedelta(hours=1)


def mark(
    session: Session,
    escalation: Escalation,
    case: Case,
    clocks: ClocksDocument | None,
    defaults: Clocks,
    *,
    now: dt.datetime,
) -> None:
    """Write down that a channel took a notice: what it let begin, the audit, the defender's news.

    `clocks` are those that were decided when the notice was queued; older notices have none.
    """
    ours = deadlines.of_addressee(defaults, critical=case.urgency is Urgency.CRITICAL)
    begin(session, escalation, facts_of(hour_after(now), clocks, ours), now=now)
    telling.note(session, escalation, Act.SENT, now, None)
    said = telling.news(escalation, "escalation_sent", now)
    telling.tell(session, escalation, replace(said, next_at=escalation.due_at))
    case_clock.follow(session, escalation, now)


def begin(session: Session, escalation: Escalation, facts: Facts, *, now: dt.datetime) -> None:
    """Let the addressee's clocks run; an appeal contests its answer at this moment."""
    lifecycle.move(escalation, EscalationState.SENT, lifecycle.PROGRAM)
    escalation.sent_at = facts.sent_at
    escalation.acknowledgement_due = deadlines.acknowledgement_due(facts)
    escalation.decision_due = deadlines.decision_due(facts)
    escalation.due_at = min(escalation.acknowledgement_due, escalation.decision_due)
    _contest(session, escalation, now)


def facts_of(sent_at: dt.datetime, clocks: ClocksDocument | None, ours: Within) -> Facts:
    """Return what is known in the moment of leaving; without clocks of its own ours hold."""
    if clocks is None:
        return Facts(sent_at, ours)
    within = Within(clocks.acknowledge * _HOUR, clocks.decide * _HOUR, days=clocks.days)
    closed = frozenset(map(dt.date.fromisoformat, clocks.closed))
    return Facts(
        sent_at,
        within,
        theirs=Calendar(ZoneInfo(clocks.zone), frozenset(clocks.days_off), closed),
    )


def _contest(session: Session, appeal: Escalation, now: dt.datetime) -> None:
    before = session.get(Escalation, appeal.appeal_of) if appeal.appeal_of else None
    if before is None or before.case_id != appeal.case_id:
        return
    if before.state not in {EscalationState.DECIDED, EscalationState.NO_RESPONSE}:
        return
    lifecycle.move(before, EscalationState.APPEALED, lifecycle.PROGRAM)
    # From now on the appeal's own clocks run.
    before.due_at = before.appeal_due = None
    telling.note(session, before, Act.STATE_CHANGED, now, None)
    telling.tell(session, before, telling.news(before, "escalation_appealed", now))
