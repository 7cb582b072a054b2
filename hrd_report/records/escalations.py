"""Escalations and the outbox. Which platform, what it says and what it answered are sealed."""

import datetime as dt
import enum
from collections.abc import Sequence

from sqlalchemy import ForeignKey, Index, Select, bindparam, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.cases import Case, Consent, visible_to


class EscalationState(enum.Enum):
    """How far a request to a platform has come. The lifecycle is `escalation.lifecycle`."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    NO_RESPONSE = "no_response"
    APPEALED = "appealed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    CLOSED = "closed"
    STOPPED = "stopped"
    FAILED = "failed"


WAITING = (EscalationState.SENT, EscalationState.ACKNOWLEDGED, EscalationState.APPEALED)
"""States in which the platform owes an answer."""


class Escalation(Base):
    """One request to one addressee. `notice_item` is the sealed draft; clocks are clear.

    `appeal_of` is the escalation whose answer this one contests. `appeal_due`: until when an
    answer can be contested; `look_due`: when somebody looks whether what was removed came back.
    """

    __tablename__ = "escalation"
    __table_args__ = (Index(None, "case_id"), Index(None, "state", "due_at"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey("case.id"))
    state: Mapped[EscalationState]
    notice_item: Mapped[bytes] = mapped_column(ForeignKey("item.id"))
    day: Mapped[dt.date]
    decision_item: Mapped[bytes | None] = mapped_column(ForeignKey("item.id"), default=None)
    sent_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    acknowledged_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    decided_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    acknowledgement_due: Mapped[dt.datetime | None] = mapped_column(default=None)
    decision_due: Mapped[dt.datetime | None] = mapped_column(default=None)
    due_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    appeal_of: Mapped[bytes | None] = mapped_column(default=None)
    appeal_due: Mapped[dt.datetime | None] = mapped_column(default=None)
    look_due: Mapped[dt.datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)


class EscalationConsent(Base):
    """Which consents an escalation stands on: all must hold at the second of sending."""

    __tablename__ = "escalation_consent"
    __table_args__ = (NO_ROWID,)

    escalation_id: Mapped[bytes] = mapped_column(ForeignKey("escalation.id"), primary_key=True)
    consent_id: Mapped[bytes] = mapped_column(ForeignKey("consent.id"), primary_key=True)


class DeliveryState(enum.Enum):
    """Where a message in the outbox is."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"
    DEAD = "dead"
    BY_HAND = "by_hand"


class Delivery(Base):
    """A row of the outbox: a notice sealed to the delivery key, taken with a lease.

    `message_id` is ours and random, so that a send between crash and record can be told.
    `problem` is a stable code of what failed last, never the server's words. `done`: how many of
    its parts left. BY_HAND: a person lets it leave; no program takes it.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index(None, "state", "next_at"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    escalation_id: Mapped[bytes] = mapped_column(ForeignKey("escalation.id"), unique=True)
    item_id: Mapped[bytes] = mapped_column(ForeignKey("item.id"))
    state: Mapped[DeliveryState]
    message_id: Mapped[str]
    next_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None] = mapped_column(default=None)
    problem: Mapped[str | None] = mapped_column(default=None)
    done: Mapped[int] = mapped_column(default=0, server_default="0")


def escalation(escalation_id: bytes) -> Select[Escalation]:
    """Select one escalation."""
    return select(Escalation).where(Escalation.id == escalation_id)


def escalations_of(case_id: bytes) -> Select[Escalation]:
    """Select a case's escalations."""
    return select(Escalation).where(Escalation.case_id == case_id)


_standing = (
    select(EscalationConsent.escalation_id)
    .join(Consent, Consent.id == EscalationConsent.consent_id)
    .where(Consent.case_id == bindparam("case"))
)
# Built once: every look at a case asks this.
ABOUT = or_(Escalation.case_id == bindparam("case"), Escalation.id.in_(_standing))
"""Whether an escalation is a case's own, or stands on a consent of it."""

OF_CASE = select(Escalation).where(ABOUT)


def escalations_about(session: Session, case_id: bytes) -> Sequence[Escalation]:
    """Read a case's escalations, and those of other cases that stand on a consent of it."""
    return session.scalars(OF_CASE, {"case": case_id}).all()


def cases_in(escalation_id: bytes) -> Select[bytes]:
    """Select the ids of the cases whose consents an escalation stands on."""
    return (
        select(Consent.case_id)
        .join(EscalationConsent, EscalationConsent.consent_id == Consent.id)
        .where(EscalationConsent.escalation_id == escalation_id)
        .distinct()
    )


def escalations_of_team(team_id: bytes, kid: bytes, *, limit: int) -> Select[Escalation, Case]:
    """Select a team's escalations with their cases, what is due first.

    Left out are those of restricted cases that are not granted to this person's key.
    """
    return (
        select(Escalation, Case)
        .join(Case, Case.id == Escalation.case_id)
        .where(Case.team_id == team_id, visible_to(kid))
        .order_by(Escalation.due_at, Escalation.id)
        .limit(limit)
    )


def of_team_after(
    team_id: bytes, kid: bytes, after: bytes, *, limit: int
) -> Select[Escalation, Case]:
    """Select the next of a team's escalations by id, as far as this key opens their cases."""
    return (
        select(Escalation, Case)
        .join(Case, Case.id == Escalation.case_id)
        .where(Case.team_id == team_id, visible_to(kid), Escalation.id > after)
        .order_by(Escalation.id)
        .limit(limit)
    )


def counted_of_team(team_id: bytes, kid: bytes) -> Select[Escalation, Case]:
    """Select a team's escalations that left, with their cases, as far as this key opens them."""
    return (
        select(Escalation, Case)
        .join(Case, Case.id == Escalation.case_id)
        .where(Case.team_id == team_id, visible_to(kid), Escalation.sent_at.is_not(None))
        .order_by(Escalation.id)
    )


def consents_under(escalation_id: bytes) -> Select[Consent]:
    """Select the consents an escalation stands on."""
    return (
        select(Consent)
        .join(EscalationConsent, EscalationConsent.consent_id == Consent.id)
        .where(EscalationConsent.escalation_id == escalation_id)
    )


def escalations_standing_on(consent_id: bytes) -> Select[Escalation]:
    """Select the escalations that need this consent."""
    return (
        select(Escalation)
        .join(EscalationConsent, EscalationConsent.escalation_id == Escalation.id)
        .where(EscalationConsent.consent_id == consent_id)
    )


def consents_in_use(case_id: bytes) -> Select[bytes, Escalation]:
    """Select a case's consents beside each escalation that needs them, also another case's."""
    return (
        select(EscalationConsent.consent_id, Escalation)
        .join(Escalation, Escalation.id == EscalationConsent.escalation_id)
        .join(Consent, Consent.id == EscalationConsent.consent_id)
        .where(Consent.case_id == case_id)
    )


def silent(now: dt.datetime) -> Select[Escalation]:
    """Select the escalations whose clock ran over without an answer."""
    return select(Escalation).where(
        Escalation.state.in_(WAITING),
        Escalation.due_at <= now,
    )


def owed(appeal_by: dt.datetime, look_by: dt.datetime) -> Select[Escalation]:
    """Select what can only be contested until a moment, or should be looked at again by one."""
    return select(Escalation).where(
        (Escalation.state == EscalationState.DECIDED) & (Escalation.appeal_due <= appeal_by)
        | Escalation.state.in_((EscalationState.DECIDED, EscalationState.OVERTURNED))
        & (Escalation.look_due <= look_by)
    )


def deliverable(now: dt.datetime) -> Select[Delivery]:
    """Select what may be sent now, or whose lease ran out, oldest first."""
    return (
        select(Delivery)
        .where(
            Delivery.next_at <= now,
            (Delivery.state == DeliveryState.QUEUED)
            | ((Delivery.state == DeliveryState.SENDING) & (Delivery.lease_until <= now)),
        )
        .order_by(Delivery.next_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def outbox_of_team(team_id: bytes, kid: bytes, *, limit: int) -> Select[Delivery, Escalation, Case]:
    """Select what has not left yet of a team's cases, what could not be sent first.

    Left out are restricted cases that are not granted to this person's key.
    """
    waiting = (DeliveryState.DEAD, DeliveryState.BY_HAND, DeliveryState.SENDING)
    return (
        select(Delivery, Escalation, Case)
        .join(Escalation, Escalation.id == Delivery.escalation_id)
        .join(Case, Case.id == Escalation.case_id)
        .where(
            Case.team_id == team_id,
            visible_to(kid),
            Delivery.state.in_((*waiting, DeliveryState.QUEUED)),
            Escalation.state.in_((EscalationState.QUEUED, EscalationState.FAILED)),
        )
        .order_by(Delivery.state != DeliveryState.DEAD, Delivery.next_at, Delivery.id)
        .limit(limit)
    )


def delivery_of(escalation_id: bytes) -> Select[Delivery]:
    """Select an escalation's row in the outbox."""
    return select(Delivery).where(Delivery.escalation_id == escalation_id)
