"""Records that a platform let its time pass. Needs no private key and learns no name."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.clock import Clock
from hrd_report.escalation import case_clock, lifecycle, telling
from hrd_report.records import escalations, locking
from hrd_report.records.acts import Act
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case
from hrd_report.records.database import Database, insisting
from hrd_report.records.escalations import WAITING, Escalation, EscalationState


def record(database: Database, clock: Clock) -> int:
    """Record silence in a transaction of its own, where there is any. See `record_silence`."""
    with database.reading() as session:
        if session.scalars(escalations.silent(clock()).limit(1)).first() is None:
            return 0
    return insisting(database.writing, lambda session: record_silence(session, clock()))


def record_silence(session: Session, now: dt.datetime) -> int:
    """Turn every overdue escalation into one without response; return how many there were.

    Its due time stays, so that the case is over time until somebody acts.
    """
    overdue = session.scalars(escalations.silent(now).order_by(Escalation.case_id)).all()
    return sum(_record(session, one, now) for one in overdue)


def _record(session: Session, escalation: Escalation, now: dt.datetime) -> bool:
    # The case first, as everybody locks: two of us never wait for each other.
    session.get_one(Case, escalation.case_id, with_for_update=LOCKED)
    escalation = locking.locked(session, escalation.id)
    if escalation.state not in WAITING:
        return False
    lifecycle.move(escalation, EscalationState.NO_RESPONSE, lifecycle.PROGRAM)
    telling.note(session, escalation, Act.SILENCE_RECORDED, now, None)
    telling.tell(session, escalation, telling.news(escalation, "escalation_silent", now))
    case_clock.follow(session, escalation, now)
    return True
