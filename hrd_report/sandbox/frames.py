"""Reads what comes out of the jail, and believes nothing: sizes, kinds and words are ours.

Whoever took over the process inside can draw other pixels and name other lines, no more.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from hrd_report.errors import HrdError

MOST_PICTURES: Final = 64
MOST_LINES: Final = 500
_MOST_PIXELS: Final = 5_000_000
_SMALL: Final = 160
_MOST_WORDS: Final = 16 * 1024
_HEAD: Final = struct.Struct(">cI")
_SIDES: Final = struct.Struct(">HH")
_NUMBER: Final = struct.Struct(">I")
_CODES: Final = frozenset("abcdefghijklmnopqrstuvwxyz_0123456789")
_LONGEST: Final = {"name": 500, "what": 40, "when": 40, "note": 200}
_MOST_PROBLEMS: Final = 8


class Garbled(HrdError):
    """What came out of the jail is nothing we write."""

    code = "garbled"


@dataclass(frozen=True, slots=True, repr=False)
class Pixels:
    """A picture, its rows one after the other: red, green and blue, or `grey` alone."""

    width: int
    height: int
    raw: bytes
    grey: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """Which page is looked at next."""

    number: int


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One line of a list."""

    name: str
    what: str
    size: int | None
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class End:
    """How much there is, and codes for what is missing."""

    whole: int
    problems: tuple[str, ...]


Frame = Pixels | Begun | Line | End


def read(stream: IO[bytes]) -> Iterator[Frame]:
    """Yield what comes, up to the end or to where it breaks off. Raises `Garbled`."""
    pictures = lines = 0
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        kind, length = _HEAD.unpack(head)
        frame = _frame(kind, length, stream)
        if frame is None:
            return
        pictures += isinstance(frame, Pixels)
        lines += isinstance(frame, Line)
        if pictures > MOST_PICTURES or lines > MOST_LINES:
            raise Garbled("more than was asked for")
        yield frame
        if isinstance(frame, End):
            return


def _frame(kind: bytes, length: int, stream: IO[bytes]) -> Frame | None:
    """Return one piece, or nothing where it is cut."""
    if length > _MOST_PIXELS * 3 + _SIDES.size or (kind in b"NEI" and length > _MOST_WORDS):
        raise Garbled("a piece is too long")
    content = stream.read(length)
    if len(content) < length:
        return None
    if kind in b"PG":
        return _pixels(content, grey=kind == b"G")
    if kind == b"N" and length == _NUMBER.size:
        return Begun(int(_NUMBER.unpack(content)[0]))
    if kind == b"E":
        return _line(_json(content))
    if kind == b"I":
        return _end(_json(content))
    raise Garbled("no such piece")


def _pixels(content: bytes, *, grey: bool) -> Pixels:
    if len(content) < _SIDES.size:
        raise Garbled("a picture without sides")
    wide, high = _SIDES.unpack_from(content)
    raw = content[_SIDES.size :]
    fits = 0 < wide * high <= _MOST_PIXELS and len(raw) == wide * high * (1 if grey else 3)
    if not fits or (grey and max(wide, high) > _SMALL):
        raise Garbled("a picture that is none")
    return Pixels(wide, high, raw, grey)


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise Garbled("no words of ours") from None
    if not isinstance(found, dict):
        raise Garbled("no words of ours")
    return found


def _line(found: dict[str, Any]) -> Line:
    texts = {name: found.get(name, "") for name in _LONGEST}
    if not all(isinstance(one, str) for one in texts.values()) or not _is_code(texts["what"]):
        raise Garbled("no line of ours")
    size = found.get("size")
    if size is not None and not _is_count(size):
        raise Garbled("no line of ours")
    cut = {
        name: text[: _LONGEST[name]].encode("utf-8", "replace").decode()
        for name, text in texts.items()
    }
    return Line(size=size, **cut)


def _end(found: dict[str, Any]) -> End:
    problems = found.get("problems")
    if not _is_count(found.get("whole")) or not isinstance(problems, list):
        raise Garbled("no end of ours")
    if len(problems) > _MOST_PROBLEMS or not all(map(_is_code, problems)):
        raise Garbled("no end of ours")
    return End(found["whole"], tuple(problems))


def _is_code(text: object) -> bool:
    return isinstance(text, str) and len(text) <= _LONGEST["what"] and set(text) <= _CODES


def _is_count(number: object) -> bool:
    return type(number) is int and 0 <= number < 2**48
