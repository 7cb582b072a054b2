"""Makes a copy of a picture without hidden data, from a stream, in constant memory.

The picture is read twice: once to see that it can be done to its end, then to do it. Pixels are
passed on as they are coded: what decodes nothing cannot be made to fill the memory.
"""

from collections.abc import Callable, Iterator
from typing import Final

from hrd_report.media import gif, heic, jpeg, kinds, png, webp
from hrd_report.media.source import NotCleaned, Source

Open = Callable[[], Iterator[bytes]]
"""Begins to read the picture, from its first byte."""

_SIMPLE: Final = {kinds.JPEG: jpeg.clean, kinds.PNG: png.clean, kinds.GIF: gif.clean}


def cleaned(kind: str, open_picture: Open) -> Iterator[bytes]:
    """Return the copy's bytes. Raises `NotCleaned`, before the first of them."""
    try:
        return _cleaned(kind, open_picture)
    except IndexError:
        raise NotCleaned("the picture is cut") from None


def _cleaned(kind: str, open_picture: Open) -> Iterator[bytes]:
    if kind in _SIMPLE:
        _size(_SIMPLE[kind](Source(open_picture())))
        return _SIMPLE[kind](Source(open_picture()))
    if kind == kinds.WEBP:
        size = _size(webp.clean(Source(open_picture()), 0))
        return webp.clean(Source(open_picture()), size)
    if kind == kinds.HEIC:
        hidden = heic.look(Source(open_picture()))
        return heic.clean(Source(open_picture()), hidden)
    raise NotCleaned("no such kind")


def _size(pieces: Iterator[bytes]) -> int:
    return sum(map(len, pieces))
