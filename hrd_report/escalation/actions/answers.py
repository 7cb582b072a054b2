"""Records what a platform answered, and what became of an appeal. Judges no answer."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from hrd_report.casefile import counting, keeping
from hrd_report.clock import hour_after, hour_before
from hrd_report.documents.escalations import DecisionDocument, ItemDecision, NoticeDocument
from hrd_report.documents.reports import Event
from hrd_report.documents.scorecards import Contested
from hrd_report.errors import IllegalTransition, Invalid
from hrd_report.escalation import (
    case_clock,
    casefile,
    deadlines,
    ladder,
    lifecycle,
    offices,
    telling,
)
from hrd_report.escalation.actions.drafting import check_version
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.deadlines import Facts, Within
from hrd_report.records.acts import Act
from hrd_report.records.base import LOCKED
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
    escalation.decision_due = escalation.due_at = deadlines.decision_due(_facts(escalation))
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
    _owe(desk, escalation, notice, answer.decisions)
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
    _end_what_it_contests(session, desk, escalation, answer.decisions)


def appeal(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    """Record that we contested a decision or a silence; the clock of decisions runs again."""
    check_version(escalation, version)
    lifecycle.move(escalation, EscalationState.APPEALED, desk.actor.role)
    critical = desk.file.case.urgency is Urgency.CRITICAL
    within = deadlines.of_addressee(desk.reference.clocks, critical=critical)
    escalation.decision_due = deadlines.decision_due(Facts(hour_after(desk.now), within))
    escalation.due_at, escalation.appeal_due = escalation.decision_due, None
    _contested(session, desk, escalation, "open")
    _after(session, desk, escalation, Act.STATE_CHANGED)
    _tell(session, desk, escalation, "escalation_appealed")


def end_appeal(
    session: Session, desk: Desk, escalation: Escalation, version: int, *, overturned: bool
) -> None:
    """Record how an appeal ended."""
    check_version(escalation, version)
    to = EscalationState.OVERTURNED if overturned else EscalationState.UPHELD
    lifecycle.move(escalation, to, desk.actor.role)
    escalation.due_at = escalation.look_due
    _contested(session, desk, escalation, "overturned" if overturned else "upheld")
    _after(session, desk, escalation, Act.DECIDED)
    _tell(session, desk, escalation, "escalation_decided", outcome=to.value)


def close(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    """End an escalation from which nothing more is expected."""
    check_version(escalation, version)
    lifecycle.move(escalation, EscalationState.CLOSED, desk.actor.role)
    escalation.due_at = escalation.appeal_due = escalation.look_due = None
    _after(session, desk, escalation, Act.STATE_CHANGED)


def look_again(
    session: Session,
    desk: Desk,
    escalation: Escalation,
    version: int,
    reappeared: tuple[int, ...],
) -> None:
    """Record that somebody looked whether what was removed came back: which items are there again.

    Raises `Invalid` for an item that there is not, `IllegalTransition` before a decision.
    """
    check_version(escalation, version)
    before = casefile.decision(session, desk.file, escalation)
    if before is None or not before.items or escalation.decided_at is None:
        raise IllegalTransition("only what was decided can come back")
    if not set(reappeared) <= {one.item for one in before.items}:
        raise Invalid({"reappeared": ["unknown"]})
    seen = replace(before, by=desk.actor.name, looked_at=desk.now, reappeared=reappeared)
    _keep(session, desk, escalation, seen)
    escalation.look_due = None
    escalation.due_at = None if escalation.due_at is None else escalation.appeal_due
    escalation.version += 1
    _after(session, desk, escalation, Act.LOOKED_AGAIN)
    if reappeared:
        _tell(session, desk, escalation, "escalation_reappeared")


def _facts(escalation: Escalation) -> Facts:
    """Return what the row knows: its clocks were decided when the notice left."""
    sent, decision = escalation.sent_at, escalation.decision_due
    if sent is None or decision is None:
        raise LookupError("a platform answers only what was sent")
    within = Within((escalation.acknowledgement_due or decision) - sent, decision - sent)
    return Facts(
        sent, within, acknowledged_at=escalation.acknowledged_at, decided_at=escalation.decided_at
    )


def _owe(
    desk: Desk, escalation: Escalation, notice: NoticeDocument, decisions: tuple[str, ...]
) -> None:
    """Set what we owe after an answer: an appeal in time, a look whether it came back."""
    results = {desk.reference.decision(code).result for code in decisions}
    facts = replace(
        _facts(escalation),
        refused=bool(results & {"refused", "partly"}),
        granted=bool(results & {"granted", "partly"}),
        windows=ladder.windows(notice, desk.reference),
        ours=offices.calendar(desk.organisation),
    )
    appeal, look = deadlines.appeal_due(facts), deadlines.look_due(facts)
    escalation.appeal_due = hour_before(appeal) if appeal else None
    escalation.look_due = hour_after(look) if look else None
    due = [one for one in (escalation.appeal_due, escalation.look_due) if one]
    escalation.due_at = min(due, default=None)


def _end_what_it_contests(
    session: Session, desk: Desk, escalation: Escalation, decisions: tuple[str, ...]
) -> None:
    """Let an answer to an appeal be what becomes of the decision it contests."""
    if escalation.appeal_of is None:
        return
    before = session.get(Escalation, escalation.appeal_of, with_for_update=LOCKED)
    if before is None or before.case_id != escalation.case_id:
        return
    results = {desk.reference.decision(code).result for code in decisions}
    if before.state is EscalationState.APPEALED and results <= {"granted", "partly", "refused"}:
        overturned = bool(results & {"granted", "partly"})
        end_appeal(session, desk, before, before.version, overturned=overturned)


def _bare(desk: Desk, their_reference: Plain) -> DecisionDocument:
    return DecisionDocument(by=desk.actor.name, at=desk.now, platform_reference=their_reference)


def _keep(session: Session, desk: Desk, escalation: Escalation, document: DecisionDocument) -> None:
    file = desk.file
    item = keeping.keep(
        session, file.case.id, ItemKind.DECISION, document, file.public, day=desk.now.date()
    )
    session.flush()
    escalation.decision_item = item.id


def _contested(session: Session, desk: Desk, escalation: Escalation, end: Contested) -> None:
    """Keep what became of an appeal with the decision: the state forgets it once it is closed."""
    said = casefile.decision(session, desk.file, escalation) or _bare(desk, Plain(""))
    _keep(session, desk, escalation, replace(said, contested=end))


def _after(session: Session, desk: Desk, escalation: Escalation, act: Act) -> None:
    telling.note(session, escalation, act, desk.now, desk.actor.id)
    case_clock.follow(session, escalation, desk.now)
    counting.follow(session, desk.file.case, desk.file.ring, desk.reference, now=desk.now)


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
