"""Reads a file's pieces as one stream of bytes, in constant memory. Keeps nothing of them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from hrd_report.errors import HrdError

MOST_AT_ONCE: Final = 4 * 1024 * 1024
"""Bytes that are ever held in one piece; what asks for more is no picture of ours."""

MOST_STEPS: Final = 500_000
"""Parts that a picture is read in at most: one of a million is made to keep us busy."""


class NotCleaned(HrdError):
    """Hidden data cannot be removed: the picture is cut, or built in a way we do not know."""

    code = "not_cleaned"


class Source:
    """A stream that can be read exactly, passed on and skipped. `at` counts what was read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = b""
        self._used = 0
        self._steps = 0
        self.at = 0

    def read(self, length: int) -> bytes:
        """Return exactly so many bytes. Raises `NotCleaned` at the end, or for too many."""
        self._steps += 1
        if length > MOST_AT_ONCE or self._steps > MOST_STEPS:
            raise NotCleaned("more than is held at once, or too many parts")
        while self._left < length:
            self._held = self._held[self._used :] + self._more()
            self._used = 0
        return self._take(length)

    def pass_on(self, length: int) -> Iterator[bytes]:
        """Yield exactly so many bytes, piece by piece. Raises `NotCleaned` at the end."""
        while length:
            if not self._left:
                self._held, self._used = self._more(), 0
            taken = self._take(min(length, self._left))
            length -= len(taken)
            yield taken

    def skip(self, length: int) -> None:
        """Let exactly so many bytes go. Raises `NotCleaned` at the end."""
        for _ in self.pass_on(length):
            pass

    def up_to(self, mark: re.Pattern[bytes]) -> Iterator[bytes]:
        """Yield what stands before the next `mark` of two bytes, which is left to be read."""
        while True:
            found = mark.search(self._held, self._used)
            # The last byte may be the first one of a mark.
            end = found.start() if found else len(self._held) - 1
            if end > self._used:
                yield self._take(end - self._used)
            if found:
                return
            self._held = self._held[self._used :] + self._more()
            self._used = 0

    def rest(self) -> Iterator[bytes]:
        """Yield everything that is left."""
        while not self.is_over():
            yield self._take(self._left)

    def is_over(self) -> bool:
        """Whether nothing is left."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return True
            self._held, self._used = bytes(piece), 0
        return False

    @property
    def _left(self) -> int:
        return len(self._held) - self._used

    def _take(self, length: int) -> bytes:
        taken = self._held[self._used : self._used + length]
        self._used += length
        self.at += length
        return taken

    def _more(self) -> bytes:
        for piece in self._pieces:
            if piece:
                return bytes(piece)
        raise NotCleaned("the picture ends early")
