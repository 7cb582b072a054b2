"""Finds what a colleague said of the same bytes in another case, so that nobody looks twice.

Cases that the reader may not open are told of by nothing, not even by their number.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import indexing
from hrd_report.casefile import tracing as traced
from hrd_report.desk.actions import access, tracing
from hrd_report.desk.actions.evidence.exhibits import Exhibit, Told
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.worker import Worker
from hrd_report.documents.traces import TraceDocument
from hrd_report.errors import Damaged
from hrd_report.records import traces
from hrd_report.vault.multimap import Term

_MOST: Final = 50
"""Other cases that are looked at: one description is enough."""


def spared(
    session: Session, worker: Worker, file: CaseFile, found: Iterable[Exhibit]
) -> list[Exhibit]:
    """Return exhibits with what other cases say of those that nobody described here."""
    listed = list(found)
    open_ones = [one for one in listed if one.file is not None and one.description is None]
    wanted = {one.file.sha256 for one in open_ones if one.file is not None}
    told = _described(session, worker, file.case.id, wanted) if wanted else {}
    return [
        replace(one, elsewhere=told.get(one.file.sha256))
        if one.file is not None and one.description is None
        else one
        for one in listed
    ]


def _described(
    session: Session, worker: Worker, case_id: bytes, wanted: Collection[str]
) -> dict[str, Told]:
    indexes = tracing.indexes_of(session, worker)
    terms = [Term(tracing.DESCRIBED, one) for one in wanted]
    lying = indexing.look_up_all(session, indexes, terms).values()
    others = sorted(frozenset().union(*lying) - {case_id})[:_MOST]
    numbers = {one.id: one.number for one in access.open_to(session, worker, others)}
    found: dict[str, Told] = {}
    for row in session.scalars(traces.of_cases(list(numbers))):
        document = _document(traced.opened(session, indexes, row))
        for said in document.described if document is not None else ():
            former = found.get(said.sha256)
            if said.sha256 in wanted and (former is None or former.said.at < said.at):
                found[said.sha256] = Told(numbers[row.case_id or b""], said)
    return found


def _document(found: traced.Traced | None) -> TraceDocument | None:
    try:
        return found.document() if found is not None else None
    except Damaged:
        return None
