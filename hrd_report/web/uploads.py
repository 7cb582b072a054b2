"""Reads a multipart body piece by piece, so that no file ever rests in clear. Seals nothing itself.

Werkzeug's own parser keeps larger files in a temporary file; ours hands every piece of a file to
a sink the moment it arrives. Fields come in the order of the form.
"""

from collections.abc import Callable, Iterator
from typing import IO, Final, Protocol

from flask import request
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.sansio.multipart import (
    Data,
    Epilogue,
    Event,
    Field,
    File,
    MultipartDecoder,
    NeedData,
    State,
)

from hrd_report.errors import TooLarge

# The server receives up to as much at once; smaller pieces make it copy what is left each time.
_PIECE: Final = 1024 * 1024
_MAX_PARTS: Final = 200
_LONGEST_HEAD: Final = 64 * 1024
# A form without files writes a byte as three letters at worst.
_ENCODED: Final = 3
# What may stand before and behind a boundary's own letters: CR LF - - and - - CR LF.
_AROUND_BOUNDARY: Final = 8


class Sink(Protocol):
    """Where the pieces of one file go."""

    def write(self, piece: bytes | memoryview) -> None:
        """Take a piece."""

    def finish(self) -> None:
        """Keep the file: it is complete."""

    def abandon(self) -> None:
        """Forget what came: the file will not be completed."""


class Discard:
    """A sink for what cannot be kept: reads it to its end, so that the rest can be answered."""

    def write(self, piece: bytes | memoryview) -> None:
        """Let a piece go."""

    def finish(self) -> None:
        """Nothing was kept."""

    def abandon(self) -> None:
        """Nothing was kept."""


class Held:
    """A sink for one file that is read as a whole: in memory, up to a limit, and nowhere else.

    A second file follows the first and breaks it.
    """

    def __init__(self, limit: int) -> None:
        self.content = bytearray()
        self._limit = limit

    def write(self, piece: bytes | memoryview) -> None:
        """Take a piece. Raises `TooLarge`."""
        if len(self.content) + len(piece) > self._limit:
            raise TooLarge(self._limit)
        self.content += piece

    def finish(self) -> None:
        """All is here."""

    def abandon(self) -> None:
        """Let go of what came."""
        self.content.clear()


OpenSink = Callable[[str, str, MultiDict[str, str]], Sink]
"""Called with a file's name and type as sent, and the fields read before it."""


def read_form(open_sink: OpenSink, *, text_limit: int) -> MultiDict[str, str]:
    """Read the request's form; give every file to the sink opened for it.

    Text is read as UTF-8; bytes that are not are replaced, so that no report is lost to them.
    Raises `TooLarge` when the words alone exceed `text_limit` bytes, `BadRequest` for a body that
    is not a form or ends early (its unfinished file is abandoned first).
    """
    if request.mimetype != "multipart/form-data":
        request.max_content_length = text_limit * _ENCODED
        return request.form
    boundary = request.mimetype_params.get("boundary", "").encode("latin-1", "ignore")
    if not boundary:
        raise BadRequest
    reader = _Reader(open_sink, text_limit)
    try:
        for event in events(request.stream, boundary):
            reader.take(event)
    except BaseException:
        reader.abandon()
        raise
    return reader.fields


def events(stream: IO[bytes], boundary: bytes) -> Iterator[Event]:
    """Yield the parts of a multipart body as they come. Raises `BadRequest` where it is none."""
    decoder = _Decoder(boundary, max_parts=_MAX_PARTS)
    done = False
    while not done:
        piece = stream.read(_PIECE)
        try:
            yield from decoder.take(piece)
            event = decoder.next_event()
            while not isinstance(event, NeedData):
                if isinstance(event, Epilogue):
                    done = True
                    break
                yield event
                event = decoder.next_event()
        except ValueError:
            raise BadRequest from None
        # What waits here is the head of a part; an endless one would fill the memory.
        if (not piece and not done) or len(decoder.buffer) > _LONGEST_HEAD:
            raise BadRequest


class _Decoder(MultipartDecoder):
    """Passes the middle of a large part on without a second look at each of its bytes.

    Takes a file's name that is no UTF-8 too, so that no report is lost to it.
    """

    def take(self, piece: bytes) -> Iterator[Data]:
        """Take the next bytes, or none at the end; pass on at once what is only content.

        Where no boundary begins in what is here, all of it is content but its last bytes, which
        may be the beginning of one. Everything else is left to the decoder's own rules.
        """
        mark = b"--" + self.boundary
        # A boundary stands behind a line break of up to two bytes.
        margin = len(mark) + 2
        if self.state is not State.DATA or len(piece) <= margin:
            self.receive_data(piece or None)
            return
        held = bytes(self.buffer)
        if mark in piece or mark in held + piece[:margin]:
            self.receive_data(piece)
            return
        if held:
            yield Data(held, more_data=True)
        yield Data(memoryview(piece)[:-margin], more_data=True)  # type: ignore[arg-type]
        self.buffer[:] = piece[-margin:]

    def _parse_headers(self, data: bytes | bytearray) -> Headers:
        """Take a file's name that is no UTF-8 too."""
        return super()._parse_headers(bytes(data).decode("utf-8", "replace").encode())

    def _last_partial_boundary_index(self, data: bytes | bytearray) -> int:
        """Hold back whatever may yet become a boundary.

        Werkzeug's own lets go of a CR too early when a piece ends inside the closing `--`: the
        file would be a byte longer than what was sent, and its digest another (pallets/werkzeug,
        issue 3285, open for 3.1).
        """
        start = max(0, len(data) - len(self.boundary) - _AROUND_BOUNDARY)
        found = (data.find(mark, start) for mark in (b"\r", b"\n"))
        return min((at for at in found if at >= 0), default=len(data))


class _Reader:
    def __init__(self, open_sink: OpenSink, text_limit: int) -> None:
        self.fields: MultiDict[str, str] = MultiDict()
        self._open_sink = open_sink
        self._left = text_limit
        self._limit = text_limit
        self._name = ""
        self._pieces: list[bytes] = []
        self._sink: Sink | None = None

    def take(self, event: Event) -> None:
        if isinstance(event, Field):
            self._name = event.name
        elif isinstance(event, File):
            self._begin_file(event)
        elif isinstance(event, Data):
            self._take_data(event)

    def abandon(self) -> None:
        if self._sink is not None:
            self._sink.abandon()
            self._sink = None

    def _begin_file(self, event: File) -> None:
        kind = event.headers.get("Content-Type", "application/octet-stream")
        # A browser sends an empty, nameless file where none was chosen.
        self._sink = (
            self._open_sink(event.filename, kind, self.fields) if event.filename else Discard()
        )

    def _take_data(self, event: Data) -> None:
        if self._sink is not None:
            self._sink.write(event.data)
            if not event.more_data:
                sink, self._sink = self._sink, None
                sink.finish()
            return
        self._left -= len(event.data)
        if self._left < 0:
            raise TooLarge(self._limit)
        self._pieces.append(bytes(event.data))
        if not event.more_data:
            words = b"".join(self._pieces).decode("utf-8", "replace")
            if self._name is not None:  # werkzeug hands on what has none
                self.fields.add(self._name, words)
            self._pieces = []
