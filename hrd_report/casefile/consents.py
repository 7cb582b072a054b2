"""Takes a consent back and stops what stands on it. Opens nothing, records nobody's visit."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.documents.reports import NewsDocument
from hrd_report.records import escalations, locking
from hrd_report.records.acts import Act
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case, Consent, ConsentState
from hrd_report.records.escalations import Delivery, DeliveryState, Escalation, EscalationState

NEVER_LEFT = frozenset({EscalationState.DRAFT, EscalationState.STOPPED, EscalationState.FAILED})
"""States of an escalation that no platform has seen."""
_WAITING = frozenset({DeliveryState.QUEUED, DeliveryState.BY_HAND})


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a withdrawal reached: escalations stopped in time, and those already sent."""

    stopped: int
    already_sent: int


def withdraw(session: Session, consent: Consent, *, now: dt.datetime) -> Withdrawn:
    """Withdraw a consent; stop every queued escalation that stands on it and tell the defender.

    A message that is being sent at this very second counts as sent: it cannot be called back.
    Withdrawing twice changes nothing.
    """
    stopped = 0
    case = session.get(Case, consent.case_id, with_for_update=LOCKED)
    if consent.state is not ConsentState.WITHDRAWN:
        consent.state = ConsentState.WITHDRAWN
        if case is not None:
            keeping.changed(case)
    for one in session.scalars(locking.waiting_on(consent.id)).all():
        delivery = session.scalars(
            escalations.delivery_of(one.id).with_for_update(of=Delivery)
        ).first()
        if delivery is not None and delivery.state in _WAITING:
            _stop(session, one, delivery, now)
            stopped += 1
    session.flush()
    standing = session.scalars(escalations.escalations_standing_on(consent.id)).all()
    already_sent = sum(one.state not in NEVER_LEFT for one in standing)
    return Withdrawn(stopped, already_sent)


def _stop(session: Session, one: Escalation, delivery: Delivery, now: dt.datetime) -> None:
    day = now.date()
    delivery.state = DeliveryState.STOPPED
    one.state = EscalationState.STOPPED
    one.version += 1
    one.due_at = None
    news = NewsDocument(event="escalation_stopped", at=now, escalation=one.id.hex())
    for case_id in {one.case_id, *session.scalars(escalations.cases_in(one.id))}:
        keeping.tell_defender(session, case_id, news, day=day)
    keeping.record(session, Act.NOT_SENT, actor=None, thing=one.id, day=day)
