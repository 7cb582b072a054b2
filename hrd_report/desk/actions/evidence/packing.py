"""Packs an original with its custody sheet, hashes and the audit's proof, as a stream.

For a recipient's key alone, where there is one. Keeps nothing, and never shows anything.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from hrd_report.vault import age, recipients

_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The day of every member: the moment of packing is nobody's business."""


class _Pieces:
    """Takes what somebody writes, to be given on in pieces. Cannot go back."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, piece: bytes | memoryview, /) -> int:
        """Take a piece."""
        self._held.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Hold on to nothing longer than before."""

    def taken(self) -> bytes:
        """Give what came since the last time."""
        found, self._held = b"".join(self._held), []
        return found


def packed(name: str, original: Iterable[bytes], beside: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield an archive, not compressed: small files first, then the original as it came."""
    out = _Pieces()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for each, content in beside.items():
            archive.writestr(zipfile.ZipInfo(each, _DATE), content)
        yield out.taken()
        with archive.open(zipfile.ZipInfo(name, _DATE), "w", force_zip64=True) as member:
            for piece in original:
                member.write(piece)
                yield out.taken()
    yield out.taken()


def sealed(pieces: Iterable[bytes], recipient: str) -> Iterator[bytes]:
    """Yield a stream as an age file for one recipient. Raises `Damaged` for one that is none."""
    out = _Pieces()
    sealer = age.Sealer(out, recipients.decode(recipient))
    for piece in pieces:
        sealer.write(piece)
        yield out.taken()
    sealer.finish()
    yield out.taken()
