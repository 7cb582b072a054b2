"""Keeps what is in memory from being written to a disk when a process falls. Opens nothing."""

import ctypes
import resource
from typing import Final

_PR_SET_DUMPABLE: Final = 4


def never_dumped() -> None:
    """Let no core file be written, whoever allowed it and wherever the kernel would send it.

    The limit alone is not asked where the kernel hands cores to a program.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):  # of Linux
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
