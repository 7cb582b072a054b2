"""Records what a platform answered, and what became of an appeal. Judges no answer."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.clock import hour_after
from hrd_report.documents.escalations import DecisionDocument, ItemDecision
from hrd_report.documents.reports import Event
from hrd_report.errors import Invalid
from hrd_report.escalation import case_clock, casefile, deadlines, lifecycle, telling
from hrd_report.escalation.actions.drafting import check_version
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.escalation.deadlines import Facts
from hrd_report.records.audit import Act
from hrd_report.records.cases import Urgency
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a platform decided: one code for each item of the notice, in their order."""

    decisions: tuple[str, ...]
    platform_reference: Plain
    reasons_given: bool
    appeal_offered: bool
    reasons: Plain


def acknowledge(
    session: Session, desk: Desk, escalation: Escalation, version: int, their_reference: Plain
) -> None:
    """Record that a platform confirmed receipt, in time or late."""
    check_version(escalation, version)
    lifecycle.move(escalation, EscalationState.ACKNOWLEDGED, desk.actor.role)
    escalation.acknowledged_at = hour_after(desk.now)
    due = deadlines.next_due(_facts(escalation, desk.file), desk.reference.clocks)
    escalation.decision_due = escalation.due_at = due.at if due else None
    _keep(session, desk, escalation, _bare(desk, their_reference))
    _after(session, desk, escalation, Act.ACKNOWLEDGED)
    _tell(session, desk, escalation, "escalation_acknowledged")


def decide(
    session: Session, desk: Desk, escalation: Escalation, version: int, answer: Answer
) -> None:
    """Record a decision, item by item. Raises `Invalid` unless each item has one."""
    check_version(escalation, version)
    notice = casefile.notice(session, desk.file, escalation)
    if len(answer.decisions) != len(notice.items):
        raise Invalid({"decision": ["each_item"]})
    before = casefile.decision(session, desk.file, escalation)
    lifecycle.move(escalation, EscalationState.DECIDED, desk.actor.role)
    escalation.decided_at = hour_after(desk.now)
    escalation.due_at = _appeal_until(desk, escalation, notice.platform, answer)
    kept = before.platform_reference if before else Plain("")
    document = replace(
        _bare(desk, answer.platform_reference or kept),
        items=tuple(
            ItemDecision(item=n, decision=one) for n, one in enumerate(answer.decisions, 1)
        ),
        reasons_given=answer.reasons_given,
        appeal_offered=answer.appeal_offered,
        reasons=answer.reasons,
    )
    _keep(session, desk, escalation, document)
    _after(session, desk, escalation, Act.DECIDED)
    _tell(session, desk, escalation, "escalation_decided", decisions=answer.decisions)


def appeal(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    """Record that we contested a decision or a silence; the clock of decisions runs again."""
    check_version(escalation, version)
    lifecycle.move(escalation, EscalationState.APPEALED, desk.actor.role)
    again = Facts(hour_after(desk.now), desk.file.case.urgency is Urgency.CRITICAL)
    escalation.decision_due = deadlines.decision_due(again, desk.reference.clocks)
    escalation.due_at = escalation.decision_due
    _after(session, desk, escalation, Act.STATE_CHANGED)
    _tell(session, desk, escalation, "escalation_appealed")


def end_appeal(
    session: Session, desk: Desk, escalation: Escalation, version: int, *, overturned: bool
) -> None:
    """Record how an appeal ended."""
    check_version(escalation, version)
    to = EscalationState.OVERTURNED if overturned else EscalationState.UPHELD
    lifecycle.move(escalation, to, desk.actor.role)
    escalation.due_at = None
    _after(session, desk, escalation, Act.DECIDED)
    _tell(session, desk, escalation, "escalation_decided", outcome=to.value)


def close(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    """End an escalation from which nothing more is expected."""
    check_version(escalation, version)
    lifecycle.move(escalation, EscalationState.CLOSED, desk.actor.role)
    escalation.due_at = None
    _after(session, desk, escalation, Act.STATE_CHANGED)


def _facts(escalation: Escalation, file: CaseFile) -> Facts:
    if escalation.sent_at is None:
        raise LookupError("a platform answers only what was sent")
    return Facts(
        sent_at=escalation.sent_at,
        critical=file.case.urgency is Urgency.CRITICAL,
        acknowledged_at=escalation.acknowledged_at,
        decided_at=escalation.decided_at,
    )


def _appeal_until(
    desk: Desk, escalation: Escalation, platform: str, answer: Answer
) -> dt.datetime | None:
    results = {desk.reference.decision(code).result for code in answer.decisions}
    if not results & {"refused", "partly"}:
        return None
    facts = replace(
        _facts(escalation, desk.file), appeal_days=desk.reference.platform(platform).appeal_days
    )
    due = deadlines.next_due(facts, desk.reference.clocks)
    return due.at if due else None


def _bare(desk: Desk, their_reference: Plain) -> DecisionDocument:
    return DecisionDocument(by=desk.actor.name, at=desk.now, platform_reference=their_reference)


def _keep(session: Session, desk: Desk, escalation: Escalation, document: DecisionDocument) -> None:
    file = desk.file
    item = keeping.keep(
        session, file.case.id, ItemKind.DECISION, document, file.public, day=desk.now.date()
    )
    session.flush()
    escalation.decision_item = item.id


def _after(session: Session, desk: Desk, escalation: Escalation, act: Act) -> None:
    telling.note(session, escalation, act, desk.now, desk.actor.id)
    case_clock.follow(session, escalation.case_id, desk.now)


def _tell(
    session: Session,
    desk: Desk,
    escalation: Escalation,
    event: Event,
    **more: Any,  # noqa: ANN401 - fields of the news
) -> None:
    notice = casefile.notice(session, desk.file, escalation)
    platform = Plain(desk.reference.platform(notice.platform).name)
    said = telling.news(escalation, event, desk.now)
    telling.tell(
        session, escalation, replace(said, platform=platform, next_at=escalation.due_at, **more)
    )
