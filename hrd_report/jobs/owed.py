"""Puts what we ourselves owe a platform's answer into the queue. Opens nothing, decides nothing."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.clock import Clock
from hrd_report.records import escalations
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import OVER, Case, Due
from hrd_report.records.database import Database, insisting
from hrd_report.records.escalations import Escalation

_BEFORE_AN_APPEAL: Final = dt.timedelta(days=7)
"""So long before its last day an appeal stands in the queue."""


def show(database: Database, clock: Clock) -> int:
    """Make appeals and looks that come near the clocks of their cases; return how many did."""
    now = clock()
    with database.reading() as session:
        if session.scalars(escalations.owed(now + _BEFORE_AN_APPEAL, now).limit(1)).first() is None:
            return 0

    def work(session: Session) -> int:
        near = escalations.owed(now + _BEFORE_AN_APPEAL, now).order_by(Escalation.case_id)
        return sum(_show(session, one) for one in session.scalars(near).all())

    return insisting(database.writing, work)


def _show(session: Session, one: Escalation) -> bool:
    case = session.get_one(Case, one.case_id, with_for_update=LOCKED)
    if case.state in OVER:
        return False
    dues = [(one.appeal_due, Due.APPEAL), (one.look_due, Due.LOOK_AGAIN)]
    at, kind = min(((at, kind) for at, kind in dues if at is not None), key=lambda due: due[0])
    if case.due in {Due.APPEAL, Due.LOOK_AGAIN} or (case.due_at is not None and case.due_at <= at):
        return False
    case.due, case.due_from, case.due_at = kind, one.decided_at, at
    keeping.changed(case)
    return True
