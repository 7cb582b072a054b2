"""Lists the records of a WARC, or of a WACZ and its WARCs, and checks their hashes. Renders none.

Sources: WARC 1.1 (ISO 28500), WACZ 1.1.1. Records are read as a stream, in constant memory.
"""

import base64
import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from hrd_report.sandbox.inside import telling
from hrd_report.sandbox.inside.telling import Refused

TYPES: Final = frozenset(
    {
        "warcinfo",
        "response",
        "resource",
        "request",
        "metadata",
        "revisit",
        "conversion",
        "continuation",
    }
)
_STEP: Final = 256 * 1024
_LONGEST_HEAD: Final = 64 * 1024
_MOST_ENTRY: Final = 16 * 1024 * 1024
_GZIP: Final = b"\x1f\x8b"
_ANY_GZIP: Final = 31
_SECRET: Final = (b"\ncookie:", b"\nauthorization:", b"\nset-cookie:")
_DIGESTS: Final = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "md5": hashlib.md5}


class Report:
    """What is found while records are read: how many there are, and what is wrong with them."""

    def __init__(self) -> None:
        self.records = 0
        self.problems: list[str] = []

    def note(self, problem: str) -> None:
        """Note a problem once."""
        if problem not in self.problems:
            self.problems.append(problem)


def draw(source: IO[bytes]) -> None:
    """Send one line for each record, as far as lines go; then what does not fit."""
    report = Report()
    if source.read(2) == b"PK":
        _packed(source, report)
    else:
        source.seek(0)
        _records(source, report)
    if report.records > telling.MOST_LINES:
        report.note("more_lines")
    telling.end(report.records, *report.problems)


def _packed(source: IO[bytes], report: Report) -> None:
    """Read a WACZ: the hashes it states, then the WARCs inside."""
    with zipfile.ZipFile(source) as packed:
        names = {one.filename: one for one in packed.infolist()}
        _check_hashes(packed, names, report)
        for name in sorted(names):
            if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                with packed.open(name) as inner:
                    _records(inner, report)


def _check_hashes(
    packed: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo], report: Report
) -> None:
    stated = names.get("datapackage.json")
    if stated is None or stated.file_size > _MOST_ENTRY:
        report.note("no_package")
        return
    found = json.loads(packed.read(stated))
    for one in found.get("resources", []):
        path, expected = str(one.get("path", "")), str(one.get("hash", ""))
        if path not in names:
            report.note("missing_part")
        elif expected.startswith("sha256:") and _sha256(packed, path) != expected[7:]:
            report.note("altered_part")


def _sha256(packed: zipfile.ZipFile, path: str) -> str:
    digest = hashlib.sha256()
    with packed.open(path) as inner:
        while piece := inner.read(_STEP):
            if telling.is_late():
                raise Refused("out_of_time")
            digest.update(piece)
    return digest.hexdigest()


def _records(source: IO[bytes], report: Report) -> None:
    reader = _Reader(_plain(source))
    while head := reader.head():
        if telling.is_late():
            report.note("out_of_time")
            return
        report.records += 1
        _record(head, reader, report)


def _record(head: dict[str, str], reader: "_Reader", report: Report) -> None:
    kind = head.get("warc-type", "").lower()
    length = head.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        raise Refused("unreadable")
    stated = head.get("warc-block-digest", "")
    name, _, expected = stated.partition(":")
    digest = _DIGESTS[name.lower()](usedforsecurity=False) if name.lower() in _DIGESTS else None
    first = b""
    for piece in reader.body(int(length)):
        first = first or piece[:_LONGEST_HEAD]
        if digest is not None:
            digest.update(piece)
    if kind == "request" and any(one in first.lower() for one in _SECRET[:2]):
        report.note("holds_cookies")
    altered = digest is not None and not _same(digest.digest(), expected)
    if altered:
        report.note("altered_part")
    if report.records <= telling.MOST_LINES:
        telling.line(
            head.get("warc-target-uri", "").strip("<>"),
            "altered" if altered else kind if kind in TYPES else "other",
            size=int(length) if len(length) < 15 else None,  # noqa: PLR2004 - no longer file
            when=head.get("warc-date", ""),
            note=head.get("warc-payload-digest", "") or stated,
        )


def _same(digest: bytes, expected: str) -> bool:
    spelt = (base64.b32encode(digest).decode().rstrip("="), digest.hex().upper())
    return expected.strip().upper().rstrip("=") in spelt


def _plain(source: IO[bytes]) -> Iterator[bytes]:
    """Yield a file's bytes, unpacked where each record is packed by gzip, a piece at a time."""
    first = source.read(_STEP)
    if not first.startswith(_GZIP):
        while first:
            yield first
            first = source.read(_STEP)
        return
    held, unpack = first, zlib.decompressobj(_ANY_GZIP)
    while held or (held := source.read(_STEP)):
        yield unpack.decompress(held, _STEP)
        held = unpack.unconsumed_tail
        if unpack.eof:
            held, unpack = unpack.unused_data, zlib.decompressobj(_ANY_GZIP)


class _Reader:
    """Takes records apart, from pieces of any size."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def head(self) -> dict[str, str]:
        """Return the names and values before the next record's block; nothing at the end."""
        while b"\r\n\r\n" not in self._held.lstrip(b"\r\n"):
            if len(self._held) > _LONGEST_HEAD:
                raise Refused("unreadable")
            if not self._more():
                return {}
        text, _, self._held = self._held.lstrip(b"\r\n").partition(b"\r\n\r\n")
        begin, *lines = text.decode("utf-8", "replace").split("\r\n")
        if not begin.startswith("WARC/"):
            raise Refused("unreadable")
        pairs = (one.partition(":") for one in lines)
        return {name.strip().lower(): value.strip() for name, _, value in pairs}

    def body(self, length: int) -> Iterator[bytes]:
        """Yield exactly so many bytes of a block, fewer where the file is cut."""
        while length > 0 and (self._held or self._more()):
            piece, self._held = self._held[:length], self._held[length:]
            length -= len(piece)
            yield piece

    def _more(self) -> bool:
        for piece in self._pieces:
            if piece:
                self._held += piece
                return True
        return False
