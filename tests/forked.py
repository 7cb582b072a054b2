"""The operator's command in a process of its own that need not read the program first.

One process reads it and is forked for each command: what runs is the same, seconds earlier.
"""

import contextlib
import multiprocessing
import os
import runpy
import signal
import sys
from pathlib import Path

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["hrd_report.__main__", "tests.preloaded"])


class Forked:
    """A command under way; asked like `subprocess.Popen`."""

    def __init__(self, words: list[str], environment: dict[str, str], log: Path) -> None:
        self._process = _PROCESSES.Process(target=_command, args=(words, environment, str(log)))
        self._process.start()
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        """Return how it ended, or nothing while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until it ended."""
        self._process.join(timeout)
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)


def _command(words: list[str], environment: dict[str, str], log: str) -> None:
    os.environ.clear()  # noqa: TID251 - its own from here on
    os.environ.update(environment)  # noqa: TID251
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in (1, 2):
        os.dup2(out, number)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["hrd_report", *words]
    runpy.run_module("hrd_report", run_name="__main__", alter_sys=True)
