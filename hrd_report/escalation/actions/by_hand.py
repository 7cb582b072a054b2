"""What a person lets leave: shown only while it may leave, and recorded when they say it did."""

import datetime as dt
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.clock import hour_after
from hrd_report.documents.escalations import DecisionDocument, DeliveryDocument
from hrd_report.errors import ConsentMissing, IllegalTransition, Invalid
from hrd_report.escalation import (
    case_clock,
    casefile,
    deadlines,
    leaving,
    lifecycle,
    telling,
)
from hrd_report.escalation.actions import enclosing
from hrd_report.escalation.actions.drafting import check_version
from hrd_report.escalation.actions.sending import still_consented
from hrd_report.escalation.casefile import Desk
from hrd_report.escalation.channels import package
from hrd_report.records import escalations
from hrd_report.records.acts import Act
from hrd_report.records.cases import Urgency
from hrd_report.records.escalations import Delivery, DeliveryState, Escalation, EscalationState
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain, Sealed

_NOON: Final = dt.time(12, tzinfo=dt.UTC)


def in_hand(session: Session, desk: Desk, escalation: Escalation) -> DeliveryDocument:
    """Return the text that somebody is about to send by hand.

    Raises `IllegalTransition` where it is not in anybody's hands, `ConsentMissing` where it must
    not leave any more: this is asked each time it is shown.
    """
    delivery = _waiting(session, escalation)
    if not still_consented(session, escalation.id, desk.now):
        raise ConsentMissing
    sent = casefile.sent_copy(session, desk.file, delivery.message_id)
    if sent is None:
        raise IllegalTransition("its text is gone")
    return sent


def sent(
    session: Session, desk: Desk, escalation: Escalation, version: int, day: dt.date, theirs: Plain
) -> None:
    """Record on which day it left, and their reference if they gave one: then they have it.

    Raises `Conflict`, `ConsentMissing`, and `Invalid` for a day that cannot be.
    """
    check_version(escalation, version)
    delivery = _waiting(session, escalation)
    if not still_consented(session, escalation.id, desk.now):
        raise ConsentMissing
    if not escalation.day <= day <= desk.now.date():
        raise Invalid({"day": ["bad_day"]})
    delivery.state = DeliveryState.SENT
    _clocks(session, desk, escalation, delivery, day)
    telling.note(session, escalation, Act.SENT, desk.now, desk.actor.id)
    said = telling.news(escalation, "escalation_sent", desk.now)
    telling.tell(session, escalation, replace(said, next_at=escalation.due_at))
    if theirs:
        _acknowledged(session, desk, escalation, theirs)
    case_clock.follow(session, escalation, desk.now)


def package_copy(session: Session, desk: Desk, escalation: Escalation, mark: str) -> Sealed:
    """Make one more copy of a package, with a mark of its own that the case remembers.

    `mark` is the sentence in the notice's language. Raises `ConsentMissing`, `IllegalTransition`,
    and `NotReady` where its evidence is not as it was read.
    """
    message = in_hand(session, desk, escalation)
    notice = casefile.notice(session, desk.file, escalation)
    code, partner = package.new_code(), notice.way.target.reveal().split("\n")[0]
    marked = mark % {"code": code, "partner": partner}
    evidence = enclosing.files(session, desk, notice)
    sealed = package.seal(notice, message, marked, code, evidence)
    enclosing.write_down(session, desk, notice)
    copy = replace(message, message_id=f"copy {code}", address=partner)
    file, day = desk.file, desk.now.date()
    keeping.keep(session, file.case.id, ItemKind.DELIVERY, copy, file.public, day=day)
    telling.note(session, escalation, Act.QUEUED, desk.now, desk.actor.id)
    return sealed


def _waiting(session: Session, escalation: Escalation) -> Delivery:
    found = session.scalars(escalations.delivery_of(escalation.id)).one_or_none()
    waits = escalation.state is EscalationState.QUEUED
    if found is None or not waits or found.state is not DeliveryState.BY_HAND:
        raise IllegalTransition("nobody sends this by hand")
    return found


def _clocks(
    session: Session, desk: Desk, escalation: Escalation, delivery: Delivery, day: dt.date
) -> None:
    """Let the addressee's clocks run from the day it left; on another day than today from noon."""
    today = day == desk.now.date()
    moment = hour_after(desk.now) if today else dt.datetime.combine(day, _NOON)
    message = casefile.sent_copy(session, desk.file, delivery.message_id)
    critical = desk.file.case.urgency is Urgency.CRITICAL
    ours = deadlines.of_addressee(desk.reference.clocks, critical=critical)
    facts = leaving.facts_of(moment, message.clocks if message else None, ours)
    leaving.begin(session, escalation, facts, now=desk.now)


def _acknowledged(session: Session, desk: Desk, escalation: Escalation, theirs: Plain) -> None:
    lifecycle.move(escalation, EscalationState.ACKNOWLEDGED, lifecycle.PROGRAM)
    escalation.acknowledged_at = escalation.sent_at
    escalation.due_at = escalation.decision_due
    document = DecisionDocument(by=desk.actor.name, at=desk.now, platform_reference=theirs)
    file, day = desk.file, desk.now.date()
    item = keeping.keep(session, file.case.id, ItemKind.DECISION, document, file.public, day=day)
    session.flush()
    escalation.decision_item = item.id
    telling.note(session, escalation, Act.ACKNOWLEDGED, desk.now, desk.actor.id)
    told = telling.news(escalation, "escalation_acknowledged", desk.now)
    telling.tell(session, escalation, told)
