"""Locks escalations in one order, so that nobody waits in a ring. Changes and opens nothing.

A case is locked before its escalations, these by ascending id, a delivery after its escalation.
"""

from typing import Final

from sqlalchemy import Select, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from hrd_report.records.base import LOCKED
from hrd_report.records.escalations import (
    OF_CASE,
    Escalation,
    EscalationState,
    escalations_standing_on,
)

_WITH_US: Final = (
    EscalationState.DRAFT,
    EscalationState.QUEUED,
    EscalationState.STOPPED,
    EscalationState.FAILED,
)


def waiting_on(consent_id: bytes) -> Select[Escalation]:
    """Select and lock what needs this consent and has not left."""
    return _locked(
        escalations_standing_on(consent_id).where(Escalation.state.in_(_WITH_US)),
    )


def locked_about(session: Session, case_id: bytes) -> None:
    """Lock all escalations of a case, and those of others that stand on a consent of it."""
    session.scalars(_locked(OF_CASE), {"case": case_id}).all()


def locked(session: Session, escalation_id: bytes) -> Escalation:
    """Lock an escalation and the one it contests, and read it as it stands now.

    Its case is locked before. Raises `NoResultFound`.
    """
    former = select(Escalation.appeal_of).where(Escalation.id == escalation_id).scalar_subquery()
    both = select(Escalation).where(or_(Escalation.id == escalation_id, Escalation.id == former))
    found = {one.id: one for one in session.scalars(_locked(both))}
    if escalation_id not in found:
        raise NoResultFound
    return found[escalation_id]


def _locked(wanted: Select[Escalation]) -> Select[Escalation]:
    locked = wanted.order_by(Escalation.id).with_for_update(of=Escalation, **LOCKED)
    return locked.execution_options(populate_existing=True)
