"""Starts a process that sees one file, a decoder, and nothing else. Never decodes itself.

bubblewrap makes the walls: no network, no files but the programs, nobody's rights. What goes in is
a sealed piece of memory, what comes out a pipe: no byte of it touches a disk.
"""

import fcntl
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from hrd_report.errors import Busy, HrdError, TooLarge
from hrd_report.sandbox import inside, syscalls

LARGEST: Final = 512 * 1024 * 1024
"""Bytes that are looked into at most: they lie in memory while they are."""
SECONDS: Final = 60.0
AT_ONCE: Final = 2
_PATIENCE: Final = 10.0
_NOBODY: Final = "65534"
_PLACES = threading.BoundedSemaphore(AT_ONCE)
_BWRAP: Final = "/usr/bin/bwrap"
_THREADED: Final = "image/heic"
"""The kind whose decoder works in a thread of its own."""

_SHOWN: Final = (
    *("PIL", "pillow.libs", "pillow_heif", "pillow_heif.libs"),
    *("pypdfium2", "pypdfium2_cfg", "pypdfium2_raw"),
)
_FILM_TOOLS: Final = ("/usr/bin/ffmpeg", "/usr/bin/ffprobe")


class NoSandbox(HrdError):
    """This machine makes no walls around a process, so nothing is decoded here."""

    code = "no_sandbox"


def has_film_tools() -> bool:
    """Tell whether stills of a film can be made here."""
    return all(map(os.path.exists, _FILM_TOOLS))


def is_there() -> bool:
    """Tell whether bubblewrap is installed. Whether it works, only a try tells."""
    return Path(_BWRAP).exists()


@contextmanager
def memory(pieces: Iterable[bytes]) -> Iterator[int]:
    """Hold bytes in memory that nobody can change any more, as an open file. Raises `TooLarge`."""
    handle = os.memfd_create("evidence", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                raise TooLarge(LARGEST)
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(handle, rest) :]
        seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
        fcntl.fcntl(handle, fcntl.F_ADD_SEALS, seals)
        yield handle
    finally:
        os.close(handle)


@contextmanager
def running(handle: int, kind: str, first: int = 1) -> Iterator[IO[bytes]]:
    """Let a process inside the jail look at the file behind a handle; give what it says.

    It is ended with the block, and after a minute in any case. Raises `Busy`, `NoSandbox`.
    """
    if not is_there():
        raise NoSandbox
    if not _PLACES.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        with _filter(forks=kind.startswith("video/"), threads=kind == _THREADED) as filtered:
            command = _command(handle, kind, first, filtered)
            process = subprocess.Popen(  # noqa: S603 - a fixed program; no word of anybody in it
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=(handle,) if filtered is None else (handle, filtered),
                cwd="/",
                env={},
                start_new_session=True,
            )
            yield from _watched(process)
    finally:
        _PLACES.release()


def _watched(process: subprocess.Popen[bytes]) -> Iterator[IO[bytes]]:
    late = threading.Timer(SECONDS, process.kill)
    late.start()
    try:
        if process.stdout is not None:
            yield process.stdout
    finally:
        late.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def _filter(*, forks: bool, threads: bool = False) -> Iterator[int | None]:
    """Give the filter of system calls as an open file, where there is one for this machine."""
    program = syscalls.program(forks=forks, threads=threads)
    if program is None:
        yield None
        return
    handle = os.memfd_create("filter", os.MFD_CLOEXEC)
    try:
        os.write(handle, program)
        os.lseek(handle, 0, os.SEEK_SET)
        yield handle
    finally:
        os.close(handle)


def _command(handle: int, kind: str, first: int, filtered: int | None) -> list[str]:
    python = os.path.realpath(sys.executable)
    return [
        _BWRAP,
        *("--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
        *("--cap-drop", "ALL", "--uid", _NOBODY, "--gid", _NOBODY, "--hostname", "jail"),
        *_system(),
        *_decoders(),
        *(_for_films() if kind.startswith("video/") else ()),
        *("--remount-ro", "/", "--chdir", "/"),
        *(() if filtered is None else ("--seccomp", str(filtered))),
        "--",
        *(python, "-I", "-S", "-B", "/program/hrd_report/sandbox/inside/main.py"),
        *(str(handle), kind, str(first)),
    ]


def _system() -> Iterator[str]:
    """Show the system's libraries and Python, to be read only."""
    for folder in ("/lib", "/lib64"):
        if os.path.islink(folder):  # noqa: PTH114 - as it is written, not where it leads
            yield from ("--symlink", os.readlink(folder), folder)  # noqa: PTH115
        else:
            yield from _seen(folder)
    for folder in ("/usr/lib", "/usr/lib64", "/usr/share/fonts", "/etc/ld.so.cache"):
        yield from _seen(folder)
    base, python = sys.base_prefix, os.path.realpath(sys.executable)
    yield from _seen(python if base == "/usr" else base)


def _decoders() -> Iterator[str]:
    """Show Pillow, libheif, PDFium and what runs them: of our own program that one folder."""
    for name in _SHOWN:
        yield from _seen(str(_packages() / name), f"/site/{name}")
    for path in sorted(_packages().glob("_pillow_heif*.so")):
        yield from _seen(str(path), f"/site/{path.name}")
    yield from _seen(str(Path(inside.__file__).parent), "/program/hrd_report/sandbox/inside")


def _for_films() -> Iterator[str]:
    for tool in (*_FILM_TOOLS, "/etc/alternatives"):
        yield from _seen(tool)
    yield from ("--proc", "/proc", "--dev", "/dev")


def _seen(path: str, at: str = "") -> tuple[str, str, str]:
    return ("--ro-bind-try", path, at or path)


def _packages() -> Path:
    found = importlib.util.find_spec("PIL")
    if found is None or found.origin is None:
        raise NoSandbox
    return Path(found.origin).parents[1]
