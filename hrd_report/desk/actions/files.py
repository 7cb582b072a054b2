"""Opens one file a defender sent, to make a copy without hidden data. Shows none."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.desk.actions import access
from hrd_report.desk.worker import Worker
from hrd_report.errors import NotFound
from hrd_report.media import cleaning, kinds
from hrd_report.records.acts import Act
from hrd_report.records.keys import Item, ItemKind
from hrd_report.store.objects import Store
from hrd_report.vault.keyring import Keyring


@dataclass(frozen=True, slots=True, repr=False)
class Reached:
    """A file that somebody's keys open."""

    item: Item
    ring: Keyring

    def copy(self, store: Store) -> tuple[str, Iterator[bytes]]:
        """Return a picture's kind and the bytes of a copy that says nothing but the picture.

        The original stays as it is. The whole of it is read, so no transaction should wait for
        this. Raises `NotCleaned` and `Damaged`, before the first piece, where it cannot be done.
        """
        kind = kinds.detect(next(self._chunks(store), b""))
        return kind, cleaning.cleaned(kind, lambda: self._chunks(store))

    def _chunks(self, store: Store) -> Iterator[bytes]:
        return opening.file_chunks(self.item, self.ring, store)


def reach(session: Session, worker: Worker, number: str, item_id: bytes) -> Reached:
    """Return a file of a case. Raises `NotFound`, `NotAllowed`."""
    return Reached(*_reached(session, worker, number, item_id))


def note_copy(session: Session, worker: Worker, file: Reached, *, now: dt.datetime) -> None:
    """Write down who asked for a copy."""
    keeping.record(session, Act.FILE_COPIED, actor=worker.id, thing=file.item.id, day=now.date())


def _reached(session: Session, worker: Worker, number: str, item_id: bytes) -> tuple[Item, Keyring]:
    case = access.find(session, worker, number)
    ring = access.open_ring(session, worker, case)
    item = session.get(Item, item_id)
    if item is None or item.case_id != case.id or item.kind is not ItemKind.FILE:
        raise NotFound
    return item, ring
