"""Writes down that somebody opens a case, and tells the defender the first time. Opens nothing."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, lifecycles
from hrd_report.desk.actions import moving
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.worker import Worker
from hrd_report.documents.reports import NewsDocument
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case, CaseState, ReportState

_UNOPENED = (ReportState.RECEIVED, ReportState.ACKNOWLEDGED)


def is_written_down(session: Session, worker: Worker, case: Case, day: dt.date) -> bool:
    """Tell whether this person's opening of this case is in the audit for this day."""
    found = select(AuditRow.id).where(
        AuditRow.object == case.id,
        AuditRow.act == Act.OPENED,
        AuditRow.actor == worker.id,
        AuditRow.day == day,
    )
    return session.scalars(found.limit(1)).first() is not None


def enter(session: Session, worker: Worker, file: CaseFile, *, now: dt.datetime) -> None:
    """Record the opening; the first one moves case and report on and tells the defender.

    A report that nobody can open is marked as such, and its sender is told once.
    """
    case, day = file.case, now.date()
    if not is_written_down(session, worker, case, day):
        keeping.record(session, Act.OPENED, actor=worker.id, thing=case.id, day=day)
    if case.state is CaseState.RECEIVED:
        role = worker.role.value
        moving.move_case(session, case, CaseState.OPEN, role, actor=worker.id, now=now)
    if file.row.state in _UNOPENED:
        if file.report is not None:
            moving.move_report(file.row, ReportState.IN_TRIAGE, lifecycles.PROGRAM)
        else:
            moving.move_report(file.row, ReportState.UNREADABLE, lifecycles.PROGRAM)
            news = NewsDocument(event="unreadable", at=now, next_at=case.due_at)
            keeping.tell_defender(session, case.id, news, day=day)


def needs_entry(session: Session, worker: Worker, case: Case, day: dt.date) -> bool:
    """Tell whether `enter` has anything to write."""
    return case.state is CaseState.RECEIVED or not is_written_down(session, worker, case, day)
