"""Gives the files of a multipart body one after the other, each to be read as it comes.

For those who pull; `uploads.read_form` pushes into sinks. Keeps nothing, also not for a moment.
"""

from collections.abc import Iterator

from flask import request
from werkzeug.exceptions import BadRequest
from werkzeug.sansio.multipart import Data, Event, File

from hrd_report.web import uploads


class FilePart:
    """One file: its name as sent, and its bytes."""

    def __init__(self, name: str, events: Iterator[Event]) -> None:
        self.name = name
        self._events = events
        self._held = memoryview(b"")
        self._over = False

    def read(self, length: int) -> bytes:
        """Return up to so many bytes, none at the end."""
        while not self._held and not self._over:
            event = next(self._events, None)
            if not isinstance(event, Data):
                raise BadRequest
            self._held, self._over = memoryview(event.data), not event.more_data
        piece, self._held = bytes(self._held[:length]), self._held[length:]
        return piece

    def pass_over(self) -> None:
        """Read what is left, so that the next file can be given."""
        while self.read(1024 * 1024):
            pass


def each() -> Iterator[FilePart]:
    """Yield the files that were chosen. Raises `BadRequest` for what is no such form."""
    boundary = request.mimetype_params.get("boundary", "").encode("latin-1", "ignore")
    if request.mimetype != "multipart/form-data" or not boundary:
        raise BadRequest
    events = uploads.events(request.stream, boundary)
    for event in events:
        if isinstance(event, File):
            part = FilePart(event.filename or "", events)
            # A browser sends an empty, nameless file where none was chosen.
            if part.name:
                yield part
            part.pass_over()
