"""Tells what a case adds to its team's overviews, and gathers that over all cases one may open.

A case that is restricted to people named adds nothing: only they, on their own pages, count it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.tallying import Books
from hrd_report.desk.actions import access, shutdown_records
from hrd_report.desk.actions.reading import Reader, assessment
from hrd_report.desk.worker import Worker
from hrd_report.documents.casework import DeskRecord, FindingDocument
from hrd_report.documents.tallies import Tally, by_platform
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.records import tallies
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case, granted_to
from hrd_report.records.keys import ItemKind
from hrd_report.records.people import Team
from hrd_report.vault.keyring import Keyring

AT_ONCE: Final = 40
"""Cases that are told while somebody waits for a page."""

IN_ONE_GO: Final = 300
"""Cases that one press tells."""

_RENEWED: Final = 500
_MOST_OWN: Final = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """What each case adds, by the case's id, and how many cases are not told yet."""

    tallies: dict[bytes, Tally] = field(default_factory=dict)
    untold: int = 0


def tell(session: Session, worker: Worker, case: Case, ring: Keyring, *, day: dt.date) -> None:
    """Note what a case adds, after something of it changed."""
    session.flush()
    books = _books(session, worker)
    if case.restricted or case.team_id != worker.team_id:
        tallies.forget(session, case.id)
        return
    books.put(case.id, of_case(session, case, ring), day=day)


def tell_some(session: Session, worker: Worker, *, most: int, day: dt.date) -> int:
    """Note what cases add of which nothing is noted; return how many were looked at."""
    books = _books(session, worker)
    books.renew(day=day, most=_RENEWED)
    session.flush()
    found = session.scalars(tallies.untold(worker.team_id, books.kids).limit(most)).all()
    for case in found:
        try:
            tally = of_case(session, case, access.open_ring(session, worker, case))
        except (NotAllowed, Damaged):
            tally = Tally()
        books.put(case.id, tally, day=day)
    return len(found)


def of_case(session: Session, case: Case, ring: Keyring) -> Tally:
    """Return what a case adds, from its items."""
    read = Reader(session, case, ring)
    held = assessment(read)
    records = [one.document for one in read.all(ItemKind.RECORD, DeskRecord)]
    findings = [one.document for one in read.all(ItemKind.FINDING, FindingDocument)]
    return Tally(
        threats=held.threats if held is not None else (),
        findings=by_platform(findings),
        shutdown=shutdown_records.in_short(records),
    )


def gather(session: Session, worker: Worker) -> Counted:
    """Return what all cases add that somebody may open: the team's, and those of their own."""
    books = _books(session, worker)
    found = dict(books.all())
    for case in _own(session, worker):
        try:
            found[case.id] = of_case(session, case, access.open_ring(session, worker, case))
        except (NotAllowed, Damaged):
            continue
    untold = session.scalars(tallies.count_untold(worker.team_id, books.kids)).one()
    return Counted(found, untold)


def write_down(session: Session, worker: Worker, things: list[bytes], *, day: dt.date) -> None:
    """Write down that somebody read findings of cases (or of a whole team), once a day each."""
    written = select(AuditRow.object).where(
        AuditRow.object.in_(things),
        AuditRow.act == Act.FINDINGS_READ,
        AuditRow.actor == worker.id,
        AuditRow.day == day,
    )
    known = set(session.scalars(written))
    fresh = [one for one in things if one not in known]
    if fresh:
        keeping.record_many(session, Act.FINDINGS_READ, actor=worker.id, things=fresh, day=day)


def _own(session: Session, worker: Worker) -> Iterator[Case]:
    """Yield the cases that are granted to somebody's own key."""
    yield from session.scalars(granted_to(worker.key.kid).limit(_MOST_OWN))


def _books(session: Session, worker: Worker) -> Books:
    team_kid = session.get_one(Team, worker.team_id).kid
    return Books(session, worker.key, worker.team_id, team_kid)
