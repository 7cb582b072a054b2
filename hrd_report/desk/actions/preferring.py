"""Keeps how somebody wants to see evidence, sealed to their own key: it tells how they bear it."""

from typing import Final

from sqlalchemy.orm import Session

from hrd_report.desk.worker import Worker
from hrd_report.documents import codec
from hrd_report.documents.preferences import ViewingDocument
from hrd_report.errors import Damaged, Invalid
from hrd_report.records.people import Person
from hrd_report.vault import items
from hrd_report.vault.preamble import Context

MOST: Final = 200


def viewing(session: Session, worker: Worker) -> ViewingDocument:
    """Return what somebody prefers; what a former key of theirs sealed is gone."""
    sealed = session.get_one(Person, worker.id).viewing
    if sealed is None:
        return ViewingDocument()
    try:
        return codec.from_data(
            items.open_json(sealed, worker.key, _context(worker)), ViewingDocument
        )
    except Damaged:
        return ViewingDocument()


def keep_viewing(session: Session, worker: Worker, chosen: ViewingDocument) -> None:
    """Keep what somebody prefers. Raises `Invalid` for a number of things that is none."""
    if not 1 <= chosen.limit <= MOST:
        raise Invalid({"limit": ["out_of_range"]})
    person = session.get_one(Person, worker.id)
    person.viewing = items.seal_json(codec.to_data(chosen), worker.key.public, _context(worker))


def _context(worker: Worker) -> Context:
    return Context("preference", worker.id, worker.id)
