"""Draws a receipt as a picture: black on white, large, nothing else on it. Writes to no disk."""

import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

_SIZE: Final = 52
_LINE: Final = 84
_EDGE: Final = 40
_NUMBER: Final = 96
"""Room for a number and the gap behind it."""

_FONT: Final = ("mpl-data", "fonts", "ttf", "DejaVuSans-Bold.ttf")


def draw(parts: list[str], *, mirrored: bool = False) -> bytes:
    """Return a PNG of numbered words or groups, two columns read downwards.

    `mirrored`: the first column stands at the right and numbers stand right of their words.
    """
    rows = (len(parts) + 1) // 2
    column = _NUMBER + round(max(_font().getlength(one) for one in parts)) + _EDGE
    picture = Image.new("L", (2 * column + 2 * _EDGE, rows * _LINE + 2 * _EDGE), 255)
    pen = ImageDraw.Draw(picture)
    for at, part in enumerate(parts):
        x = _EDGE + at // rows * column
        y = _EDGE + at % rows * _LINE
        _write(pen, (x, y), (f"{at + 1}", part), picture.width if mirrored else None)
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _write(
    pen: ImageDraw.ImageDraw, place: tuple[int, int], said: tuple[str, str], width: int | None
) -> None:
    (x, y), (number, part) = place, said
    side = -1 if width is not None else 1
    anchors = ("ra", "la") if width is None else ("la", "ra")
    start = x if width is None else width - x
    pen.text((start + side * (_NUMBER - 32), y), number, 96, _font(), anchor=anchors[0])
    pen.text((start + side * _NUMBER, y), part, 0, _font(), anchor=anchors[1])


@cache
def _font() -> ImageFont.FreeTypeFont:
    """Return letters of many scripts. They come with matplotlib, which is not imported for it."""
    found = find_spec("matplotlib")
    (home,) = (found and found.submodule_search_locations) or [""]
    return ImageFont.truetype(str(Path(home, *_FONT)), _SIZE)
