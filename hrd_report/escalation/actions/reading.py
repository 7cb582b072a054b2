"""Writes down that somebody opened a case, once a day and person. Opens nothing itself."""

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.escalation.casefile import Desk
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow, acts_on


def is_new(session: Session, desk: Desk) -> bool:
    """Whether this person's opening of the case is not in the audit of today yet."""
    found = acts_on(desk.file.case.id).where(
        AuditRow.act == Act.OPENED,
        AuditRow.actor == desk.actor.id,
        AuditRow.day == desk.now.date(),
    )
    return session.scalars(found.limit(1)).first() is None


def enter(session: Session, desk: Desk) -> None:
    """Add the opening to the audit."""
    keeping.record(
        session, Act.OPENED, actor=desk.actor.id, thing=desk.file.case.id, day=desk.now.date()
    )
