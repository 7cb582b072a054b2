"""Answers some pages at even steps of time, so that how long the work took says little.

A held answer keeps a thread, so only some are held at once: a flood must not starve reports.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from flask import Flask, Response, current_app, g, request

View = TypeVar("View", bound=Callable[..., Any])

STEP: Final = 1.0
"""Seconds. Longer than the work takes on a machine with far too much to do; see decision 7."""

MOST_HELD: Final = 32
"""Answers a process holds at once: half of its threads. Whoever comes beyond is not held."""

_NAME: Final = "hrd_report.pace"


@dataclass(frozen=True, slots=True)
class Pace:
    """Holds an answer until the next step since its request began. A test brings its own time."""

    step: float = STEP
    now: Callable[[], float] = time.perf_counter
    sleep: Callable[[float], None] = time.sleep
    places: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(MOST_HELD))

    def hold(self, began: float) -> None:
        """Wait for the next step, where there is a place to wait."""
        if self.places.acquire(blocking=False):
            try:
                self.sleep(-(self.now() - began) % self.step)
            finally:
                self.places.release()


def even(view: View) -> View:
    """Let a route answer at even steps only, whatever it answers."""
    view.even = True  # type: ignore[attr-defined]
    return view


def install(app: Flask, pace: Pace) -> None:
    """Hold the answers of even routes after everything else was done to them."""
    app.extensions[_NAME] = pace
    # First in, last out: what is installed later is done before an answer is held.
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    if getattr(current_app.view_functions.get(request.endpoint or ""), "even", False):
        g.began = _pace().now()


def _end(answer: Response) -> Response:
    if "began" in g:
        _pace().hold(g.began)
    return answer


def _pace() -> Pace:
    pace: Pace = current_app.extensions[_NAME]
    return pace
