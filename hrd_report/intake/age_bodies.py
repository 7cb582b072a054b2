"""Takes a body that is sealed already, piece by piece, and seals it once more, to its case's key.

The second seal makes erasing real: the intake key opens no case that was erased. Refuses what
needs no key to refuse.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from hrd_report.casefile import keeping
from hrd_report.errors import Damaged, TooLarge
from hrd_report.intake.files import Files
from hrd_report.intake.places import Place
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Sealed
from hrd_report.store.objects import Store
from hrd_report.vault import age, items
from hrd_report.vault.items import Context, ItemSealer

INLINE: Final = 64 * 1024
"""Bytes up to which a report that came sealed lies in its row; larger ones lie in the store."""

_PIECE: Final = 1024 * 1024


class Source(Protocol):
    """Anything that gives bytes in order."""

    def read(self, length: int, /) -> bytes:
        """Return up to so many bytes, none at the end."""


@dataclass(frozen=True, slots=True, repr=False)
class AgeBody:
    """A sealed report, sealed again as the item `id`: its bytes, or the name of its object.

    `size` is that of the outer seal, `digest` the SHA-256 of what came.
    """

    id: bytes
    body: Sealed | str
    size: int
    digest: bytes


Naming = Callable[[bytes], bytes | None]
"""Returns the id that a file gets by its first bytes; nothing where an item has it already."""


def take(
    stream: Source, said: int | None, place: Place, files: Files, store: Store, naming: Naming
) -> AgeBody:
    """Read a sealed report to its end. `said` is the length the sender announced, if any.

    A small one is named by all of its bytes, a large one by its header and nonce: nobody makes
    those twice, though somebody may have put them before other bytes.

    Raises `Damaged` as soon as it cannot be an age file to one hybrid recipient, `TooLarge` over
    the limit of files, `StorageFull`. A large one waits in `files` to be kept.
    """
    if said is not None and said > files.limit:
        raise TooLarge(files.limit)
    first = read_up_to(stream, INLINE + 1)
    if len(first) <= INLINE:
        _check_length(said, len(first))
        age.check_shape(first, len(first))
        context = _context(place, naming(first))
        sealed = items.seal_item(first, place.recipient, context)
        return AgeBody(context.item, sealed, len(sealed), hashlib.sha256(first).digest())
    if said is not None:
        age.check_shape(first, said)
    context = _context(place, naming(first[: age.START]))
    stored = keeping.new_id().hex()
    writing = store.begin(stored)
    try:
        sealer = ItemSealer(writing, place.recipient, context)
        size, digest = _copy(stream, first, sealer, files.limit)
        _check_length(said, size)
        age.check_shape(first, size)
        result = sealer.finish()
        files.hold(stored, writing)
    except BaseException:
        writing.discard()
        raise
    return AgeBody(context.item, stored, result.padded_size, digest)


def _context(place: Place, chosen: bytes | None) -> Context:
    kind = ItemKind.REPORT if place.key is not None else ItemKind.ADDITION
    return Context(kind.value, place.case_id, chosen or keeping.new_id())


def _check_length(said: int | None, size: int) -> None:
    if said is not None and said != size:
        raise Damaged("the body ends early")


def _copy(stream: Source, first: bytes, sealer: ItemSealer, limit: int) -> tuple[int, bytes]:
    digest, size, piece = hashlib.sha256(), 0, first
    while piece:
        size += len(piece)
        if size > limit:
            raise TooLarge(limit)
        digest.update(piece)
        sealer.write(piece)
        piece = stream.read(_PIECE)
    return size, digest.digest()


def read_up_to(stream: Source, length: int) -> bytes:
    """Return the next bytes of a stream, fewer only at its end."""
    pieces, left = [], length
    while left and (piece := stream.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
