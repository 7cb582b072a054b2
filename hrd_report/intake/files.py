"""Files of one form: sealed while they arrive, then kept or forgotten together. Opens no report."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.exc import OperationalError

from hrd_report.casefile import keeping
from hrd_report.documents.reports import SentFile
from hrd_report.intake.places import Place
from hrd_report.media import kinds
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain
from hrd_report.store.objects import Store, Writing
from hrd_report.vault.items import Context, ItemReader, ItemSealer, StreamResult

_LONGEST_NAME: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SealedFile:
    """A complete file in the store. `item` is its item's id, `object` its random name there.

    `detected` is the kind that its first bytes show, or nothing.
    """

    item: bytes
    object: str
    name: Plain
    media_type: str
    result: StreamResult
    detected: str = ""


class Files:
    """Every file of one form. Nothing is visible in the store before `keep`.

    `kept` are complete, `too_large` are the names of those over the limit, `deferred` of those
    that could not be taken at this moment. `keep_metadata`: the sender wants hidden data of
    pictures to be seen.
    """

    def __init__(self, store: Store, *, limit: int, sum_limit: int | None = None) -> None:
        self.kept: list[SealedFile] = []
        self.too_large: list[Plain] = []
        self.deferred: list[Plain] = []
        self.limit = limit
        self.sum_limit = sum_limit
        self.keep_metadata = False
        self._store = store
        self._held: dict[str, Writing] = {}
        self._visible: list[str] = []

    def open(self, place: Place, name: str, media_type: str) -> "FileSink":
        """Begin a file that belongs to `place`. Raises `StorageFull`."""
        sealed = SealedFile(
            item=keeping.new_id(),
            object=keeping.new_id().hex(),
            name=Plain(_base_name(name)),
            media_type=media_type[:_LONGEST_NAME],
            result=StreamResult(0, 0, ""),
        )
        writing = self._store.begin(sealed.object)
        return FileSink(self, sealed, writing, place)

    @property
    def room(self) -> int:
        """How many bytes the next file may have: of its own limit, and of that for all."""
        if self.sum_limit is None:
            return self.limit
        return min(self.limit, self.sum_limit - sum(one.result.true_size for one in self.kept))

    @property
    def not_kept(self) -> list[Plain]:
        """The names of files that came and are not kept."""
        return [*self.too_large, *self.deferred]

    def defer(self, name: str) -> None:
        """Note that a file could not be taken now: it is to be sent again later."""
        self.deferred.append(Plain(_base_name(name)))

    def complete(self, sealed: SealedFile, writing: Writing) -> None:
        """Take a file that arrived to its end."""
        self.kept.append(sealed)
        self.hold(sealed.object, writing)

    def hold(self, name: str, writing: Writing) -> None:
        """Take an object that arrived to its end, sealed by somebody else."""
        self._held[name] = writing

    def listing(self) -> list[tuple[str, int, str]]:
        """Return name, size and digest of each file, in order; of a too large one its name only."""
        found = [(one.name.reveal(), one.result.true_size, one.result.sha256) for one in self.kept]
        return found + [(name.reveal(), -1, "") for name in self.not_kept]

    def sent(self) -> tuple[SentFile, ...]:
        """Return what the sender recognises each kept file by."""
        return tuple(SentFile(name=one.name, sha256=one.result.sha256) for one in self.kept)

    def keep(self) -> None:
        """Make all files durable and visible, once. Raises `StorageFull`."""
        for name, writing in self._held.items():
            if name not in self._visible:
                # Before the rename: whatever fails afterwards, `discard` knows the name.
                self._visible.append(name)
                writing.keep()

    def discard(self) -> None:
        """Forget all files, also visible ones."""
        for writing in self._held.values():
            writing.discard()
        for name in self._visible:
            self._store.remove(name)

    @contextmanager
    def being_named(self) -> Iterator[None]:
        """Stand around the transaction whose rows name these files.

        Where the line to the database breaks, nobody knows whether it was kept. Then the files
        stay, whoever discards them afterwards: what no row names is swept.
        """
        try:
            yield
        except OperationalError:
            for name in self._visible:
                del self._held[name]
            self._visible.clear()
            raise

    def moved(self, before: Place, place: Place) -> "Files":
        """Return the same files sealed to another place. They must have been kept."""
        moved = Files(self._store, limit=self.limit)
        moved.too_large, moved.deferred = self.too_large, self.deferred
        moved.keep_metadata = self.keep_metadata
        for one in self.kept:
            sink = moved.open(place, one.name.reveal(), one.media_type)
            try:
                for piece in self._reader(before, one).chunks():
                    sink.write(piece)
                sink.finish()
            except BaseException:
                sink.abandon()
                moved.discard()
                raise
        return moved

    def _reader(self, place: Place, one: SealedFile) -> ItemReader:
        if place.key is None:
            raise LookupError("only the files of a fresh case can still be opened here")
        return ItemReader(
            lambda offset, length: self._store.read(one.object, offset, length),
            one.result.padded_size,
            place.key,
            Context(ItemKind.FILE.value, place.case_id, one.item),
        )


class FileSink:
    """Seals one file on its way to the store; over the limit it only reads on."""

    def __init__(self, files: Files, sealed: SealedFile, writing: Writing, place: Place) -> None:
        self._files = files
        self._sealed = sealed
        self._writing = writing
        self._left = files.room
        self._first = b""
        context = Context(ItemKind.FILE.value, place.case_id, sealed.item)
        try:
            self._sealer = ItemSealer(writing, place.recipient, context)
        except BaseException:
            writing.discard()
            raise

    def write(self, piece: bytes | memoryview) -> None:
        """Seal a piece. Raises `StorageFull`."""
        if self._left < 0:
            return
        self._left -= len(piece)
        if self._left < 0:
            self._writing.discard()
            self._files.too_large.append(self._sealed.name)
            return
        if len(self._first) < kinds.NEEDED:
            self._first += bytes(piece[: kinds.NEEDED])
        self._sealer.write(piece)

    def finish(self) -> None:
        """Close the file: it is complete."""
        if self._left < 0:
            return
        try:
            result = self._sealer.finish()
        except BaseException:
            self._writing.discard()
            raise
        self._files.complete(
            replace(self._sealed, result=result, detected=kinds.detect(self._first)), self._writing
        )

    def abandon(self) -> None:
        """Forget the file."""
        self._writing.discard()


def _base_name(name: str) -> str:
    # Some browsers send a whole path, which says more than the sender meant to.
    return name.replace("\\", "/").rsplit("/", 1)[-1][-_LONGEST_NAME:]
