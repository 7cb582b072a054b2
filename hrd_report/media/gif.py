"""GIF without hidden data: frames and their times, no comment, nothing behind its end.

Source: GIF89a specification.
"""

from collections.abc import Iterator
from typing import Final

from hrd_report.media.source import NotCleaned, Source

_LOOPS: Final = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})
_EXTENSION, _FRAME, _END = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF


def clean(source: Source) -> Iterator[bytes]:
    """Yield the picture without hidden data. Raises `NotCleaned`."""
    head = source.read(13)
    yield head
    yield from source.pass_on(_table(head[10]))
    while (block := source.read(1)[0]) != _END:
        if block == _FRAME:
            frame = source.read(9)
            yield bytes((_FRAME,)) + frame
            yield from source.pass_on(_table(frame[8]) + 1)
            yield from _blocks(source)
        elif block == _EXTENSION:
            yield from _extension(source)
        else:
            raise NotCleaned("no such block")
    yield bytes((_END,))


def _table(packed: int) -> int:
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _extension(source: Source) -> Iterator[bytes]:
    label = source.read(1)[0]
    size = source.read(1)[0]
    first = source.read(size)
    kept = label == _CONTROL or (label == _APPLICATION and first in _LOOPS)
    if kept:
        yield bytes((_EXTENSION, label, size)) + first
    if not size:
        return  # an empty extension ends at once
    for piece in _blocks(source):
        if kept:
            yield piece


def _blocks(source: Source) -> Iterator[bytes]:
    """Yield data blocks up to the empty one that ends them."""
    size = 1
    while size:
        size = source.read(1)[0]
        yield bytes((size,)) + source.read(size)
