"""Says that two cases belong together, or do not, and takes it back. Merges and copies nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, renewing
from hrd_report.desk.actions import access, assessing, reading
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.indicators.weighing import Weighed
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.traces import IndicatorDocument, LinkDocument, Verdict
from hrd_report.errors import Invalid
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain
from hrd_report.vault.keys import PublicKey

_ACTS: Final[dict[Verdict, Act]] = {
    "linked": Act.LINKED,
    "rejected": Act.LINK_REJECTED,
    "undone": Act.LINK_UNDONE,
}


def said_of(session: Session, file: CaseFile) -> dict[bytes, LinkDocument]:
    """Return what was said of other cases, by their ids, the last time."""
    read = reading.Reader(session, file.case, file.ring)
    found = read.all(ItemKind.LINK, LinkDocument)
    ordered = sorted(found, key=lambda one: (one.document.at, one.item.id))
    return {bytes.fromhex(one.document.case): one.document for one in ordered}


@dataclass(frozen=True, slots=True)
class Other:
    """Another case by its number, what it has in common, and what was said of it before."""

    number: str
    weighed: Weighed | None = None
    former: LinkDocument | None = None


def say(
    session: Session,
    worker: Worker,
    seen: Seen,
    others: Iterable[Other],
    verdict: Verdict,
    *,
    now: dt.datetime,
) -> None:
    """Keep in all cases what is said of them. Raises `NotFound`, `Invalid`, `Conflict`."""
    case, ring = access.fresh(session, worker, seen, day=now.date())
    for one in others:
        other = access.find(session, worker, one.number)
        if other.id == case.id:
            raise Invalid({"case": ["same"]})
        document = _document(worker, other.id, verdict, one, now)
        back = replace(document, case=case.id.hex())
        theirs = renewing.recipient(session, other, day=now.date())
        _keep(session, case, document, ring.key(case.kid).public, now)
        _keep(session, other, back, theirs, now)
        keeping.record(session, _ACTS[verdict], actor=worker.id, thing=case.id, day=now.date())
    keeping.changed(case)


def _document(
    worker: Worker, other: bytes, verdict: Verdict, one: Other, now: dt.datetime
) -> LinkDocument:
    shared = one.weighed.shared if one.weighed is not None else ()
    return LinkDocument(
        case=other.hex(),
        verdict=verdict,
        by=worker.name,
        at=assessing.later(one.former.at if one.former is not None else None, now),
        score=f"{one.weighed.score:.1f}" if one.weighed is not None else "",
        shared=tuple(
            IndicatorDocument(kind=each.thing.kind, value=Plain(each.thing.value))
            for each in shared
        ),
    )


def _keep(
    session: Session, case: Case, document: LinkDocument, recipient: PublicKey, now: dt.datetime
) -> None:
    keeping.keep(session, case.id, ItemKind.LINK, document, recipient, day=now.date())
