"""WebP without hidden data: no Exif, no XMP. Needs to know how long the copy will be.

Source: RFC 9649.
"""

from collections.abc import Iterator
from typing import Final

from hrd_report.media.source import NotCleaned, Source

_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_HIDDEN_FLAGS: Final = 0x08 | 0x04
_HEAD: Final = 12


def clean(source: Source, size: int) -> Iterator[bytes]:
    """Yield the picture without hidden data; `size` is the whole copy's. Raises `NotCleaned`."""
    head = source.read(_HEAD)
    left = int.from_bytes(head[4:8], "little") - 4
    yield b"RIFF" + max(0, size - 8).to_bytes(4, "little") + head[8:]
    while left > 0:
        chunk = source.read(8)
        length = int.from_bytes(chunk[4:], "little")
        padded = length + length % 2
        left -= 8 + padded
        if left < 0:
            raise NotCleaned("a chunk beyond the end")
        yield from _chunk(source, chunk, padded)


def _chunk(source: Source, chunk: bytes, padded: int) -> Iterator[bytes]:
    kind = chunk[:4]
    if kind not in _KEPT:
        source.skip(padded)
        return
    yield chunk
    if kind == b"VP8X" and padded:
        flags = source.read(1)[0]
        yield bytes((flags & ~_HIDDEN_FLAGS,))
        padded -= 1
    yield from source.pass_on(padded)
