"""Opens one file a defender sent: a copy without hidden data, or the original. Shows none."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.desk.actions import access
from hrd_report.desk.worker import Worker
from hrd_report.errors import NotFound
from hrd_report.media import cleaning, kinds
from hrd_report.records.audit import Act
from hrd_report.records.keys import Item, ItemKind
from hrd_report.store.objects import Store
from hrd_report.vault.keyring import Keyring


def original(
    session: Session, worker: Worker, number: str, item_id: bytes, store: Store, *, now: dt.datetime
) -> Iterator[bytes]:
    """Yield a file's bytes piece by piece, and write down who asked for them.

    Raises `NotFound`, `NotAllowed`, and `Damaged` (the cut ones before the first piece).
    """
    item, ring = _reached(session, worker, number, item_id)
    pieces = opening.file_chunks(item, ring, store)
    keeping.record(session, Act.FILE_OPENED, actor=worker.id, thing=item.id, day=now.date())
    return pieces


def copy(
    session: Session, worker: Worker, number: str, item_id: bytes, store: Store, *, now: dt.datetime
) -> tuple[str, Iterator[bytes]]:
    """Return a picture's kind and the bytes of a copy that says nothing but the picture.

    The original stays as it is. Raises `NotCleaned`, before the first piece, where that cannot be
    done, and what `original` raises.
    """
    item, ring = _reached(session, worker, number, item_id)
    kind = kinds.detect(next(opening.file_chunks(item, ring, store), b""))
    pieces = cleaning.cleaned(kind, lambda: opening.file_chunks(item, ring, store))
    keeping.record(session, Act.FILE_COPIED, actor=worker.id, thing=item.id, day=now.date())
    return kind, pieces


def _reached(session: Session, worker: Worker, number: str, item_id: bytes) -> tuple[Item, Keyring]:
    case = access.find(session, worker, number)
    ring = access.open_ring(session, worker, case)
    item = session.get(Item, item_id)
    if item is None or item.case_id != case.id or item.kind is not ItemKind.FILE:
        raise NotFound
    return item, ring
