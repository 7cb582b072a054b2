"""A report and its files as one run of bytes: how devices write it, how the desk takes it apart.

docs/formats.md, section 15. Pure: reads ranges that somebody else opens. Keeps nothing, and holds
no file in memory.
"""

import json
import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.errors import Damaged

MAGIC: Final = b"hrd-report/bundle 1\n"
LONGEST_REPORT: Final = 4_000_000
LONGEST_HEAD: Final = 4096
MOST_FILES: Final = 200
LONGEST_NAME: Final = 255

_LENGTH: Final = struct.Struct(">I")
_STEP: Final = 1024 * 1024
_KEYS: Final = {"name", "type", "size"}
_UNSEEN: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SLASH: Final = re.compile(r"[/\\]")

ReadRange = Callable[[int, int], bytes]
"""Returns up to so many bytes from an offset, fewer only at the end."""


@dataclass(frozen=True, slots=True, repr=False)
class Packed:
    """A file inside a bundle: what it says of itself, and where its bytes stand."""

    name: str
    media_type: str
    offset: int
    size: int

    def chunks(self, read: ReadRange) -> Iterator[bytes]:
        """Yield the file's bytes in pieces of at most 1 MiB."""
        for done in range(0, self.size, _STEP):
            yield _exactly(read, self.offset + done, min(_STEP, self.size - done))


def is_one(first: bytes) -> bool:
    """Tell whether bytes begin as a bundle does. JSON never does."""
    return first.startswith(MAGIC)


def report(read: ReadRange) -> bytes:
    """Return the JSON of the report. Raises `Damaged`."""
    return _report(read)[0]


def files(read: ReadRange, size: int) -> tuple[Packed, ...]:
    """Return the files of a bundle of `size` bytes. Raises `Damaged` for any rule it breaks."""
    found: list[Packed] = []
    at = _report(read)[1]
    while length := _LENGTH.unpack(_exactly(read, at, _LENGTH.size))[0]:
        if length > LONGEST_HEAD or len(found) == MOST_FILES:
            raise Damaged("a head is too long, or there are too many files")
        at += _LENGTH.size
        name, media_type, bytes_long = _head(_exactly(read, at, length))
        at += length
        if bytes_long > size - at or name in {one.name for one in found}:
            raise Damaged("a file goes beyond the end, or its name came before")
        found.append(Packed(name, media_type, at, bytes_long))
        at += bytes_long
    _check_zeros(read, at + _LENGTH.size, size)
    return tuple(found)


def write(
    words: bytes, packed: Sequence[tuple[str, str, bytes]], padded: Callable[[int], int]
) -> bytes:
    """Return a small bundle held in memory: the report's JSON, and (name, type, bytes) of files.

    `padded` says how long it is to be made. Raises `Damaged` for what no reader takes.
    """
    parts = [MAGIC, _LENGTH.pack(len(words)), words]
    for name, media_type, content in packed:
        head = json.dumps({"name": name, "type": media_type, "size": len(content)}).encode()
        parts += [_LENGTH.pack(len(head)), head, content]
    parts.append(_LENGTH.pack(0))
    whole = b"".join(parts)
    files(lambda offset, length: whole[offset : offset + length], len(whole))
    return whole.ljust(padded(len(whole)), b"\0")


def fit_name(name: str) -> str:
    """Return a name that a bundle may hold: the last part of a path, without what is unfit."""
    kept = _UNSEEN.sub("", _SLASH.split(name)[-1])[:LONGEST_NAME]
    return kept if kept.strip(". ") else "file"


def _report(read: ReadRange) -> tuple[bytes, int]:
    """Return the report and where the first head stands."""
    start = len(MAGIC) + _LENGTH.size
    first = _exactly(read, 0, start)
    length = _LENGTH.unpack(first[len(MAGIC) :])[0]
    if not is_one(first) or length > LONGEST_REPORT:
        raise Damaged("no bundle, or its report is too long")
    return _exactly(read, start, length), start + length


def _head(content: bytes) -> tuple[str, str, int]:
    try:
        data: Any = json.loads(content.decode())
    except (ValueError, RecursionError):
        raise Damaged("a head is no JSON") from None
    if not isinstance(data, dict) or set(data) != _KEYS:
        raise Damaged("a head says less or more than it should")
    name, media_type, size = data["name"], data["type"], data["size"]
    if not isinstance(name, str) or not isinstance(media_type, str) or type(size) is not int:
        raise Damaged("a head says something of another kind")
    if size < 0 or not _is_fit(name) or not _is_seen(media_type):
        raise Damaged("a name, a type or a size is unfit")
    return name, media_type, size


def _is_fit(name: str) -> bool:
    return name not in {"", ".", ".."} and _is_seen(name) and not _SLASH.search(name)


def _is_seen(text: str) -> bool:
    return len(text) <= LONGEST_NAME and not _UNSEEN.search(text)


def _exactly(read: ReadRange, offset: int, length: int) -> bytes:
    found = read(offset, length)
    if len(found) != length:
        raise Damaged("the bundle is cut")
    return found


def _check_zeros(read: ReadRange, start: int, end: int) -> None:
    for offset in range(start, end, _STEP):
        piece = _exactly(read, offset, min(_STEP, end - offset))
        if piece.count(0) != len(piece):
            raise Damaged("bytes behind the end")
