"""Brings a sheet of shutdowns in, a case for each row, or only says what would come of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import bringing
from hrd_report.casefile.bringing import Brought
from hrd_report.casefile.trust import Trust
from hrd_report.desk.actions import shutdown_records as records
from hrd_report.desk.actions import tallying
from hrd_report.desk.actions.shutdowns import countries
from hrd_report.desk.worker import Worker
from hrd_report.documents.casework import AssessmentDocument, DeskRecord
from hrd_report.documents.reports import ReportDocument
from hrd_report.documents.stop import Row, Sheet
from hrd_report.records.keys import ItemKind
from hrd_report.records.people import Team
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain

MOST: Final = 500
"""Rows that one press brings in: whoever has more presses again, what is there stays out."""

THREAT: Final = "internet_shutdown"
CHANNEL: Final = "sheet"
_SHEETS_LANGUAGE: Final = "en"
_FREE: Final = "clear"


@dataclass(frozen=True, slots=True, repr=False)
class Sorted:
    """The rows of a sheet: new ones, those that are there already, and how many are left over."""

    fresh: list[Row]
    known: list[Row]
    over: int


def sort(session: Session, worker: Worker, sheet: Sheet) -> Sorted:
    """Tell which rows are new to the cases that somebody may open, also within the sheet."""
    told = tallying.gather(session, worker).tallies.values()
    seen = {one.shutdown[-1] for one in told if one.shutdown}
    fresh: list[Row] = []
    known: list[Row] = []
    for row in sheet.rows:
        digest = records.digest(row.words)
        (known if digest in seen else fresh).append(row)
        seen.add(digest)
    return Sorted(fresh[:MOST], known, len(fresh[MOST:]))


def bring_in(
    session: Session,
    worker: Worker,
    rows: list[Row],
    reference: Reference,
    trust: Trust,
    *,
    now: dt.datetime,
) -> int:
    """Make a case of each row, taken by whoever brings it; return how many. None counts a person.

    They are published already: marked so that they may leave, and never counted as a defender's.
    """
    by = Brought(worker.id, session.get_one(Team, worker.team_id), _SHEETS_LANGUAGE)
    for row in rows:
        documents = _documents(row, worker, reference, now)
        case, ring = bringing.bring(session, by, documents, trust, now=now)
        tallying.tell(session, worker, case, ring, day=now.date())
    return len(rows)


def _documents(
    row: Row, worker: Worker, reference: Reference, now: dt.datetime
) -> list[tuple[ItemKind, object]]:
    code = countries.code_of(row.words.get("country", ""), reference)
    report = ReportDocument(
        language=_SHEETS_LANGUAGE,
        danger="no",
        threats=(THREAT,),
        story=Plain(row.words.get("event", "")),
        links=(),
        received_at=now,
        channel=CHANNEL,
        country=code,
    )
    assessment = AssessmentDocument(
        by=worker.name,
        at=now,
        threats=(THREAT,),
        country=code,
        tlp=_FREE,
        pap=_FREE,
        counted_elsewhere=True,
    )
    record = DeskRecord(about=records.ABOUT, by=worker.name, at=now, words=records.words(row.words))
    return [
        (ItemKind.REPORT, report),
        (ItemKind.ASSESSMENT, assessment),
        (ItemKind.RECORD, record),
    ]
