"""The payload of an age v1 file: 64 KiB chunks, ChaCha20-Poly1305, STREAM. Knows no header.

Source: C2SP age specification, "Payload". A chunk's nonce is an 11-byte big-endian counter and
one byte that is 1 for the last chunk, so chunks can be neither moved nor dropped.
"""

from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from hrd_report.vault.damage import PayloadFailure
from hrd_report.vault.digests import TAG_BYTES, hkdf

CHUNK = 65536
SEALED_CHUNK = CHUNK + TAG_BYTES
NONCE_BYTES = 16


class Target(Protocol):
    """Anything that takes bytes in order."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""


def plain_length(body: int) -> int:
    """Return how many bytes `body` bytes of chunks hold. Raise PayloadFailure if none can.

    `body` is the file without header and payload nonce.
    """
    full, rest = divmod(body, SEALED_CHUNK)
    if body > 0 and rest == 0:
        return full * CHUNK
    if body < TAG_BYTES or rest < TAG_BYTES or (rest == TAG_BYTES and full):
        raise PayloadFailure("no payload has this length")
    return full * CHUNK + rest - TAG_BYTES


def sealed_length(plain: int) -> int:
    """Return how many bytes of chunks `plain` bytes take."""
    return plain + TAG_BYTES * max(1, -(-plain // CHUNK))


class Chunks:
    """Seals and opens single chunks of one payload, by number (from 0)."""

    __slots__ = ("_cipher",)

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        self._cipher = ChaCha20Poly1305(hkdf(file_key, "payload", salt=nonce))

    def seal(self, number: int, plain: bytes | memoryview, *, last: bool) -> bytes:
        """Seal one chunk (at most 64 KiB)."""
        return self._cipher.encrypt(number.to_bytes(11, "big") + bytes((last,)), plain, None)

    def open(self, number: int, sealed: bytes | memoryview, *, last: bool) -> bytes:
        """Open one chunk. Raise PayloadFailure when it is altered, moved, or not (the) last."""
        try:
            return self._cipher.decrypt(number.to_bytes(11, "big") + bytes((last,)), sealed, None)
        except (InvalidTag, ValueError):
            raise PayloadFailure("a chunk was altered, moved or cut off") from None


def open_all(chunks: Chunks, source: BinaryIO, target: Target) -> None:
    """Open chunks up to the source's end, one after the other. Raise PayloadFailure.

    What was written before an error is a true beginning of the plain bytes, never their end.
    """
    number, held = 0, read_full(source, SEALED_CHUNK)
    while following := read_full(source, SEALED_CHUNK):
        target.write(chunks.open(number, held, last=False))
        number, held = number + 1, following
    plain = chunks.open(number, held, last=True)
    if number and not plain:
        raise PayloadFailure("an empty last chunk")
    target.write(plain)


def read_full(source: BinaryIO, count: int) -> bytes:
    """Read `count` bytes, fewer only at the end: raw streams may return less than asked."""
    parts = []
    while count and (data := source.read(count)):
        parts.append(data)
        count -= len(data)
    return b"".join(parts)
