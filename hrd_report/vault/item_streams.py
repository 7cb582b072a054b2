"""Items too large for memory: sealed while they arrive, read in ranges. Writes no plain bytes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from hrd_report.vault import age, preamble
from hrd_report.vault.damage import Refused
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.padding import padded
from hrd_report.vault.preamble import PREAMBLE_BYTES, TRAILER_BYTES, Context
from hrd_report.vault.stream import CHUNK, Target

_STEP = 16 * CHUNK


@dataclass(frozen=True, slots=True)
class StreamResult:
    """What was sealed: `true_size` of the content and `padded_size` of the sealed file, in bytes.

    `padded_size` is what the store holds and what `ItemReader` wants as `total_size`. `sha256` is
    the hex digest of the content: it identifies a known file, so it is kept sealed.
    """

    true_size: int
    padded_size: int
    sha256: str


class ItemSealer:
    """Seals one item as its bytes come: preamble | content | zeros | true length (8 bytes)."""

    def __init__(self, target: Target, recipient: PublicKey, context: Context) -> None:
        self._sealer = age.Sealer(target, recipient)
        self._sealer.write(preamble.build(context, preamble.STREAMED))
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes | memoryview) -> None:
        """Seal the next bytes of the content."""
        self._sealer.write(data)
        self._digest.update(data)
        self._size += len(data)

    def finish(self) -> StreamResult:
        """Pad, write the true length and the last chunk. Nothing may be written afterwards."""
        used = PREAMBLE_BYTES + self._size + TRAILER_BYTES
        size = padded(used)
        left = size - used
        zeros = bytes(min(left, _STEP))
        while left:
            self._sealer.write(zeros[:left])
            left -= min(left, _STEP)
        self._sealer.write(preamble.trailer(self._size))
        self._sealer.finish()
        return StreamResult(self._size, age.file_length(size), self._digest.hexdigest())


class ItemReader:
    """Reads any part of a sealed item of `total_size` bytes. Raise Damaged if it is not `context`.

    Building it opens the beginning and the end, so a cut file is refused at once.
    """

    def __init__(
        self, source_reader: age.SourceReader, total_size: int, key: Key, context: Context
    ) -> None:
        self._opener = age.Opener(source_reader, key, total_size)
        self._end = self._opener.size
        length = preamble.check(self._opener.read_range(0, PREAMBLE_BYTES), context)
        if length == preamble.STREAMED:
            # Without a trailer this reads the preamble's end, and whatever it says is too long.
            self._end -= TRAILER_BYTES
            length = preamble.read_trailer(self._opener.read_range(self._end, TRAILER_BYTES))
        if PREAMBLE_BYTES + length > self._end:
            raise Refused("the item says it is longer than it is")
        self.size = length

    def read_range(self, offset: int, length: int) -> bytes:
        """Return `length` bytes of the content from `offset`, fewer at its end. Raise Damaged."""
        length = min(length, self.size - offset)
        if offset < 0 or length <= 0:
            return b""
        return self._opener.read_range(PREAMBLE_BYTES + offset, length)

    def chunks(self) -> Iterator[bytes]:
        """Yield the whole content in pieces of at most 1 MiB, then check the padding."""
        for offset in range(0, self.size, _STEP):
            yield self.read_range(offset, _STEP)
        for offset in range(PREAMBLE_BYTES + self.size, self._end, _STEP):
            zeros = self._opener.read_range(offset, min(_STEP, self._end - offset))
            if zeros.count(0) != len(zeros):
                raise Refused("the padding is not zero")
