"""Keeps the shelf in its file, for all processes of a machine. The file never goes back a week."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from hrd_report.errors import NotFound
from hrd_report.sealed import Sealed
from hrd_report.vault import locks
from hrd_report.vault.shelf import Shelf

NAME: Final = "shelf"
_BESIDE: Final = ".shelf.new"
_Stamp = tuple[int, int, int]


class ShelfFile:
    """The file `shelf` in the folder of an instance's secrets, sealed under the pepper.

    Read anew whenever it changed: another process may have forgotten a week meanwhile.
    """

    def __init__(self, folder: Path, pepper: bytes) -> None:
        self._folder = folder
        self._pepper = pepper
        self._known: tuple[_Stamp, Shelf] | None = None

    @classmethod
    def create(cls, folder: Path, pepper: bytes) -> Self:
        """Make a fresh shelf where there is none; one that is there stays."""
        made = cls(folder, pepper)
        with made._alone():
            if not made.path.exists():
                made._write(Shelf.new())
        return made

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._folder / NAME

    def now(self) -> Shelf:
        """Return the shelf as it is. Raises `NotFound` without a file, `Damaged` if altered."""
        try:
            stamp = _stamp(self.path.stat())
            if self._known is None or self._known[0] != stamp:
                self._known = stamp, self._read()
        except FileNotFoundError:
            raise NotFound("keys/shelf is missing: no case opens without it") from None
        return self._known[1]

    def forget_before(self, number: int) -> bool:
        """Forget the weeks before `number` for good; return whether there was one to forget.

        Whoever asks has made sure that nothing lies under them. A crash leaves the file as it was
        or as it is to be.
        """
        with self._alone():
            before = self._read()
            after = before.forget_before(number)
            if after.first == before.first:
                return False
            self._write(after)
        return True

    def _read(self) -> Shelf:
        sealed = Sealed(self.path.read_bytes())
        return Shelf.from_bytes(locks.open_local(sealed, self._pepper, NAME))

    def _write(self, shelf: Shelf) -> None:
        sealed = locks.seal_local(shelf.to_bytes(), self._pepper, NAME)
        # Always the same name: what a crash left there is written over, not kept beside.
        beside = self._folder / _BESIDE
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(sealed.blob)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep every other process of this machine from writing meanwhile."""
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _stamp(found: os.stat_result) -> _Stamp:
    return found.st_mtime_ns, found.st_ino, found.st_size
