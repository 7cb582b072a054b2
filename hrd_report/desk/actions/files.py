"""Opens one file a defender sent, for somebody who asks for the original. Shows none unasked."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.desk.actions import access
from hrd_report.desk.worker import Worker
from hrd_report.errors import NotFound
from hrd_report.records.audit import Act
from hrd_report.records.keys import Item, ItemKind
from hrd_report.store.objects import Store


def original(
    session: Session, worker: Worker, number: str, item_id: bytes, store: Store, *, now: dt.datetime
) -> Iterator[bytes]:
    """Yield a file's bytes piece by piece, and write down who asked for them.

    Raises `NotFound`, `NotAllowed`, and `Damaged` (the cut ones before the first piece).
    """
    case = access.find(session, worker, number)
    ring = access.open_ring(session, worker, case)
    item = session.get(Item, item_id)
    if item is None or item.case_id != case.id or item.kind is not ItemKind.FILE:
        raise NotFound
    pieces = opening.file_chunks(item, ring, store)
    keeping.record(session, Act.FILE_OPENED, actor=worker.id, thing=item.id, day=now.date())
    return pieces
