"""Begins inside the jail: lowers its own limits, then hands the file to what reads its kind.

Started as `main.py HANDLE KIND FIRST`. Says codes of ours alone; no message of a library leaves.
"""

import importlib
import os
import resource
import sys
from pathlib import Path
from typing import BinaryIO, Final

sys.path[:0] = ["/program", "/site"]

from hrd_report.sandbox.inside import telling  # noqa: E402 - the path comes first
from hrd_report.sandbox.inside.telling import Refused  # noqa: E402

MEMORY: Final = 1024 * 1024 * 1024
SECONDS: Final = 25
_FILES: Final = 64
_BY_NAME: Final = {
    "web_archive": "web_archives",
    "measurements": "measurements",
    "archive": "archives",
    "office": "office",
}


def main(handle: int, kind: str, first: int) -> None:
    """Look into the file behind a handle."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
    ):
        resource.setrlimit(what, (most, most))
    try:
        with os.fdopen(handle, "rb", closefd=False) as source:
            _look(source, kind, first)
    except Refused as refused:
        telling.end(0, refused.code)
    except MemoryError:
        telling.end(0, "too_heavy")
    except Exception:  # noqa: BLE001 - whatever a decoder raises, its words stay here
        telling.end(0, "unreadable")


def _look(source: BinaryIO, kind: str, first: int) -> None:
    # Each reader is imported where it is needed: none is loaded for a file that is not its own.
    if kind == "check":
        _check()
    elif kind.startswith("image/"):
        from hrd_report.sandbox.inside import pictures  # noqa: PLC0415

        pictures.draw(source, kind)
    elif kind == "application/pdf":
        from hrd_report.sandbox.inside import papers  # noqa: PLC0415

        papers.draw(source, first)
    elif kind.startswith("video/"):
        from hrd_report.sandbox.inside import films  # noqa: PLC0415

        films.draw(source.fileno())
    elif kind in _BY_NAME:
        importlib.import_module(f"hrd_report.sandbox.inside.{_BY_NAME[kind]}").draw(source)
    else:
        raise Refused("no_reader")


def _check() -> None:
    """Try what must not be possible here, and say what was."""
    import socket  # noqa: PLC0415

    found = []
    try:
        socket.socket().close()
        found.append("network")
    except OSError:
        pass
    ours = {"lib", "lib64", "usr", "program", "site", "etc", sys.base_prefix.split("/")[1]}
    if {one.name for one in Path("/").iterdir()} - ours:
        found.append("files")
    telling.end(0, *found)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
