"""A file on its way, as its sender's secret shows it: its parts, sealed to that secret.

Opens parts of files that are not complete, nothing else, and keeps no row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from hrd_report.casefile import keeping
from hrd_report.errors import Conflict, HrdError
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain, Sealed
from hrd_report.store.objects import Store
from hrd_report.vault.items import Context, ItemReader, ItemSealer, StreamResult
from hrd_report.vault.uploads import UploadSecret

PART: Final = 32 * 1024 * 1024
"""Bytes of a part at most: what is kept before the next is read, and what a crash can lose."""

_STEP: Final = 1024 * 1024


class Gap(HrdError):
    """Bytes came that do not join what is held. `size`: where to go on."""

    code = "gap"

    def __init__(self, size: int) -> None:
        super().__init__(f"go on at {size}")
        self.size = size


class OtherFile(Conflict):
    """Under the same name another file was begun: another length, or other bytes."""

    code = "other_file"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class About:
    """What a sender says of a file. `total` is missing where it is not known before the end.

    `sha256` is there once the file is complete and kept; `size` is its length then.
    """

    name: Plain
    media_type: str
    total: int | None
    keep_metadata: bool = False
    sha256: str | None = None
    size: int = 0

    def data(self) -> dict[str, Any]:
        """Return it as JSON, ready to be sealed."""
        return {
            "name": self.name.reveal(),
            "media_type": self.media_type,
            "total": self.total,
            "keep_metadata": self.keep_metadata,
            "sha256": self.sha256,
            "size": self.size,
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> "About":
        """Return what `data` gave."""
        return cls(**{**data, "name": Plain(data["name"])})


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes `start` up to `end` of a file, in an object of the store."""

    object: str
    start: int
    end: int


@dataclass(slots=True, kw_only=True, repr=False)
class Held:
    """What is held of a file. `case_id` is where it belongs once it is complete."""

    secret: UploadSecret
    id: bytes
    case_id: bytes
    about: About
    parts: list[Part] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many bytes are held, from the first on."""
        if self.about.sha256 is not None:
            return self.about.size
        return self.parts[-1].end if self.parts else 0

    @property
    def is_complete(self) -> bool:
        """Whether the file is kept in its case."""
        return self.about.sha256 is not None

    def read(self, store: Store, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to `end`, a piece at a time. Raises `Damaged`."""
        for part in self.parts:
            first, last = max(start, part.start), min(end, part.end)
            if first < last:
                reader = self._reader(store, part)
                for at in range(first, last, _STEP):
                    yield reader.read_range(at - part.start, min(_STEP, last - at))

    def _reader(self, store: Store, part: Part) -> ItemReader:
        return ItemReader(
            lambda offset, length: store.read(part.object, offset, length),
            store.size(part.object),
            self.secret.key,
            self._context(part.object),
        )

    def _context(self, name: str) -> Context:
        return Context(ItemKind.FILE.value, self.case_id, bytes.fromhex(name))

    def begin_part(self, store: Store) -> "PartSink":
        """Begin the next part. Raises `StorageFull`."""
        return PartSink(self, store, self._context(keeping.new_id().hex()))


def spelt(part: Part) -> dict[str, int]:
    """Return where a part stands, ready to be sealed."""
    return {"start": part.start, "end": part.end}


def part_place(upload: bytes, number: int) -> str:
    """Return what a part's row is bound to."""
    return f"part/{upload.hex()}/{number}"


def file_place(upload: bytes) -> str:
    """Return what a file's row is bound to."""
    return f"file/{upload.hex()}"


def sealed_about(held_by: UploadSecret, upload: bytes, about: About) -> Sealed:
    """Seal what is known of a file to its sender."""
    return held_by.seal(file_place(upload), about.data())


class PartSink:
    """Seals one part on its way to the store."""

    def __init__(self, held: Held, store: Store, context: Context) -> None:
        self._name = context.item.hex()
        self._start = held.size
        self._writing = store.begin(self._name)
        try:
            self._sealer = ItemSealer(self._writing, held.secret.key.public, context)
        except BaseException:
            self._writing.discard()
            raise

    def write(self, piece: bytes) -> None:
        """Seal a piece. Raises `StorageFull`."""
        self._sealer.write(piece)

    def keep(self) -> Part:
        """Make the part durable. Raises `StorageFull`."""
        result: StreamResult = self._sealer.finish()
        self._writing.keep()
        return Part(self._name, self._start, self._start + result.true_size)

    def discard(self) -> None:
        """Forget the part."""
        self._writing.discard()
