"""Sealed files by random name, in a folder or an object store. Sees only sealed bytes."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from hrd_report.errors import NotFound, SettingsError, StorageFull

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Writing(Protocol):
    """An object being written: invisible until `keep`, gone after `discard`."""

    def write(self, piece: bytes) -> int:
        """Append bytes."""

    def keep(self) -> None:
        """Make it durable and visible under its name."""

    def discard(self) -> None:
        """Forget it."""


class Store(Protocol):
    """What keeps sealed files. Names are random hex, chosen by the caller."""

    def begin(self, name: str) -> Writing:
        """Start a new object. Raises `StorageFull` when there is no room."""

    def read(self, name: str, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`. Raises `NotFound`."""

    def size(self, name: str) -> int:
        """Return an object's length. Raises `NotFound`."""

    def remove(self, name: str) -> None:
        """Forget an object; one that is not there is forgotten already."""

    def names(self, beginning: str = "") -> Iterator[str]:
        """Yield the names of all objects, or of those with this beginning (two letters or more)."""


def open_store(url: str) -> Store:
    """Open the store an address names. Raises `SettingsError` for a kind we do not know."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderStore(Path(unquote(parts.path)))
    raise SettingsError("HRD_STORE_URL: only file:// is supported so far")


class FolderStore:
    """Objects as files in one folder, spread over 256 subfolders, dated to nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def begin(self, name: str) -> "FolderWriting":
        """Start a new file under a temporary name."""
        path = self._path(name)
        with _room():
            self._make(path.parent)
            return FolderWriting(path)

    def read(self, name: str, offset: int, length: int) -> bytes:
        """Return a part of a file."""
        try:
            with self._path(name).open("rb") as file:
                file.seek(offset)
                return file.read(length)
        except FileNotFoundError:
            raise NotFound from None

    def size(self, name: str) -> int:
        """Return a file's length."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            raise NotFound from None

    def remove(self, name: str) -> None:
        """Remove a file."""
        self._path(name).unlink(missing_ok=True)

    def names(self, beginning: str = "") -> Iterator[str]:
        """Yield the names of all complete files, or of those with this beginning."""
        for path in self._folder.glob(f"{beginning[:2] or '??'}/{beginning}*"):
            if not path.name.endswith(_PARTIAL):
                yield path.name

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if not folder.is_dir():
                raise
        else:
            # A folder that a power cut takes away takes its files with it.
            _sync_folder(self._folder)

    def _path(self, name: str) -> Path:
        if not name.isalnum():
            raise NotFound
        return self._folder / name[:2] / name


_PARTIAL: Final = ".part"
_START_AFTER: Final = 8 * 1024 * 1024


class FolderWriting:
    """A file being written beside its final name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path.with_name(path.name + _PARTIAL)
        self._file = self._partial.open("xb", buffering=0)
        self._unstarted = 0

    def write(self, piece: bytes | memoryview) -> int:
        """Append bytes."""
        rest = memoryview(piece)
        with _room():
            while rest:
                rest = rest[self._file.write(rest) :]
        self._unstarted += len(piece)
        if self._unstarted >= _START_AFTER:
            self._unstarted = 0
            _start_writing(self._file.fileno())
        return len(piece)

    def keep(self) -> None:
        """Flush to the disk, then rename; a name that exists is always complete."""
        with _room():
            os.fsync(self._file.fileno())
            self._file.close()
            # The moment of a file must not tell the moment of a report.
            os.utime(self._partial, (0, 0))
            self._partial.rename(self._path)
            _sync_folder(self._path.parent)

    def discard(self) -> None:
        """Remove what was written."""
        with suppress(OSError):
            self._file.close()
        self._partial.unlink(missing_ok=True)


def _start_writing(handle: int) -> None:
    """Let the disk begin with what was written, while the rest arrives: `keep` waits less."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in _NO_ROOM:
            raise StorageFull("the store takes nothing") from None
        raise
