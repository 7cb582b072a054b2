"""Writes what was found to the one pipe that leads out. What reads it there believes none of it.

A piece is one letter, four bytes of length, and so many bytes.
"""

import json
import os
import struct
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

ENOUGH: Final = 15.0
"""Seconds of processor time after which no further page, frame or record is begun."""
MOST_LINES: Final = 500
_SMALL: Final = (160, 160)
_BLUR: Final = 3


class Refused(Exception):
    """What was sent is not looked into; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_late() -> bool:
    """Tell whether it is time to come to an end."""
    # Of this process and its children: a busy machine makes no file worse.
    return sum(os.times()[:4]) > ENOUGH


def begin(number: int) -> None:
    """Say which page is looked at next, so that it is known which one was the last."""
    _write(b"N", struct.pack(">I", number))


def picture(image: "Image") -> None:
    """Send pixels, red, green and blue, and nothing that could be anything else."""
    ready = image if image.mode == "RGB" else image.convert("RGB")
    _write(b"P", struct.pack(">HH", *ready.size) + ready.tobytes())


def small(image: "Image") -> None:
    """Send a small grey picture that shows no more than what kind of thing it is."""
    from PIL import ImageFilter  # noqa: PLC0415 - where there is a picture, there is Pillow

    grey = image.convert("L")
    grey.thumbnail(_SMALL)
    ready = grey.filter(ImageFilter.GaussianBlur(_BLUR))
    _write(b"G", struct.pack(">HH", *ready.size) + ready.tobytes())


def line(name: str, what: str, *, size: int | None = None, when: str = "", note: str = "") -> None:
    """Send one line of a list."""
    said = {"name": name[:500], "what": what, "size": size, "when": when[:40], "note": note[:200]}
    _write(b"E", json.dumps(said).encode())


def end(whole: int, *problems: str) -> None:
    """Say that this was all, how much there is, and what is missing."""
    _write(b"I", json.dumps({"whole": whole, "problems": problems}).encode())


def _write(kind: bytes, content: bytes) -> None:
    out = sys.stdout.buffer
    out.write(kind + struct.pack(">I", len(content)))
    out.write(content)
    out.flush()
