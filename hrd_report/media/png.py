"""PNG without hidden data: the chunks that make the picture, and nothing behind its end.

Source: W3C PNG specification, third edition.
"""

from collections.abc import Iterator
from typing import Final

from hrd_report.media.source import Source

_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP acTL fcTL fdAT".split()
)
_SIGNATURE: Final = 8
_CRC: Final = 4


def clean(source: Source) -> Iterator[bytes]:
    """Yield the picture without hidden data. Raises `NotCleaned`."""
    yield source.read(_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        head = source.read(8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind in _KEPT:
            yield head
            yield from source.pass_on(length + _CRC)
        else:
            source.skip(length + _CRC)
