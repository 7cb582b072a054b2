"""HEIC and AVIF without hidden data: Exif and XMP are emptied in their place.

Nothing moves, so that every offset stays true. Source: ISO/IEC 14496-12 (meta, iinf, iloc),
ISO/IEC 23008-12.
"""

from collections.abc import Iterator
from typing import Final

from hrd_report.media.source import MOST_AT_ONCE, NotCleaned, Source

Stretches = list[tuple[int, int, bytes]]
"""Where hidden data begins and ends, and what it begins with afterwards, before zeros."""

_NO_EXIF: Final = b"\0\0\0\0MM\0*\0\0\0\x08"
"""Exif that says nothing: readers refuse a picture whose Exif is no Exif."""

_HIDDEN_ITEMS: Final = {b"Exif": _NO_EXIF, b"mime": b"", b"uri ": b""}
_HIDDEN_BOXES: Final = frozenset({b"udta", b"uuid", b"free", b"skip"})
_FAR: Final = 1 << 62
_MOST_STRETCHES: Final = 4096
_LONG: Final = 1
_FULL: Final = 4


def look(source: Source) -> Stretches:
    """Return where hidden data lies, from a first reading. Raises `NotCleaned`."""
    boxes: Stretches = []
    items: Stretches = []
    rooms: list[tuple[int, int]] = []
    while not source.is_over():
        start = source.at
        kind, size = _head(source)
        end = start + size
        if kind == b"meta":
            meta = _Meta(source.read(end - source.at), source.at)
            items += meta.hidden()
            rooms.append(meta.idat)
        elif kind in _HIDDEN_BOXES:
            boxes.append((source.at, end, b""))
        elif kind == b"mdat":
            rooms.append((source.at, end if size else _FAR))
        if kind == b"moov" or (not size and kind != b"mdat"):
            raise NotCleaned("a film, or a list without an end")
        if not size:
            break
        source.skip(end - source.at)
    _check(items, rooms)
    return boxes + items


def _check(items: Stretches, rooms: list[tuple[int, int]]) -> None:
    """Refuse data that lies elsewhere than in rooms for data: emptying it would break a box."""
    if not rooms:
        raise NotCleaned("no list of items")
    for start, end, _ in items:
        if not any(first <= start and end <= last for first, last in rooms):
            raise NotCleaned("data outside of the rooms for it")


def clean(source: Source, hidden: Stretches) -> Iterator[bytes]:
    """Yield the picture with nothing where `look` found hidden data."""
    at = 0
    for piece in source.rest():
        blank = bytearray(piece)
        for start, end, fill in hidden:
            first, last = max(start - at, 0), min(end - at, len(piece))
            if first < last:
                begun = fill[first + at - start : last + at - start]
                blank[first:last] = begun.ljust(last - first, b"\0")
        at += len(piece)
        yield bytes(blank)


def _head(source: Source) -> tuple[bytes, int]:
    """Return a box's kind and whole size; 0 where it goes to the end."""
    head = source.read(8)
    size, kind, used = int.from_bytes(head[:4], "big"), head[4:], 8
    if size == _LONG:
        size, used = int.from_bytes(source.read(8), "big"), 16
    if size and size < used:
        raise NotCleaned("a box without room")
    return kind, size


class _Meta:
    """The `meta` box: which items are hidden data, and where they lie."""

    def __init__(self, body: bytes, end: int) -> None:
        if len(body) > MOST_AT_ONCE:
            raise NotCleaned("too long a list")
        self._body = body
        self._start = end - len(body)

    @property
    def idat(self) -> tuple[int, int]:
        """Where data lies inside this box."""
        start, end = dict(self._boxes(_FULL, len(self._body))).get(b"idat", (0, 0))
        return start + self._start, end + self._start

    def hidden(self) -> Stretches:
        boxes = dict(self._boxes(_FULL, len(self._body)))
        if b"iinf" not in boxes or b"iloc" not in boxes:
            raise NotCleaned("no list of items")
        names = dict(self._items(*boxes[b"iinf"]))
        return list(self._places(*boxes[b"iloc"], names, self.idat[0]))

    def _boxes(self, at: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
        while at + 8 <= end:
            size = self._number(at, 4)
            if not 8 <= size <= end - at:  # noqa: PLR2004 - a box's own head
                raise NotCleaned("a box without room")
            yield self._body[at + 4 : at + 8], (at + 8, at + size)
            at += size

    def _items(self, at: int, end: int) -> Iterator[tuple[int, bytes]]:
        at += _FULL + (2 if self._body[at] == 0 else 4)
        for kind, (start, _) in self._boxes(at, end):
            wide = 4 if self._body[start] > 2 else 2  # noqa: PLR2004 - the box's version
            name = start + _FULL
            fill = _HIDDEN_ITEMS.get(self._body[name + wide + 2 : name + wide + 6])
            if kind == b"infe" and fill is not None:
                yield self._number(name, wide), fill

    def _places(
        self, at: int, end: int, names: dict[int, bytes], idat: int
    ) -> Iterator[tuple[int, int, bytes]]:
        version, sizes = self._body[at], self._number(at + 4, 2)
        offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
        wide, seen = 4 if version > 1 else 2, 0
        at += 6 + wide
        while at < end:
            name, at = self._number(at, wide), at + wide
            method, at = (self._number(at, 2) & 15, at + 2) if version else (0, at)
            begin, at = self._number(at + 2, base), at + 2 + base
            extents, at = self._number(at, 2), at + 2
            seen += extents
            if seen > _MOST_STRETCHES:
                raise NotCleaned("too many stretches")
            for _ in range(extents):
                at += index if version else 0
                start = begin + self._number(at, offset)
                size = self._number(at + offset, length)
                at += offset + length
                if name in names:
                    start += idat if method else 0
                    yield start, start + size, names[name]

    def _number(self, at: int, wide: int) -> int:
        found = self._body[at : at + wide]
        if len(found) != wide:
            raise NotCleaned("a number is cut")
        return int.from_bytes(found, "big")
