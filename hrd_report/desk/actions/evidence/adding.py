"""Takes files that the desk itself preserved: sealed to the case as they arrive. Opens none."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access
from hrd_report.desk.worker import Worker
from hrd_report.documents.reports import FileDocument
from hrd_report.errors import Conflict, Invalid, TooLarge
from hrd_report.media import kinds
from hrd_report.records.acts import Act
from hrd_report.records.beside import otherwise
from hrd_report.records.keys import Item, ItemKind
from hrd_report.sealed import Plain
from hrd_report.store.objects import Store
from hrd_report.vault import digests
from hrd_report.vault.items import Context, ItemSealer, StreamResult
from hrd_report.vault.keys import PublicKey

_LONGEST_NAME: Final = 255


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """The case that files are added to, and the key they are sealed to."""

    case_id: bytes
    recipient: PublicKey


def place(session: Session, worker: Worker, number: str, *, day: dt.date) -> Place:
    """Return where a case's new files go, its key in order. Raises `NotFound`, `NotAllowed`."""
    case = access.find(session, worker, number, lock=True)
    ring = access.ring_to_write(session, worker, case, day=day)
    return Place(case.id, ring.key(case.kid).public)


@dataclass(slots=True, repr=False)
class Added:
    """The files of one form, complete and sealed, before they are kept.

    Once rows are to name them (`named`), their transaction decides what becomes of them.
    """

    place: Place
    store: Store
    limit: int
    files: list["Sink"] = field(default_factory=list)
    named: bool = False

    @property
    def digest(self) -> bytes:
        """Stands for all that came, in its order: the same files have the same."""
        told = (
            [one.name.reveal(), one.media_type, one.result.sha256 if one.result else ""]
            for one in self.files
        )
        return digests.sha256(json.dumps(list(told)).encode())

    def open(self, name: str, media_type: str) -> "Sink":
        """Begin a file. Raises `StorageFull`."""
        return Sink(self, name, media_type)

    def discard(self) -> None:
        """Forget all of them."""
        for one in self.files:
            self.store.remove(one.object)


class Sink:
    """Seals one file piece by piece."""

    def __init__(self, added: Added, name: str, media_type: str) -> None:
        self.item, self.object = keeping.new_id(), keeping.new_id().hex()
        self.name = Plain(name.replace("\\", "/").rpartition("/")[2][-_LONGEST_NAME:])
        self.media_type = media_type[:_LONGEST_NAME]
        self.first = b""
        self.result: StreamResult | None = None
        self._added, self._size = added, 0
        self._writing = added.store.begin(self.object)
        context = Context(ItemKind.FILE.value, added.place.case_id, self.item)
        self._sealer = ItemSealer(self._writing, added.place.recipient, context)

    def write(self, piece: bytes | memoryview) -> None:
        """Take a piece. Raises `TooLarge`."""
        self._size += len(piece)
        if self._size > self._added.limit:
            raise TooLarge(self._added.limit)
        if len(self.first) < kinds.NEEDED:
            self.first += bytes(piece[: kinds.NEEDED])
        self._sealer.write(piece)

    def finish(self) -> None:
        """Make the file durable: it is complete."""
        try:
            self.result = self._sealer.finish()
            self._writing.keep()
        except BaseException:
            self.abandon()
            raise
        self._added.files.append(self)

    def abandon(self) -> None:
        """Forget what came."""
        self._writing.discard()


def keep(session: Session, worker: Worker, number: str, added: Added, *, now: dt.datetime) -> None:
    """Put the files into the case.

    Raises `Invalid` where none came, `Conflict` where the case has another key by now.
    """
    if not added.files:
        raise Invalid({"files": ["missing"]})
    added.named = True
    otherwise(session, added.discard)
    case = access.find(session, worker, number, lock=True)
    if case.kid != added.place.recipient.kid:
        raise Conflict
    for one in added.files:
        document = _document(one, worker.name, now)
        case.size += _padded(one)
        session.add(
            Item(
                id=one.item,
                case_id=case.id,
                kid=case.kid,
                kind=ItemKind.FILE,
                size=_padded(one),
                day=now.date(),
                object=one.object,
            )
        )
        recipient = added.place.recipient
        keeping.keep(session, case.id, ItemKind.FILEMETA, document, recipient, day=now.date())
        keeping.record(session, Act.FILE_ADDED, actor=worker.id, thing=one.item, day=now.date())
    keeping.changed(case)


def _document(one: Sink, by: str, now: dt.datetime) -> FileDocument:
    result = one.result or StreamResult(0, 0, "")
    return FileDocument(
        file=one.item.hex(),
        name=one.name,
        media_type=one.media_type,
        size=result.true_size,
        sha256=result.sha256,
        received_at=now,
        detected=kinds.detect(one.first[: kinds.NEEDED]),
        by=by,
    )


def _padded(one: Sink) -> int:
    return one.result.padded_size if one.result is not None else 0
