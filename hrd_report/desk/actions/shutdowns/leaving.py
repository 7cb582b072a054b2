"""Gathers the shutdowns that may leave as rows of a sheet: by consent and marking, or not at all.

A row that was brought in from a published sheet needs no consent: no defender sent it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access, reports
from hrd_report.desk.actions import shutdown_records as records
from hrd_report.desk.actions.reading import Reader, assessment
from hrd_report.desk.actions.shutdowns.bringing_in import CHANNEL
from hrd_report.desk.worker import Worker
from hrd_report.documents.casework import AssessmentDocument, DeskRecord
from hrd_report.documents.reports import ConsentDocument
from hrd_report.documents.tallies import Tally
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.records import cases
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case, ConsentState
from hrd_report.records.keys import ItemKind
from hrd_report.reference import handling
from hrd_report.reference.reference import Reference
from hrd_report.store.objects import Store

PURPOSE: Final = "publication"
NARRATIVE: Final = "event"
_DOING: Final = "public"


@dataclass(frozen=True, slots=True, repr=False)
class Leaving:
    """A case, its row and why that stays: empty where it may leave."""

    case: Case
    row: Mapping[str, str]
    why: str = ""


def weigh(
    session: Session,
    worker: Worker,
    told: Mapping[bytes, Tally],
    reference: Reference,
    store: Store,
    *,
    now: dt.datetime,
) -> list[Leaving]:
    """Return every shutdown somebody may open, oldest first, and whether its row may leave.

    What a defender's case tells in whole sentences is not in its row.
    """
    wanted = [case_id for case_id, tally in told.items() if tally.shutdown]
    found = [_one(session, worker, case, reference, store, now) for case in _cases(session, wanted)]
    return sorted(found, key=lambda one: (one.row.get("start_date", ""), one.case.number))


def write_down(session: Session, worker: Worker, left: Iterable[Leaving], *, day: dt.date) -> None:
    """Write down that a sheet left, and which cases as rows of it."""
    things = [worker.team_id, *(one.case.id for one in left)]
    keeping.record_many(session, Act.LEFT_AS_ROW, actor=worker.id, things=things, day=day)


def _cases(session: Session, wanted: list[bytes]) -> list[Case]:
    found: list[Case] = []
    for start in range(0, len(wanted), _TOGETHER):
        some = wanted[start : start + _TOGETHER]
        found += session.scalars(select(Case).where(Case.id.in_(some)))
    return found


_TOGETHER: Final = 500


def _one(
    session: Session,
    worker: Worker,
    case: Case,
    reference: Reference,
    store: Store,
    now: dt.datetime,
) -> Leaving:
    try:
        ring = access.open_ring(session, worker, case)
    except (NotAllowed, Damaged):
        return Leaving(case, {}, "nobody_has_it")
    read = Reader(session, case, ring)
    notes = [one.document for one in read.all(ItemKind.RECORD, DeskRecord)]
    row = records.cells(records.newest(notes))
    sent = reports.read_all(session, worker, case, ring, store).first
    if sent is not None and sent.channel == CHANNEL:
        return Leaving(case, row, _marked(assessment(read), reference))
    row.pop(NARRATIVE, None)
    why = _marked(assessment(read), reference) or ("" if _agreed(session, read, now) else "consent")
    return Leaving(case, row, why)


def _marked(held: AssessmentDocument | None, reference: Reference) -> str:
    tlp = held.tlp if held is not None else handling.TLP
    pap = held.pap if held is not None else handling.PAP
    found = handling.verdict(reference.handling, tlp=tlp, pap=pap, doing=_DOING)
    return "" if found.rule == "free" else "marking"


def _agreed(session: Session, read: Reader, now: dt.datetime) -> bool:
    """Tell whether a consent to publish holds at this moment."""
    for row in session.scalars(cases.consents_of(read.case_id)):
        if row.state is not ConsentState.GIVEN or (row.until is not None and row.until <= now):
            continue
        document = read.named(row.item_id, ConsentDocument)
        if document is not None and document.purpose == PURPOSE:
            return True
    return False
