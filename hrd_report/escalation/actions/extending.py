"""Records that a body takes longer, as the law lets it once (Art. 21 DSA: 90 days and 90 more)."""

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.clock import hour_after
from hrd_report.documents.escalations import DecisionDocument, NoticeDocument
from hrd_report.errors import IllegalTransition
from hrd_report.escalation import case_clock, casefile, deadlines, lifecycle, telling
from hrd_report.escalation.actions.drafting import check_version
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.deadlines import Facts, Within
from hrd_report.records.acts import Act
from hrd_report.records.escalations import Escalation, EscalationState
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

_OPEN = frozenset({EscalationState.SENT, EscalationState.ACKNOWLEDGED, EscalationState.NO_RESPONSE})
"""States in which a decision is still awaited; a silence may end by such a word."""


def until(
    escalation: Escalation,
    notice: NoticeDocument,
    said: DecisionDocument | None,
    reference: Reference,
) -> dt.datetime | None:
    """Return until when they may decide if they take longer; nothing where they may not."""
    answers = reference.platform(notice.platform).answers
    sent, due = escalation.sent_at, escalation.decision_due
    if answers is None or answers.extend is None or escalation.state not in _OPEN:
        return None
    if sent is None or due is None or (said is not None and said.extended_at is not None):
        return None
    return deadlines.decision_due(
        Facts(sent, Within(due - sent, due - sent, answers.extend), extended=True)
    )


def extend(session: Session, desk: Desk, escalation: Escalation, version: int) -> None:
    """Give them the longer time, once. They have it: whoever says so confirms receipt.

    Raises `Conflict`, and `IllegalTransition` where no longer time is foreseen.
    """
    check_version(escalation, version)
    notice = casefile.notice(session, desk.file, escalation)
    said = casefile.decision(session, desk.file, escalation)
    later = until(escalation, notice, said, desk.reference)
    if later is None:
        raise IllegalTransition("no longer time is foreseen")
    if escalation.state is not EscalationState.ACKNOWLEDGED:
        lifecycle.move(escalation, EscalationState.ACKNOWLEDGED, desk.actor.role)
        escalation.acknowledged_at = escalation.acknowledged_at or hour_after(desk.now)
    else:
        escalation.version += 1
    escalation.decision_due = escalation.due_at = later
    bare = DecisionDocument(by=desk.actor.name, at=desk.now, platform_reference=Plain(""))
    kept = replace(said or bare, by=desk.actor.name, at=desk.now, extended_at=desk.now)
    file, day = desk.file, desk.now.date()
    item = keeping.keep(session, file.case.id, ItemKind.DECISION, kept, file.public, day=day)
    session.flush()
    escalation.decision_item = item.id
    telling.note(session, escalation, Act.ACKNOWLEDGED, desk.now, desk.actor.id)
    news = telling.news(escalation, "escalation_acknowledged", desk.now)
    platform = Plain(desk.reference.platform(notice.platform).name)
    telling.tell(session, escalation, replace(news, platform=platform, next_at=later))
    case_clock.follow(session, escalation, desk.now)
