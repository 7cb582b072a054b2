"""Keeps and opens the traces by which a team finds its cases, for whoever holds the team's key.

A trace is a second copy: whatever happens to it, it can be made anew from the case. It lies on the
shelf like the grants, so that an old copy of the database opens no erased case by it.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hrd_report.casefile import forgetting, indexing, keeping, shelving
from hrd_report.casefile.indexing import Indexes, TeamKeys
from hrd_report.documents import codec
from hrd_report.documents.traces import TraceDocument
from hrd_report.errors import Damaged
from hrd_report.records import traces
from hrd_report.records.cases import Case
from hrd_report.records.traces import Trace
from hrd_report.sealed import Sealed
from hrd_report.vault import items
from hrd_report.vault.multimap import Term
from hrd_report.vault.shelf import Shelf
from hrd_report.vault.traces import Content

BATCH: Final = 1000


@dataclass(frozen=True, slots=True, repr=False)
class Traced:
    """A case as its team finds it: its id, its words in one (UTF-8, folded), and the rest."""

    case_id: bytes
    words: bytes
    data: bytes

    def document(self) -> TraceDocument:
        """Return what stands beside the words. Raises `Damaged`."""
        return codec.from_data(items.read_json(self.data), TraceDocument)


class _Lying(NamedTuple):
    """The columns of a trace that opening needs: many are read, and no object made of each."""

    id: bytes
    kid: bytes
    case_id: bytes | None
    blob: Sealed | None
    shelf: int | None


def opened(session: Session, indexes: Indexes, row: Trace | None) -> Traced | None:
    """Open a trace; nothing where there is none, or none that these keys open."""
    if row is None:
        return None
    lying = _Lying(row.id, row.kid, row.case_id, row.blob, row.shelf)
    return _opened(shelving.at_hand(session), indexes, lying)


def _opened(shelf: Shelf | None, indexes: Indexes, row: _Lying) -> Traced | None:
    keys = indexes.keys.get(row.kid)
    if row.blob is None or row.case_id is None or keys is None:
        return None
    try:
        blob = shelving.lifted_with(shelf, row.blob, row.shelf, row.id, row.kid)
        content = keys.tracer.open(blob, row.id, row.case_id)
    except Damaged:
        return None
    return Traced(row.case_id, content.words, content.data)


def walk(
    session: Session, indexes: Indexes, team_id: bytes, after: bytes = b""
) -> Iterator[tuple[bytes, Traced | None]]:
    """Yield a team's traces, each with its place, a batch in memory at a time. In no order.

    Nothing in place of one that these keys do not open.
    """
    last = after
    while rows := session.execute(traces.after(team_id, last, BATCH)).all():
        shelf = shelving.at_hand(session)
        for row in rows:
            yield row[0], _opened(shelf, indexes, _Lying(*row))
        last = rows[-1][0]


def keep(
    session: Session,
    indexes: Indexes,
    case: Case,
    words: str,
    document: TraceDocument,
    *,
    day: dt.date,
) -> None:
    """Write a case's trace anew, and let the case be found by exactly the terms it names."""
    keys = indexes.present
    if keys is None:
        return
    row = session.scalars(traces.of_case(case.id)).first()
    before = opened(session, indexes, row)
    if row is not None and (before is None or row.kid != keys.kid):
        withdraw(session, indexes, case.id)
        row = before = None
    if row is None:
        row = _new(session, keys, case)
    _write(session, keys, row, Content(_utf8(words), to_json(document)), day=day)
    former = terms_of(before.document()) if before is not None else frozenset()
    wanted = terms_of(document)
    lying = set(keys.tracer.open_places(row.places, row.id))
    for term in former - wanted:
        lying -= set(indexing.make_void(session, indexes, term, [case.id]))
    lying.update(indexing.add(session, keys, wanted - former, case.id))
    row.places = keys.tracer.seal_places(sorted(lying), row.id)
    session.flush()


def rekey(session: Session, indexes: Indexes, row: Trace, *, day: dt.date) -> None:
    """Bring a trace and its postings under the present key. What does not open is let go."""
    keys, case_id = indexes.present, row.case_id
    found = opened(session, indexes, row)
    if keys is None or case_id is None:
        return
    case = session.get_one(Case, case_id)
    withdraw(session, indexes, case_id)
    if found is None:
        return
    try:
        terms = terms_of(found.document())
    except Damaged:
        return
    fresh = _new(session, keys, case)
    _write(session, keys, fresh, Content(found.words, found.data), day=day)
    lying = indexing.add(session, keys, terms, case_id)
    fresh.places = keys.tracer.seal_places(sorted(lying), fresh.id)
    session.flush()


def terms_of(document: TraceDocument) -> frozenset[Term]:
    """Return the terms that lead to a case."""
    return frozenset(
        Term(kind, value) for kind, values in document.terms.items() for value in values
    )


def to_json(document: TraceDocument) -> bytes:
    """Return a document as the bytes that are sealed."""
    data = codec.to_data(document)
    return _utf8(json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def _new(session: Session, keys: TeamKeys, case: Case) -> Trace:
    trace_id = keeping.new_id()
    row = Trace(
        id=trace_id,
        team_id=case.team_id,
        kid=keys.kid,
        places=keys.tracer.seal_places((), trace_id),
        case_id=case.id,
    )
    session.add(row)
    return row


def _write(session: Session, keys: TeamKeys, row: Trace, content: Content, *, day: dt.date) -> None:
    case_id = row.case_id or b""
    blob = keys.tracer.seal(content, row.id, case_id)
    row.blob, row.shelf = shelving.put_up(session, row.id, keys.kid, blob, day=day)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def withdraw(session: Session, indexes: Indexes, case_id: bytes) -> None:
    """Make void all postings of a case, and forget its words, where these keys open its trace."""
    forgetting.let_go(session, case_id)
    sweep(session, indexes)


def sweep(session: Session, indexes: Indexes) -> int:
    """Make void the postings of cases that are gone, as far as these keys say where they lie."""
    done = 0
    for row in session.scalars(traces.left_over(list(indexes.keys), BATCH)).all():
        try:
            places = indexes.keys[row.kid].tracer.open_places(row.places, row.id)
        except Damaged:
            # Altered: nobody will ever know where they lie. They lead to no case.
            places = ()
        indexing.void_places(session, places)
        session.execute(delete(Trace).where(Trace.id == row.id))
        done += 1
    return done
