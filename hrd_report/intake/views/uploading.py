"""Takes a file piece by piece, over many requests, and puts it into its case once it is whole.

Each part is durable before the next is read, so that any process of any node can go on after a
line broke or a process died. A file that is whole is sealed anew, to its case's present key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Final

from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import BadRequest

from hrd_report.casefile import keeping
from hrd_report.errors import Conflict, NotFound, TooLarge
from hrd_report.intake import arriving, sealing
from hrd_report.intake.actions import uploads
from hrd_report.intake.files import Files
from hrd_report.intake.partial import PART, About, Gap, Held, OtherFile, PartSink
from hrd_report.intake.pieces import Piece
from hrd_report.intake.ranges import Span
from hrd_report.vault.uploads import UploadSecret
from hrd_report.web import lanes
from hrd_report.web.services import services

_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a file has come. `sha256` is there once it is kept, `is_new` when that was now."""

    size: int
    total: int | None
    sha256: str | None
    is_new: bool = False


def standing(secret: UploadSecret, label: str) -> Standing:
    """Return how far a file has come. Raises `NotFound`."""
    with services().database.reading() as session:
        held = uploads.find(session, secret, label)
    if held is None:
        raise NotFound
    return _standing(held)


def take(secret: UploadSecret, label: str, about: About, span: Span, stream: IO[bytes]) -> Standing:
    """Take the bytes of a span; complete the file where they are its last ones.

    What is held already is compared and not kept twice. Raises `NotFound`, `Gap`, `OtherFile`,
    `TooLarge`, `StorageFull`, `Crowded`, and `Conflict` while another request sends the same file.
    """
    held = find(secret, label) if span.asks else _held(secret, label, about)
    if held.about.total != span.total:
        raise OtherFile
    with lanes.lanes().files.place():
        if not span.asks:
            if span.start > held.size:
                raise Gap(held.size)
            _compare(held, stream, span.start, min(span.end, held.size))
            _append(held, stream, span.end - max(span.start, held.size))
        return _complete(held) if held.size == span.total else _standing(held)


def append(secret: UploadSecret, label: str, about: About, stream: IO[bytes]) -> Standing:
    """Take what follows on what is held, for a sender that never says how much there will be."""
    held = _held(secret, label, about)
    if held.is_complete:
        raise OtherFile
    limit = services().settings.file_limit
    with lanes.lanes().files.place():
        _append(held, stream, limit + 1 - held.size)
    if held.size > limit:
        raise TooLarge(limit)
    return _standing(held)


def complete(held: Held) -> Standing:
    """Put a whole file into its case: once, however often it is asked for. Raises `Crowded`."""
    with lanes.lanes().files.place():
        return _complete(held)


def _complete(held: Held) -> Standing:
    if held.is_complete:
        return _standing(held)
    parts, files = services(), arriving.fresh_files()
    try:
        pieces = _sealed_anew(held, files)
        files.keep()
        result = files.kept[0].result
        with files.being_named(), parts.database.writing() as session:
            new = uploads.complete(
                session, held, pieces, result, now=parts.clock(), promise=arriving.promise()
            )
    except BaseException:
        files.discard()
        raise
    if not new:
        files.discard()
    for part in held.parts:
        parts.store.remove(part.object)
    return Standing(result.true_size, held.about.total, result.sha256, is_new=new)


def find(secret: UploadSecret, label: str) -> Held:
    """Return what is held of a file. Raises `NotFound`."""
    with services().database.reading() as session:
        held = uploads.find(session, secret, label)
    if held is None:
        raise NotFound
    return held


def _standing(held: Held) -> Standing:
    return Standing(held.size, held.about.total, held.about.sha256)


def _held(secret: UploadSecret, label: str, about: About) -> Held:
    """Return what is held of a file, or begin it."""
    parts = services()
    if (about.total or 0) > parts.settings.file_limit:
        raise TooLarge(parts.settings.file_limit)
    try:
        with parts.database.writing() as session:
            held = uploads.find(session, secret, label)
            if held is None:
                limit, day = parts.settings.sum_limit, parts.clock().date()
                uploads.begin(session, secret, label, about, limit=limit, day=day)
    except IntegrityError:
        held = None  # it was begun by another request at this very moment
    return held or find(secret, label)


def _compare(held: Held, stream: IO[bytes], start: int, end: int) -> None:
    """Read on over what is held already. Raises `OtherFile` where other bytes come."""
    if held.is_complete or start >= end:
        return
    for known in held.read(services().store, start, end):
        if _read_up_to(stream, len(known)) != known:
            raise OtherFile


def _append(held: Held, stream: IO[bytes], wanted: int) -> None:
    """Keep what comes, part by part; when the line breaks, also the part that was begun."""
    if held.is_complete:
        return
    pieces = _pieces(stream, wanted)
    while first := next(pieces, b""):
        sink = held.begin_part(services().store)
        broken: BaseException | None = None
        try:
            sink.write(first)
            try:
                for piece in islice(pieces, PART // _PIECE - 1):
                    sink.write(piece)
            except (BadRequest, OSError) as problem:
                broken = problem
            _keep(held, sink)
        except BaseException:
            sink.discard()
            raise
        if broken is not None:
            raise broken


def _keep(held: Held, sink: PartSink) -> None:
    parts = services()
    part = sink.keep()
    try:
        with parts.database.writing() as session:
            uploads.add_part(session, held, part)
    except IntegrityError:
        parts.store.remove(part.object)
        raise Conflict("another request sends the same file") from None
    except OperationalError:
        raise  # perhaps a row names it; if none does, it is swept
    except BaseException:
        parts.store.remove(part.object)
        raise
    held.parts.append(part)


def _pieces(stream: IO[bytes], wanted: int) -> Iterator[bytes]:
    while wanted > 0 and (piece := stream.read(min(wanted, _PIECE))):
        wanted -= len(piece)
        yield piece


def _read_up_to(stream: IO[bytes], length: int) -> bytes:
    return b"".join(_pieces(stream, length))


def _sealed_anew(held: Held, files: Files) -> tuple[Piece, ...]:
    """Seal a whole file to its case, as `files`, and what is known of it."""
    parts = services()
    place = arriving.place_in(held.case_id)
    with parts.database.reading() as session:
        receipt = keeping.receipt_key(session, held.case_id)
    files.keep_metadata = held.about.keep_metadata
    sink = files.open(place, held.about.name.reveal(), held.about.media_type)
    try:
        for piece in held.read(parts.store, 0, held.size):
            sink.write(piece)
        sink.finish()
    except BaseException:
        sink.abandon()
        raise
    return sealing.file_pieces(files, place, parts.clock(), receipt=receipt)
