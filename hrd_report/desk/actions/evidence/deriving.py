"""Has a safe copy of a file made between walls, and seals it to the case as an item of its own.

Decodes nothing itself: what comes out of the jail is pixels, and lines of a list.
"""

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from PIL import Image
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.desk.actions import access, assessing
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.worker import Worker
from hrd_report.documents.evidence import DerivedDocument, DerivedKind, Entry
from hrd_report.errors import Conflict, NotFound, TooLarge
from hrd_report.media import kinds
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import Item, ItemKind
from hrd_report.sandbox import deriving, jail
from hrd_report.sandbox.frames import End, Frame, Line, Pixels
from hrd_report.sealed import Plain
from hrd_report.store.objects import Store
from hrd_report.vault.items import Context, ItemSealer
from hrd_report.vault.keyring import Keyring
from hrd_report.vault.keys import PublicKey

_FIRST: Final = 4096
_QUALITY: Final = 90
_TOOL: Final = "HRD Report, sandbox 1"
_KINDS: Final[dict[str, DerivedKind]] = {
    "archive": "archive",
    "web_archive": "web_archive",
    "measurements": "measurements",
}


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """A file, the keys to it, and to whom its copy is to be sealed."""

    case: Case
    item: Item
    ring: Keyring
    recipient: PublicKey


@dataclass(slots=True, repr=False)
class Made:
    """A safe copy that lies in the store and is not kept yet. `object` is empty without pixels."""

    document: DerivedDocument
    recipient: PublicKey
    id: bytes = b""
    object: str = ""
    size: int = 0

    def discard(self, store: Store) -> None:
        """Forget it."""
        if self.object:
            store.remove(self.object)


def source(
    session: Session, worker: Worker, number: str, exhibit: Exhibit, *, day: dt.date
) -> Source:
    """Return a file that is about to be looked into, its case's key in order."""
    case = access.find(session, worker, number, lock=True)
    ring = access.ring_to_write(session, worker, case, day=day)
    item = session.get(Item, exhibit.item_id)
    if item is None or item.case_id != case.id or item.kind is not ItemKind.FILE:
        raise NotFound
    return Source(case, item, ring, ring.key(case.kid).public)


def derive(
    worker: Worker, exhibit: Exhibit, found: Source, store: Store, *, now: dt.datetime
) -> Made:
    """Make a safe copy; no transaction should wait for it.

    Raises `NoSandbox` where there are no walls, `Busy`, `StorageFull`, and `Damaged`.
    """
    if exhibit.file is None:
        raise NotFound
    reader = opening.file_reader(found.item, found.ring, store)
    first = reader.read_range(0, _FIRST)
    kind = deriving.reader_for(kinds.detect(first[: kinds.NEEDED]), first)
    document = DerivedDocument(
        file=exhibit.file.file,
        sha256=exhibit.file.sha256,
        kind="none",
        by=worker.name,
        at=assessing.later(exhibit.derived.at if exhibit.derived is not None else None, now),
        tool=_TOOL,
    )
    problem = _refused(kind, first)
    if problem:
        return Made(replace(document, problems=(problem,)), found.recipient)
    made = Made(document, found.recipient, keeping.new_id(), keeping.new_id().hex())
    try:
        with jail.memory(reader.chunks()) as handle:
            _fill(made, found, kind, deriving.derive(handle, kind), store)
    except TooLarge:
        return Made(replace(document, problems=("too_large",)), found.recipient)
    return made


def _refused(kind: str, first: bytes) -> str:
    if not kind and deriving.is_old_office(first):
        return "old_office"
    if not kind:
        return "svg" if deriving.is_drawing(first) else "no_reader"
    return "no_film_tools" if kind.startswith("video/") and not jail.has_film_tools() else ""


def keep(
    session: Session, worker: Worker, number: str, made: Made, *, now: dt.datetime
) -> DerivedDocument:
    """Keep a safe copy. Raises `Conflict` where the case has another key by now."""
    case = access.find(session, worker, number, lock=True)
    if case.kid != made.recipient.kid:
        raise Conflict
    if made.object:
        case.size += made.size
        session.add(
            Item(
                id=made.id,
                case_id=case.id,
                kid=case.kid,
                kind=ItemKind.DERIVATIVE,
                size=made.size,
                day=now.date(),
                object=made.object,
            )
        )
    document, day = made.document, now.date()
    keeping.keep(session, case.id, ItemKind.DERIVED, document, made.recipient, day=day)
    thing = bytes.fromhex(document.file)
    keeping.record(session, Act.DERIVED, actor=worker.id, thing=thing, day=day)
    return document


def _fill(made: Made, found: Source, kind: str, frames: Iterable[Frame], store: Store) -> None:
    """Seal the pictures one behind the other, as they come; note the lines."""
    writing = store.begin(made.object)
    try:
        context = Context(ItemKind.DERIVATIVE.value, found.case.id, made.id)
        drawn = _Drawn(ItemSealer(writing, made.recipient, context))
        for frame in frames:
            drawn.take(frame)
        made.document = _document(made, kind, drawn)
        if drawn.places:
            made.size = drawn.sealer.finish().padded_size
            writing.keep()
        else:
            made.object = ""
            writing.discard()
    except BaseException:
        writing.discard()
        raise


@dataclass(slots=True, repr=False)
class _Drawn:
    sealer: ItemSealer
    places: list[tuple[int, int]] = field(default_factory=list)
    lines: list[Entry] = field(default_factory=list)
    end: End = field(default_factory=lambda: End(0, ()))
    _at: int = 0

    def take(self, frame: Frame) -> None:
        if isinstance(frame, Pixels):
            picture = _jpeg(frame)
            self.sealer.write(picture)
            self.places.append((self._at, len(picture)))
            self._at += len(picture)
        elif isinstance(frame, End):
            self.end = frame
        elif isinstance(frame, Line):
            line = Entry(
                name=Plain(frame.name),
                what=frame.what,
                size=frame.size,
                when=frame.when,
                note=Plain(frame.note),
            )
            self.lines.append(line)


def _document(made: Made, kind: str, drawn: _Drawn) -> DerivedDocument:
    lists = _KINDS.get(kind)
    shown: DerivedKind = lists or ("film" if kind.startswith("video/") else "pictures")
    # One small grey picture alone shows nothing.
    there = bool(drawn.lines) or len(drawn.places) > 1
    return replace(
        made.document,
        kind=shown if there else "none",
        derivative=made.id.hex() if drawn.places else None,
        pictures=tuple(drawn.places),
        whole=drawn.end.whole,
        entries=tuple(drawn.lines),
        problems=drawn.end.problems,
    )


def _jpeg(pixels: Pixels) -> bytes:
    """Write pixels down as a picture that says nothing but them."""
    mode, sides, out = "L" if pixels.grey else "RGB", (pixels.width, pixels.height), io.BytesIO()
    Image.frombytes(mode, sides, pixels.raw).save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return out.getvalue()
