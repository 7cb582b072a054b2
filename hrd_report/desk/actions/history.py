"""Reads who did what with a case, and who read it, from the audit. Writes nothing."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case, Consent
from hrd_report.records.escalations import Escalation, EscalationConsent
from hrd_report.records.keys import Item

MOST: Final = 2_000
"""Acts that are shown; the audit itself keeps all."""


def of(session: Session, case: Case) -> Sequence[AuditRow]:
    """Return what was done to a case, its pieces, consents and escalations, newest day first."""
    belonging = union_all(
        select(Item.id).where(Item.case_id == case.id),
        select(Consent.id).where(Consent.case_id == case.id),
        select(Escalation.id).where(Escalation.case_id == case.id),
        select(EscalationConsent.escalation_id)
        .join(Consent, Consent.id == EscalationConsent.consent_id)
        .where(Consent.case_id == case.id),
    )
    found = (
        select(AuditRow)
        .where((AuditRow.object == case.id) | AuditRow.object.in_(belonging))
        .order_by(AuditRow.day.desc(), AuditRow.id)
        .limit(MOST)
    )
    return session.scalars(found).all()
