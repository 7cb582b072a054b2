"""What may be logged: where in our code something failed, and nothing of the request."""

import logging
import traceback
from pathlib import Path
from typing import Final

_LOG: Final = logging.getLogger("hrd_report")
_ROOT: Final = Path(__file__).parents[1]


def unexpected(error: BaseException) -> None:
    """Log a failure as its type and our own lines. An error's message may hold words: left out."""
    frames = [
        f"{Path(frame.filename).relative_to(_ROOT)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(_ROOT)
    ]
    _LOG.error("unexpected %s at %s", type(error).__name__, " < ".join(reversed(frames)) or "?")


def note(event: str, **numbers: int) -> None:
    """Log that something of ours happened, with counts only."""
    _LOG.info("%s %s", event, " ".join(f"{name}={value}" for name, value in numbers.items()))
