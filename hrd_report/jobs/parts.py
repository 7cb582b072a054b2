"""What is written down while a message leaves: each part that did, and how answers find back."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, renewing
from hrd_report.clock import Clock, hour_after
from hrd_report.documents.escalations import DecisionDocument, DeliveryDocument
from hrd_report.escalation import case_clock, lifecycle, telling, tokens
from hrd_report.records import correspondence, locking
from hrd_report.records.acts import Act
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case
from hrd_report.records.correspondence import ReplyToken
from hrd_report.records.database import Database, insisting
from hrd_report.records.escalations import Delivery, Escalation, EscalationState
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain

PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Place:
    """The row of the outbox that is being sent, and its case."""

    database: Database
    clock: Clock
    delivery_id: bytes
    case_id: bytes


def expect_answers(
    place: Place, document: DeliveryDocument, escalation_id: bytes, pepper: bytes
) -> None:
    """Keep how answers find back, before anything leaves: an answer may be faster than we are."""
    token = tokens.in_message_id(document.message_id)
    senders = {document.address.rpartition("@")[2].lower(), *document.answers_from}
    with place.database.writing() as session:
        for domain in senders:
            session.merge(
                ReplyToken(
                    digest=tokens.digest(token),
                    sender=tokens.sender_digest(token, domain, pepper),
                    escalation_id=escalation_id,
                )
            )


def heard_of(place: Place, document: DeliveryDocument) -> bool:
    """Whether an answer or a delivery report named this message: then it left before."""
    digest = tokens.digest(tokens.in_message_id(document.message_id))
    with place.database.reading() as session:
        return session.scalars(correspondence.heard_of(digest).limit(1)).first() is not None


def keep(place: Place, escalation_id: bytes, reference: str) -> None:
    """Write down at once that one more part left, and the platform's own reference to it."""
    now = place.clock()

    def work(session: Session) -> None:
        case = session.get(Case, place.case_id, with_for_update=LOCKED)
        if case is None:
            return
        escalation = locking.locked(session, escalation_id)
        session.get_one(Delivery, place.delivery_id, with_for_update=True).done += 1
        if reference:
            document = DecisionDocument(by=PROGRAM, at=now, platform_reference=Plain(reference))
            recipient = renewing.recipient(session, case, day=now.date())
            item = keeping.keep(
                session, case.id, ItemKind.DECISION, document, recipient, day=now.date()
            )
            session.flush()
            escalation.decision_item = item.id

    insisting(place.database.writing, work)


def acknowledged(
    session: Session, escalation: Escalation, now: dt.datetime, *, final: bool = False
) -> None:
    """Record that the addressee has it: its program, or a mail of it, said so.

    `final`: it decides nothing, so that no silence of it is ever chased.
    """
    lifecycle.move(escalation, EscalationState.ACKNOWLEDGED, lifecycle.PROGRAM)
    escalation.acknowledged_at = hour_after(now)
    escalation.due_at = escalation.decision_due
    if final:
        lifecycle.move(escalation, EscalationState.CLOSED, lifecycle.PROGRAM)
        escalation.due_at = escalation.acknowledgement_due = escalation.decision_due = None
    telling.note(session, escalation, Act.ACKNOWLEDGED, now, None)
    telling.tell(session, escalation, telling.news(escalation, "escalation_acknowledged", now))
    case_clock.follow(session, escalation, now)
