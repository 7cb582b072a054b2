"""Who saw, copied and took which piece of evidence on which day, from the audit. Adds nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile.audit import proving
from hrd_report.desk.actions import access
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.worker import Worker
from hrd_report.records import audit, keys
from hrd_report.records.acts import Act
from hrd_report.records.keys import ItemKind
from hrd_report.records.people import Person

ABOUT_FILES: Final = (
    Act.FILE_ADDED,
    Act.CAPTURED,
    Act.DESCRIBED,
    Act.DERIVED,
    Act.PREVIEWED,
    Act.VIEWED,
    Act.INTEGRITY_CHECKED,
    Act.INTEGRITY_FAILED,
    Act.FILE_COPIED,
    Act.FILE_OPENED,
    Act.EXPORT_ASKED,
    Act.EXPORT_APPROVED,
    Act.EXPORT_REFUSED,
    Act.EXPORTED,
    Act.QUEUED,
    Act.SENT,
)
_ABOUT_CASES: Final = (Act.OPENED,)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `number` is an exhibit's, or empty for the case as a whole.

    `position` is the row's place in the signed audit, once it has one.
    """

    day: dt.date
    act: Act
    by: str
    number: str
    position: int | None


def log(session: Session, file: CaseFile, exhibits: Iterable[Exhibit]) -> list[Entry]:
    """Return a case's custody log, oldest first, with today's rows that have no place yet."""
    numbers = {one.item_id: one.number for one in exhibits if one.file is not None}
    noted = session.execute(
        select(keys.Item.id).where(
            keys.Item.case_id == file.case.id,
            keys.Item.kind.in_((ItemKind.CAPTURE, ItemKind.DESCRIPTION)),
        )
    ).scalars()
    # What is about an address is written down on the sealed words about it.
    things = {file.case.id: "", **dict.fromkeys(noted, "L"), **numbers}
    rows = session.scalars(audit.acts_on_any(list(things), (*ABOUT_FILES, *_ABOUT_CASES))).all()
    names = _names(session, {one.actor for one in rows if one.actor is not None})
    found = [
        Entry(
            one.day,
            one.act,
            names.get(one.actor or b"", ""),
            things[one.object or b""],
            one.position,
        )
        for one in rows
        # A case as a whole is opened; what else is said of it stands in its timeline.
        if one.object != file.case.id or one.act in _ABOUT_CASES
    ]
    last = max((one.position or 0 for one in found), default=0) + 1
    return sorted(found, key=lambda one: (one.day, last if one.position is None else one.position))


def proof(session: Session, worker: Worker, number: str, public: bytes) -> bytes:
    """Return what proves to an outsider which rows of the audit are about a case.

    Raises `NotFound` for somebody who may not open it, and where nothing is numbered yet.
    """
    case = access.find(session, worker, number)
    access.open_ring(session, worker, case)
    return proving.prove(session, number, public)


def _names(session: Session, people: set[bytes]) -> dict[bytes, str]:
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {one.id: one.name for one in found}
