"""Keeps what the desk knows of a shutdown, column by column. Decides and asks nothing outside."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access, assessing, tallying
from hrd_report.desk.actions import shutdown_records as records
from hrd_report.desk.actions.reading import Reader
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents import stop
from hrd_report.documents.casework import DeskRecord
from hrd_report.errors import Invalid
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

VERIFICATIONS: Final = ("unverified", "single_source", "corroborated", "measured")


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What a page of the form says: its columns, and what is ours. What it leaves out stays."""

    cells: Mapping[str, str]
    verification: str | None = None
    asns: Plain | None = None


def keep(
    session: Session,
    worker: Worker,
    seen: Seen,
    told: Told,
    reference: Reference,
    *,
    now: dt.datetime,
) -> Case:
    """Keep columns of a case's shutdown, in the place of what they held.

    Raises `Invalid` for a date that is none, a cell that is too long or an unknown column;
    `Conflict` from an old page.
    """
    _check(told, reference)
    case, ring = access.fresh(session, worker, seen, day=now.date())
    read = Reader(session, case, ring)
    notes = [one.document for one in read.all(ItemKind.RECORD, DeskRecord)]
    held = records.newest(notes)
    row = {**(held.words if held else {}), **{name: Plain(c) for name, c in told.cells.items()}}
    if told.asns is not None:
        row[records.ASNS] = told.asns
    codes = dict(held.codes) if held else {}
    if told.verification is not None:
        codes[records.VERIFICATION] = told.verification
    record = DeskRecord(
        about=records.ABOUT,
        by=worker.name,
        at=assessing.later(max((one.at for one in notes), default=None), now),
        codes=codes,
        words={name: word for name, word in row.items() if word},
    )
    if held is not None and (held.words, held.codes) == (record.words, record.codes):
        return case
    recipient = ring.key(case.kid).public
    keeping.keep(session, case.id, ItemKind.RECORD, record, recipient, day=now.date())
    tallying.tell(session, worker, case, ring, day=now.date())
    keeping.changed(case)
    keeping.record(session, Act.SHUTDOWN_RECORDED, actor=worker.id, thing=case.id, day=now.date())
    return case


def _check(told: Told, reference: Reference) -> None:
    names = {one.name for one in reference.stop_fields}
    wrong = {name: ["unknown"] for name in told.cells if name not in names}
    for code, name in stop.faults_of(told.cells):
        if code != "missing":
            wrong[name] = [code]
    if told.verification is not None and told.verification not in VERIFICATIONS:
        wrong[records.VERIFICATION] = ["unknown"]
    if wrong:
        raise Invalid(wrong)
