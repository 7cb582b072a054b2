"""The highest epochs this machine relied on, in a file beside the database. Judges no signature.

An older database, or an older roster put back into it, is noticed by them.
"""

import fcntl
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from hrd_report.errors import Damaged

MOST_EPOCHS: Final = 2**63 - 1
_TEXT: Final = re.compile(
    r"roster (0|[1-9][0-9]{0,18})\n((?:team [0-9a-f]{32} [1-9][0-9]{0,18}\n)*)"
)


class Older(Damaged):
    """An epoch is below one that was relied on here before."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The highest epoch of a roster, and of each team's key by the team's id."""

    roster: int = 0
    teams: Mapping[bytes, int] = field(default_factory=dict)

    def with_others(self, others: "Marks") -> "Marks":
        """Return the higher mark of each."""
        ids = {*self.teams, *others.teams}
        teams = {one: max(self.teams.get(one, 0), others.teams.get(one, 0)) for one in ids}
        return Marks(max(self.roster, others.roster), teams)


def spell(marks: Marks) -> str:
    """Return the text of the file."""
    teams = (f"team {one.hex()} {epoch}\n" for one, epoch in sorted(marks.teams.items()))
    return f"roster {marks.roster}\n" + "".join(teams)


def read(text: str) -> Marks:
    """Return what a file's text says. Raise Damaged unless it is exactly what is written."""
    found = _TEXT.fullmatch(text)
    if found is None:
        raise Damaged("not a list of epochs")
    lines = [line.split(" ") for line in found[2].splitlines()]
    marks = Marks(int(found[1]), {bytes.fromhex(one): int(epoch) for _, one, epoch in lines})
    if spell(marks) != text or max(marks.roster, *marks.teams.values(), 0) > MOST_EPOCHS:
        raise Damaged("not a list of epochs")
    return marks


class Seen:
    """The file of one instance, shared by its processes, and what this process read in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._marks = Marks()
        self._read_at: tuple[int, int] | None = None

    def marks(self) -> Marks:
        """Return the present marks; none before anything was relied on. Raise Damaged."""
        at = _changed_at(self._path)
        if at != self._read_at:
            text = _text_of(self._path) if at else spell(Marks())
            self._marks, self._read_at = read(text), at
        return self._marks

    def rely_on_roster(self, epoch: int) -> None:
        """Note a roster's epoch. Raise Older below the mark."""
        self._rely(self.marks().roster, epoch, Marks(epoch))

    def rely_on_team(self, team: bytes, epoch: int) -> None:
        """Note the epoch of a team's key. Raise Older below the mark."""
        self._rely(self.marks().teams.get(team, 0), epoch, Marks(teams={team: epoch}))

    def _rely(self, mark: int, epoch: int, marks: Marks) -> None:
        if epoch < mark:
            raise Older("an epoch below one that was seen here")
        if epoch > mark:
            with _alone(self._path):
                _write(self._path, self.marks().with_others(marks))


def _text_of(path: Path) -> str:
    # Bytes that are no text are no list of epochs either: `read` refuses them.
    return path.read_bytes().decode("utf-8", "replace")


def _changed_at(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from writing meanwhile, so that none takes back another's mark."""
    with path.with_name(path.name + ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, marks: Marks) -> None:
    """Put the file in its place whole: a crash leaves the old one or the new one."""
    with NamedTemporaryFile("wb", dir=path.parent, prefix=".seen-", delete=False) as file:
        file.write(spell(marks).encode())
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
