"""What every look of a defender at their own case asks: statements built once. Changes no row."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hrd_report.records.cases import Case, Consent
from hrd_report.records.escalations import ABOUT, Escalation, EscalationState
from hrd_report.records.keys import Item

_CASE: Final = select(Case).where(Case.id == bindparam("case"))
_ITEMS: Final = select(Item).where(Item.kid == bindparam("kid"))
_CONSENTS: Final = select(Consent).where(Consent.case_id == bindparam("case"))
_STATES: Final = select(Escalation.state).where(ABOUT)


def case(session: Session, case_id: bytes) -> Case:
    """Read the case."""
    return session.scalars(_CASE, {"case": case_id}).one()


def items(session: Session, kid: bytes) -> Sequence[Item]:
    """Read the items that one key opens."""
    return session.scalars(_ITEMS, {"kid": kid}).all()


def consents(session: Session, case_id: bytes) -> Sequence[Consent]:
    """Read the case's consents."""
    return session.scalars(_CONSENTS, {"case": case_id}).all()


def states(session: Session, case_id: bytes) -> Sequence[EscalationState]:
    """Read how the case's escalations stand, and those of others that rest on a consent of it."""
    return session.scalars(_STATES, {"case": case_id}).all()
