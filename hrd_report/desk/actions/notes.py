"""Keeps notes for the team, or for their author alone. Neither reaches the defender."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, renewing
from hrd_report.desk.actions import access
from hrd_report.desk.worker import Worker
from hrd_report.documents.casework import NoteDocument
from hrd_report.errors import Invalid
from hrd_report.records.audit import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain


def keep_for_team(
    session: Session, worker: Worker, number: str, text: Plain, *, now: dt.datetime
) -> Case:
    """Seal a note to the case, for everyone who may open it. Raises `Invalid` when empty."""
    case = _case(session, worker, number, text)
    recipient = renewing.recipient(session, case, day=now.date())
    note = NoteDocument(author=worker.name, text=text, at=now)
    keeping.keep(session, case.id, ItemKind.NOTE, note, recipient, day=now.date())
    keeping.record(session, Act.NOTED, actor=worker.id, thing=case.id, day=now.date())
    return case


def keep_for_oneself(
    session: Session, worker: Worker, number: str, text: Plain, *, now: dt.datetime
) -> Case:
    """Seal a note to its author's own key: no colleague reads it. Raises `Invalid` when empty."""
    case = _case(session, worker, number, text)
    note = NoteDocument(author=worker.name, text=text, at=now, audience="self")
    keeping.keep(session, case.id, ItemKind.NOTE, note, worker.key.public, day=now.date())
    return case


def _case(session: Session, worker: Worker, number: str, text: Plain) -> Case:
    if not text.reveal().strip():
        raise Invalid({"text": ["missing"]})
    case = access.find(session, worker, number)
    access.open_ring(session, worker, case)
    return case
