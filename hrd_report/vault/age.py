"""The one sealed format: age v1 to exactly one hybrid recipient. Knows nothing of what is inside.

Source: C2SP age specification; what a reader refuses stands in docs/formats.md.
"""

from collections.abc import Callable
from typing import BinaryIO

from hrd_report.sealed import Sealed
from hrd_report.vault import header, stream
from hrd_report.vault.damage import HeaderFailure, PayloadFailure
from hrd_report.vault.digests import random_bytes
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.stream import CHUNK, SEALED_CHUNK

START = header.HEADER_BYTES + stream.NONCE_BYTES

SourceReader = Callable[[int, int], bytes]


def is_one(content: bytes) -> bool:
    """Whether bytes begin as an age file does. JSON never does."""
    return content.startswith(header.VERSION)


def plain_length(file_length: int) -> int:
    """Return the plain bytes in an age file of this length.

    Raise HeaderFailure or PayloadFailure when no age file of ours has it.
    """
    if file_length < START:
        raise HeaderFailure("the file is cut before its payload")
    return stream.plain_length(file_length - START)


def file_length(plain: int) -> int:
    """Return the length of the age file that seals `plain` bytes."""
    return START + stream.sealed_length(plain)


def check_shape(first_bytes: bytes, total: int) -> None:
    """Refuse what can be refused without a key, from the first 1627 bytes or more.

    Raise Damaged when it is not age v1, has another stanza, not exactly one, a cut or not
    canonical header, or when no payload makes a file of `total` bytes.
    """
    wrapped, _ = header.check(first_bytes)
    header.check_share(wrapped)
    plain_length(total)


class Sealer:
    """Seals bytes as they come, in constant memory. Without `finish` no reader accepts the file."""

    def __init__(self, target: stream.Target, recipient: PublicKey) -> None:
        file_key, nonce = random_bytes(header.FILE_KEY_BYTES), random_bytes(stream.NONCE_BYTES)
        self._target = target
        self._chunks = stream.Chunks(file_key, nonce)
        self._held = bytearray()
        self._number = 0
        target.write(header.build(file_key, recipient) + nonce)

    def write(self, data: bytes | memoryview) -> None:
        """Seal the next bytes. The last chunk is held back until it is known to be the last."""
        rest = memoryview(data)
        if self._held:
            room = CHUNK - len(self._held)
            self._held += rest[:room]
            rest = rest[room:]
            if not rest:
                return
            self._put(bytes(self._held), last=False)
            self._held.clear()
        while len(rest) > CHUNK:
            self._put(rest[:CHUNK], last=False)
            rest = rest[CHUNK:]
        self._held += rest

    def finish(self) -> None:
        """Seal the last chunk. Nothing may be written afterwards."""
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, plain: bytes | memoryview, *, last: bool) -> None:
        self._target.write(self._chunks.seal(self._number, plain, last=last))
        self._number += 1


class Opener:
    """Reads any part of a sealed file of `total` bytes through `source_reader(offset, length)`.

    Building it opens the header and the last chunk, so a file that was cut is refused before any
    byte is released. Raise Damaged.
    """

    def __init__(self, source_reader: SourceReader, key: Key, total: int) -> None:
        self.size = plain_length(total)
        self._read = source_reader
        start = self._fetch(0, START)
        file_key = header.unwrap(start, key)
        self._chunks = stream.Chunks(file_key, start[header.HEADER_BYTES :])
        self._total = total
        self._last = max(0, -(-self.size // CHUNK) - 1)
        self._end = self._open_span(self._last, self._last)

    def read_range(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`, fewer at the end. Raise Damaged, release nothing."""
        stop = min(offset + length, self.size)
        if not 0 <= offset < stop:
            return b""
        first, final = offset // CHUNK, (stop - 1) // CHUNK
        plain = self._open_span(first, min(final, self._last - 1)) if first < self._last else b""
        if final == self._last:
            plain += self._end
        return plain[offset - first * CHUNK : stop - first * CHUNK]

    def _open_span(self, first: int, final: int) -> bytes:
        begin = START + first * SEALED_CHUNK
        span = memoryview(
            self._fetch(begin, min(self._total, START + (final + 1) * SEALED_CHUNK) - begin)
        )
        return b"".join(
            self._chunks.open(
                number,
                span[(number - first) * SEALED_CHUNK : (number - first + 1) * SEALED_CHUNK],
                last=number == self._last,
            )
            for number in range(first, final + 1)
        )

    def _fetch(self, offset: int, length: int) -> bytes:
        data = self._read(offset, length)
        if len(data) != length:
            raise PayloadFailure("the file is shorter than it was said to be")
        return data


def seal(plain: bytes, recipient: PublicKey) -> Sealed:
    """Seal bytes held in memory."""
    parts: list[bytes] = []
    sealer = Sealer(_Collected(parts), recipient)
    sealer.write(plain)
    sealer.finish()
    return Sealed(b"".join(parts))


def unseal(sealed: Sealed, key: Key) -> bytes:
    """Open a sealed file held in memory. Raise Damaged and release nothing unless all is right."""
    blob = sealed.blob
    file_key = header.unwrap(blob, key)
    plain_length(len(blob))
    chunks = stream.Chunks(file_key, blob[header.HEADER_BYTES : START])
    body = memoryview(blob)[START:]
    last = (len(body) - 1) // SEALED_CHUNK
    return b"".join(
        chunks.open(n, body[n * SEALED_CHUNK : (n + 1) * SEALED_CHUNK], last=n == last)
        for n in range(last + 1)
    )


def encrypt(source: BinaryIO, target: BinaryIO, recipient: PublicKey) -> None:
    """Seal a stream from where it stands to its end, in constant memory."""
    sealer = Sealer(target, recipient)
    while data := source.read(16 * CHUNK):
        sealer.write(data)
    sealer.finish()


def decrypt(source: BinaryIO, target: BinaryIO, key: Key) -> None:
    """Open a stream, chunk by chunk, in constant memory.

    Raise Damaged. `target` then holds a true beginning only, and the caller throws it away.
    """
    start = stream.read_full(source, START)
    file_key = header.unwrap(start, key)
    if len(start) < START:
        raise HeaderFailure("the file is cut before its payload")
    stream.open_all(stream.Chunks(file_key, start[header.HEADER_BYTES :]), source, target)


class _Collected:
    __slots__ = ("_parts",)

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts

    def write(self, data: bytes, /) -> None:
        self._parts.append(data)
