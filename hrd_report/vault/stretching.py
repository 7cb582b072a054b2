"""Slow derivation from passwords, in a line of its own so that reports never wait for logins.

One thread of low priority in each process does the work, a handful wait for it, and whoever comes
after those is sent away. Keeps no password.
"""

import contextlib
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from hrd_report.errors import Busy

PLACES: Final = 6
"""How many tries a process takes on at once: one in work, the others waiting. With 64 MiB and a
third of a second each, the last one waits about as long as people do."""

_NICENESS: Final = 10
_BYTES: Final = 32


class _Line:
    """The thread, made at the first try, and the places before it."""

    def __init__(self) -> None:
        self.worker = ThreadPoolExecutor(1, "stretching", initializer=_step_back)
        self.places = threading.BoundedSemaphore(PLACES)


def stretch(words: bytes, salt: bytes, *, memory_kib: int, iterations: int, lanes: int) -> bytes:
    """Return 32 bytes of Argon2id (RFC 9106). Raise `Busy` when too many are waiting already."""
    line = _line
    slow = Argon2id(
        salt=salt, length=_BYTES, iterations=iterations, lanes=lanes, memory_cost=memory_kib
    )
    if not line.places.acquire(blocking=False):
        raise Busy
    try:
        return line.worker.submit(slow.derive, words).result()
    finally:
        line.places.release()


def check_room() -> None:
    """Raise `Busy` when too many are waiting already, before anything is written down."""
    line = _line
    if not line.places.acquire(blocking=False):
        raise Busy
    line.places.release()


def _step_back() -> None:
    """Let everything else on this machine go first. Only Linux gives a thread its own priority."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def _begin() -> None:
    """Stand up an empty line: a forked process has none of its parent's threads."""
    global _line  # noqa: PLW0603 - one for each process is the point
    _line = _Line()


_line = _Line()
os.register_at_fork(after_in_child=_begin)
