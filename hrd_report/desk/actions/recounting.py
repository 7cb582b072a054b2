"""Brings a case's fact in line with answers that came while nobody held its key. Counts nothing."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.casefile import answered, counting
from hrd_report.desk.actions import access
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.worker import Worker
from hrd_report.reference.reference import Reference


def is_behind(session: Session, file: CaseFile, reference: Reference) -> bool:
    """Whether a platform answered, or let its time pass, since the case's fact was written."""
    if file.assessment is None or file.assessment.fact is None:
        return False
    found = [
        answered.asked(one.row, one.notice, one.decision, reference, one.agreed)
        for one in file.escalations
    ]
    told = counting.told_of(file.case, file.assessment, found, reference)
    return counting.is_behind(session, file.assessment, told)


def catch_up(
    session: Session, worker: Worker, number: str, reference: Reference, *, now: dt.datetime
) -> None:
    """Write the fact of a case anew. Raises `NotFound`, `NotAllowed`."""
    case = access.find(session, worker, number, lock=True)
    ring = access.ring_to_write(session, worker, case, day=now.date())
    counting.follow(session, case, ring, reference, now=now)
