"""Keeps notes for the team, or for their author alone. Neither reaches the defender."""

import datetime as dt

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, renewing
from hrd_report.desk import audiences
from hrd_report.desk.actions import access
from hrd_report.desk.audiences import ForOneself, ForTeam
from hrd_report.desk.worker import Worker
from hrd_report.documents.casework import NoteDocument
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind


def keep_for_team(
    session: Session, worker: Worker, number: str, words: ForTeam, *, now: dt.datetime
) -> Case:
    """Seal a note to the case, for everyone who may open it. Raises `Invalid` when empty."""
    text = audiences.meant(words, ForTeam)
    case = _case(session, worker, number)
    recipient = renewing.recipient(session, case, day=now.date())
    note = NoteDocument(author=worker.name, text=text, at=now)
    keeping.keep(session, case.id, ItemKind.NOTE, note, recipient, day=now.date())
    keeping.changed(case)
    keeping.record(session, Act.NOTED, actor=worker.id, thing=case.id, day=now.date())
    return case


def keep_for_oneself(
    session: Session, worker: Worker, number: str, words: ForOneself, *, now: dt.datetime
) -> Case:
    """Seal a note to its author's own key: no colleague reads it. Raises `Invalid` when empty."""
    text = audiences.meant(words, ForOneself)
    case = _case(session, worker, number)
    note = NoteDocument(author=worker.name, text=text, at=now, audience="self")
    keeping.keep(session, case.id, ItemKind.NOTE, note, worker.key.public, day=now.date())
    return case


def _case(session: Session, worker: Worker, number: str) -> Case:
    case = access.find(session, worker, number, lock=True)
    access.open_ring(session, worker, case)
    return case
