"""JPEG without hidden data: no Exif, no XMP, no comment, nothing behind its end.

Source: ITU-T T.81, annex B; Exif 2.3 for the one number that is kept, which way is up.
"""

import re
import struct
from collections.abc import Iterator
from typing import Final

from hrd_report.media.source import NotCleaned, Source

_SOI, _EOI, _SOS, _COM, _APP0, _APP1, _APP2, _APP14, _APP15 = (
    0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF,
)  # fmt: skip
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_KEPT: Final = {_APP0: b"JFIF\0", _APP2: b"ICC_PROFILE\0", _APP14: b"Adobe"}
_NEXT: Final = re.compile(rb"\xff[^\x00\xd0-\xd7]")
"""What ends coded pixels: a marker that is neither a stuffed byte nor a restart."""

_JFIF: Final = 12
"""Bytes of a JFIF segment before the size of its thumbnail."""

_EXIF: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_ENTRY: Final = 12


def clean(source: Source) -> Iterator[bytes]:
    """Yield the picture without hidden data. Raises `NotCleaned`."""
    yield source.read(2)
    while True:
        marker = _marker(source)
        if marker == _EOI:
            yield b"\xff\xd9"
            return
        if marker in _ALONE:
            yield bytes((0xFF, marker))
            continue
        body = source.read(_length(source))
        yield from _segment(marker, body)
        if marker == _SOS:
            yield from source.up_to(_NEXT)


def _marker(source: Source) -> int:
    if source.read(1) != b"\xff":
        raise NotCleaned("no marker")
    marker = 0xFF
    while marker == 0xFF:  # noqa: PLR2004 - fill bytes
        marker = source.read(1)[0]
    return marker


def _length(source: Source) -> int:
    length = int.from_bytes(source.read(2), "big") - 2
    if length < 0:
        raise NotCleaned("a segment without a length")
    return length


def _segment(marker: int, body: bytes) -> Iterator[bytes]:
    if marker == _APP1 and body.startswith(_EXIF):
        turned = _turned(body[len(_EXIF) :])
        if turned > 1:
            yield _written(_APP1, _EXIF + _only_turned(turned))
        return
    if marker == _APP0:
        body = body[:_JFIF] + b"\0\0"  # its thumbnail may show what was cut off later
    hidden = _APP0 <= marker <= _APP15 or marker == _COM
    if not hidden or (marker in _KEPT and body.startswith(_KEPT[marker])):
        yield _written(marker, body)


def _written(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def _turned(tiff: bytes) -> int:
    """Return which way is up, 1 to 8, or 1 where that is not to be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, first)
        for at in range(first + 2, first + 2 + count * _ENTRY, _ENTRY):
            tag, kind, many, value = struct.unpack_from(order + "HHIH", tiff, at)
            if (tag, kind, many) == (_ORIENTATION, 3, 1):
                return int(value) if value in range(1, 9) else 1
    except struct.error:
        pass
    return 1


def _only_turned(value: int) -> bytes:
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, value, 0)
    return struct.pack(">2sHIH", b"MM", 42, 8, 1) + entry + bytes(4)
