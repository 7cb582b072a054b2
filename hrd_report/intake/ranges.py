"""What a body says it is of its file: the `Content-Range` of an upload. Pure; reads no body."""

import re
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import Invalid

_BYTES: Final = re.compile(r"bytes (?:([0-9]{1,18})-([0-9]{1,18})|\*)/([0-9]{1,18})")
HEADER: Final = "Content-Range"


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes `start` up to `end` (not included) of a file of `total` bytes.

    An empty span with `asks` carries nothing and asks to complete what is held.
    """

    start: int
    end: int
    total: int
    asks: bool = False


def read(header: str | None, length: int | None) -> Span:
    """Read a `Content-Range` beside the body's own length, where that is said.

    Without one the body is the whole file. Raises `Invalid` for a range that is none, that ends
    before it begins or behind its total, or that is not as long as its body.
    """
    if header is None:
        if length is None:
            raise Invalid({HEADER: ["missing"]})
        return Span(0, length, length)
    found = _BYTES.fullmatch(header.strip())
    if found is None:
        raise Invalid({HEADER: ["bad_range"]})
    total = int(found[3])
    if found[1] is None:
        if length:
            raise Invalid({HEADER: ["bad_range"]})
        return Span(0, 0, total, asks=True)
    start, end = int(found[1]), int(found[2]) + 1
    if not start < end <= total or length not in {None, end - start}:
        raise Invalid({HEADER: ["bad_range"]})
    return Span(start, end, total)
