"""Takes a body that is sealed already, piece by piece, and seals it once more, to its case's key.

The second seal makes erasing real: the intake key opens no case that was erased. Refuses what
needs no key to refuse.
"""

import hashlib
from dataclasses import dataclass
from typing import IO, Final

from hrd_report.casefile import keeping
from hrd_report.errors import Damaged, TooLarge
from hrd_report.intake.files import Files
from hrd_report.intake.places import Place
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Sealed
from hrd_report.store.objects import Store, Writing
from hrd_report.vault import age, items
from hrd_report.vault.items import Context, ItemSealer

INLINE: Final = 64 * 1024
"""Bytes up to which a report that came sealed lies in its row; larger ones lie in the store."""

_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class AgeBody:
    """A sealed report, sealed again as the item `id`: its bytes, or the name of its object.

    `size` is that of the outer seal, `digest` the SHA-256 of what came.
    """

    id: bytes
    body: Sealed | str
    size: int
    digest: bytes


def take(stream: IO[bytes], said: int | None, place: Place, files: Files, store: Store) -> AgeBody:
    """Read a sealed report to its end. `said` is the length the sender announced, if any.

    Raises `Damaged` as soon as it cannot be an age file to one hybrid recipient, `TooLarge` over
    the limit of files, `StorageFull`. A large one waits in `files` to be kept.
    """
    if said is not None and said > files.limit:
        raise TooLarge(files.limit)
    first = _read_up_to(stream, INLINE + 1)
    if len(first) <= INLINE:
        _check_length(said, len(first))
        age.check_shape(first, len(first))
        context = _context(place)
        sealed = items.seal_item(first, place.recipient, context)
        return AgeBody(context.item, sealed, len(sealed), hashlib.sha256(first).digest())
    if said is not None:
        age.check_shape(first, said)
    name = keeping.new_id().hex()
    writing = store.begin(name)
    try:
        return _stored(stream, first, said, place, files, name, writing)
    except BaseException:
        writing.discard()
        raise


def _stored(
    stream: IO[bytes],
    first: bytes,
    said: int | None,
    place: Place,
    files: Files,
    name: str,
    writing: Writing,
) -> AgeBody:
    context = _context(place)
    sealer = ItemSealer(writing, place.recipient, context)
    size, digest = _copy(stream, first, sealer, files.limit)
    _check_length(said, size)
    age.check_shape(first, size)
    result = sealer.finish()
    files.hold(name, writing)
    return AgeBody(context.item, name, result.padded_size, digest)


def _context(place: Place) -> Context:
    return Context(ItemKind.REPORT.value, place.case_id, keeping.new_id())


def _check_length(said: int | None, size: int) -> None:
    if said is not None and said != size:
        raise Damaged("the body ends early")


def _copy(stream: IO[bytes], first: bytes, sealer: ItemSealer, limit: int) -> tuple[int, bytes]:
    digest, size, piece = hashlib.sha256(), 0, first
    while piece:
        size += len(piece)
        if size > limit:
            raise TooLarge(limit)
        digest.update(piece)
        sealer.write(piece)
        piece = stream.read(_PIECE)
    return size, digest.digest()


def _read_up_to(stream: IO[bytes], length: int) -> bytes:
    pieces, left = [], length
    while left and (piece := stream.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
