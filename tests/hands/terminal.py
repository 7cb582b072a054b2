"""A terminal of its own for a text browser: its keyboard, and a folder for what it writes down."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
import threading
import time
from contextlib import suppress
from pathlib import Path

ROWS, COLUMNS = 200, 100
SECONDS = 60


class Terminal:
    """Runs a program that wants a screen. What it draws is let go: pages are saved as text."""

    def __init__(self, folder: Path, *command: str, **environment: str) -> None:
        self.folder = folder
        self._saved = 0
        self._keyboard, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._process = subprocess.Popen(
            ["/usr/bin/setsid", "--ctty", *command],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            cwd=folder,
            env={"HOME": str(folder), "TERM": "xterm", "LANG": "C.UTF-8", **environment},
        )
        os.close(inside)
        threading.Thread(target=self._look_away, daemon=True).start()

    def _look_away(self) -> None:
        """Read what is drawn, or the program would wait for its reader."""
        with suppress(OSError):
            while os.read(self._keyboard, 65536):
                continue

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._keyboard, keys.encode())

    def file(self) -> Path:
        """Return a file that does not exist yet."""
        self._saved += 1
        return self.folder / f"{self._saved}.txt"

    def wait_for(self, file: Path) -> None:
        """Wait until the program has written a file."""
        until = time.monotonic() + SECONDS
        while not file.exists():
            assert self._process.poll() is None, "the browser ended"
            assert time.monotonic() < until, "the browser does not answer"
            time.sleep(0.005)

    def end(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait(SECONDS)
        os.close(self._keyboard)
