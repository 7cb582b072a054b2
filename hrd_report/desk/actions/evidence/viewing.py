"""Writes down that somebody looks, before anything is shown, and counts it for that person alone.

What was not written down today is not shown: the row in the audit is the ticket.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.desk.actions import access
from hrd_report.desk.actions.evidence.exhibits import LOOKS, Exhibit
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.worker import Worker
from hrd_report.documents.evidence import DerivedDocument
from hrd_report.errors import Damaged, NotFound
from hrd_report.records import audit
from hrd_report.records.acts import Act
from hrd_report.records.keys import Item, ItemKind
from hrd_report.store.objects import Store

SMALL: Final = 0
"""The number of the small grey picture; full ones count from 1."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """How many things somebody saw in full today, and after how many they want to be asked."""

    seen: int
    limit: int

    @property
    def is_over(self) -> bool:
        """Whether it is time for a break."""
        return self.seen >= self.limit


def exposure(session: Session, worker: Worker, limit: int, *, day: dt.date) -> Exposure:
    """Count what one person saw today: each thing once. Nobody else is shown this."""
    return Exposure(session.scalars(audit.things_seen(worker.id, LOOKS, day)).one(), limit)


def note(
    session: Session, worker: Worker, number: str, exhibit: Exhibit, act: Act, *, now: dt.datetime
) -> None:
    """Write down that somebody looks. Raises `NotFound`, `NotAllowed`."""
    case = access.find(session, worker, number)
    access.open_ring(session, worker, case)
    keeping.record(session, act, actor=worker.id, thing=exhibit.item_id, day=now.date())


def picture(
    session: Session,
    worker: Worker,
    file: CaseFile,
    exhibit: Exhibit,
    number: int,
    store: Store,
    *,
    day: dt.date,
) -> bytes:
    """Return one picture of a safe copy to somebody who asked to see it today.

    Raises `NotFound` where nobody asked, or there is no such picture.
    """
    act = Act.PREVIEWED if number == SMALL else Act.VIEWED
    asked = session.scalars(audit.was_done(worker.id, act, exhibit.item_id, day)).first()
    if asked is None or exhibit.derived is None:
        raise NotFound
    return _read(session, file, exhibit.derived, number, store)


def _read(
    session: Session, file: CaseFile, derived: DerivedDocument, number: int, store: Store
) -> bytes:
    if derived.derivative is None or not 0 <= number < len(derived.pictures):
        raise NotFound
    item = session.get(Item, bytes.fromhex(derived.derivative))
    if item is None or item.case_id != file.case.id or item.kind is not ItemKind.DERIVATIVE:
        raise NotFound
    start, length = derived.pictures[number]
    found = opening.file_reader(item, file.ring, store).read_range(start, length)
    if len(found) != length:
        raise Damaged("a picture is cut")
    return found
