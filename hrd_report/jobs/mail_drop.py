"""The drop that a mail server of this machine puts answers into, a Maildir. Keeps no copy of any.

What lies there lies in clear: the manual says where such a folder belongs. A mail goes once it is
sealed; links are never followed, and `tmp`, where mails are still being written, is not looked at.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final

from hrd_report.jobs.imap import STEP, NoMailbox

_MOST: Final = 50
_FOLDERS: Final = ("new", "cur")
_OTHERS: Final = 0o007
_HEAD: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class MailDrop:
    """A folder with `new`, `cur` and `tmp`. Its mails go by their place in it."""

    folder: Path

    def waiting(self) -> list[tuple[str, int]]:
        """Return place and size of what lies there, the oldest first. Raises `NoMailbox`."""
        try:
            if self.folder.stat().st_mode & _OTHERS:
                raise NoMailbox("the drop is open to everybody on this machine")
            found = [
                (one.stat(follow_symlinks=False), f"{name}/{one.name}")
                for name in _FOLDERS
                for one in os.scandir(self.folder / name)
            ]
        except OSError as failure:
            raise NoMailbox(type(failure).__name__) from None
        mails = sorted((seen.st_mtime_ns, place, seen.st_size) for seen, place in _plain(found))
        return [(place, size) for _, place, size in mails[:_MOST]]

    def pieces(self, place: str, size: int) -> Iterator[bytes]:
        """Yield a mail as it came."""
        del size
        with self._opened(place) as file:
            while piece := file.read(STEP):
                yield piece

    def head(self, place: str) -> bytes:
        """Return the lines before a mail's words, cut where they are too many."""
        with self._opened(place) as file:
            whole = file.read(_HEAD)
        first, gap, _ = whole.replace(b"\r\n", b"\n").partition(b"\n\n")
        return first + gap

    def remove(self, place: str) -> None:
        """Take a mail away for good."""
        try:
            (self.folder / place).unlink(missing_ok=True)
        except OSError as failure:
            raise NoMailbox(type(failure).__name__) from None

    def _opened(self, place: str) -> FileIO:
        try:
            number = os.open(self.folder / place, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError as failure:
            raise NoMailbox(type(failure).__name__) from None
        return FileIO(number)


def _plain(
    found: list[tuple[os.stat_result, str]],
) -> Iterator[tuple[os.stat_result, str]]:
    return ((seen, place) for seen, place in found if stat.S_ISREG(seen.st_mode))
