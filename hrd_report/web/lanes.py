"""Lets a flood wait beside the others, never before them. Remembers nobody, counts only who is in.

Nobody is told apart by an address. Each lane has places of its own in every process, so whoever
fills one keeps nobody of another out; and all of them together leave threads for everything else.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, cast

from flask import Flask, current_app

from hrd_report.errors import HrdError

_NAME: Final = "hrd_report.lanes"


class Crowded(HrdError):
    """No place came free in time: nothing was kept, the same may be sent again in a moment."""

    code = "crowded"


@dataclass(slots=True)
class Lane:
    """How many are at work at once, how many may wait for that, and for how many seconds."""

    places: int
    waiting: int
    patience: float
    now: Callable[[], float] = time.monotonic
    _at_work: int = 0
    _in_line: int = 0
    _change: threading.Condition = field(default_factory=threading.Condition)

    @property
    def pressed(self) -> bool:
        """Whether whoever comes now would have to wait."""
        return self._at_work >= self.places

    @contextmanager
    def place(self) -> Iterator[None]:
        """Take a place for the block. Raises `Crowded` where none comes free in time."""
        self._enter()
        try:
            yield
        finally:
            with self._change:
                self._at_work -= 1
                self._change.notify()

    def _enter(self) -> None:
        with self._change:
            if self._at_work >= self.places:
                self._wait()
            self._at_work += 1

    def _wait(self) -> None:
        if self._in_line >= self.waiting:
            raise Crowded
        self._in_line += 1
        until = self.now() + self.patience
        try:
            while self._at_work >= self.places:
                if not self._change.wait(until - self.now()):
                    raise Crowded
        finally:
            self._in_line -= 1


@dataclass(frozen=True, slots=True)
class Lanes:
    """Those who report: with a form that was read (`calm`), with any other (`hasty`), by program.

    `files` is for pieces of files: slow lines hold a thread for long, and whoever finds no place
    goes on later where it stopped. `desk` is for programs of staff: people go before them.
    Together with all who wait, fewer than the threads of a process: those who come back, and
    staff, always find one.
    """

    calm: Lane = field(default_factory=lambda: Lane(places=12, waiting=24, patience=4.5))
    hasty: Lane = field(default_factory=lambda: Lane(places=4, waiting=2, patience=1.0))
    programs: Lane = field(default_factory=lambda: Lane(places=4, waiting=2, patience=2.0))
    files: Lane = field(default_factory=lambda: Lane(places=8, waiting=1, patience=1.0))
    desk: Lane = field(default_factory=lambda: Lane(places=4, waiting=4, patience=2.0))


def install(app: Flask, lanes: Lanes | None = None) -> None:
    """Give a process its lanes."""
    app.extensions[_NAME] = lanes or Lanes()


def lanes() -> Lanes:
    """Return the lanes of this process."""
    return cast("Lanes", current_app.extensions[_NAME])
