"""Reads a file's pieces as one stream of bytes, in constant memory. Keeps nothing of them."""

from collections.abc import Iterable, Iterator
from typing import Final

from hrd_report.errors import HrdError

MOST_AT_ONCE: Final = 4 * 1024 * 1024
"""Bytes that are ever held in one piece; what asks for more is no picture of ours."""


class NotCleaned(HrdError):
    """Hidden data cannot be removed: the picture is cut, or built in a way we do not know."""

    code = "not_cleaned"


class Source:
    """A stream that can be read exactly, passed on and skipped. `at` counts what was read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = b""
        self.at = 0

    def read(self, length: int) -> bytes:
        """Return exactly so many bytes. Raises `NotCleaned` at the end, or for too many."""
        if length > MOST_AT_ONCE:
            raise NotCleaned("more than is held at once")
        while len(self._held) < length:
            self._held += self._more()
        found, self._held = self._held[:length], self._held[length:]
        self.at += length
        return found

    def pass_on(self, length: int) -> Iterator[bytes]:
        """Yield exactly so many bytes, piece by piece. Raises `NotCleaned` at the end."""
        while length:
            piece = self._held or self._more()
            taken, self._held = piece[:length], piece[length:]
            self.at += len(taken)
            length -= len(taken)
            yield taken

    def skip(self, length: int) -> None:
        """Let exactly so many bytes go. Raises `NotCleaned` at the end."""
        for _ in self.pass_on(length):
            pass

    def up_to(self, mark: bytes) -> Iterator[bytes]:
        """Yield what stands before the next `mark` (one byte), which is left to be read."""
        while True:
            piece = self._held or self._more()
            found = piece.find(mark)
            taken = piece if found < 0 else piece[:found]
            self._held = piece[len(taken) :]
            self.at += len(taken)
            yield taken
            if found >= 0:
                return

    def unread(self, read: bytes) -> None:
        """Put back what was read last."""
        self._held = read + self._held
        self.at -= len(read)

    def rest(self) -> Iterator[bytes]:
        """Yield everything that is left."""
        while self._held or not self.is_over():
            piece, self._held = self._held, b""
            self.at += len(piece)
            yield piece

    def is_over(self) -> bool:
        """Whether nothing is left."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return True
            self._held = bytes(piece)
        return False

    def _more(self) -> bytes:
        for piece in self._pieces:
            if piece:
                return bytes(piece)
        raise NotCleaned("the picture ends early")
