"""Envelopes for buckets of many facts: one key sealed to the bucket, many facts under it.

A fact sealed alone costs a post-quantum encapsulation each; above 100,000 in a bucket, opening them
takes minutes. An envelope is made by one process and lives in its memory: whoever reads that memory
can read the facts this process wrote, which it has just had in clear. Its number says that facts
came from one process, so it is used for thousands of them.
"""

from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed
from hrd_report.vault.digests import prefixed, random_bytes
from hrd_report.vault.keys import SEAL_OVERHEAD, Key, PublicKey, open_bytes, seal_bytes

ID_BYTES: Final = 16
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
OVERHEAD: Final = ID_BYTES + NONCE_BYTES + TAG_BYTES
_KEY_BYTES: Final = 32
MOST_FACTS: Final = 1 << 20
"""Random nonces of 96 bits stay apart far beyond this (NIST SP 800-38D: 2^32)."""

Openers = Mapping[bytes, AESGCM]
"""The opened envelopes of a bucket, by id."""


class Envelope:
    """A fresh key and its sealed form. `id` and `sealed` are kept in the database once."""

    def __init__(self, bucket: PublicKey, bucket_name: str) -> None:
        self.id = random_bytes(ID_BYTES)
        self.bucket_name = bucket_name
        key = random_bytes(_KEY_BYTES)
        self.sealed = Sealed(seal_bytes(bucket, key, _info(bucket_name, self.id)))
        self._cipher = AESGCM(key)
        self.left = MOST_FACTS

    def seal(self, body: bytes) -> Sealed:
        """Seal a fact: id (16 bytes) | nonce (12) | ciphertext | tag (16)."""
        self.left -= 1
        nonce = random_bytes(NONCE_BYTES)
        return Sealed(self.id + nonce + self._cipher.encrypt(nonce, body, self.id))

    def __repr__(self) -> str:
        return "Envelope(…)"


def openers(sealed: Mapping[bytes, bytes], key: Key, bucket_name: str) -> dict[bytes, AESGCM]:
    """Open a bucket's envelopes. Raise Damaged for one that is not of this key and bucket."""
    return {
        one: AESGCM(open_bytes(key, body, _info(bucket_name, one))) for one, body in sealed.items()
    }


def is_under_envelope(row: bytes, width: int) -> bool:
    """Tell whether a row lies under an envelope, by its length; alone it is much longer."""
    return len(row) == OVERHEAD + width < SEAL_OVERHEAD + width


def open_row(row: bytes, opened: Openers) -> bytes | None:
    """Open a row under its envelope; None when it does not open or the envelope is not there."""
    cipher = opened.get(row[:ID_BYTES])
    if cipher is None:
        return None
    nonce, rest = row[ID_BYTES : ID_BYTES + NONCE_BYTES], row[ID_BYTES + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, rest, row[:ID_BYTES])
    except InvalidTag:
        return None


def _info(bucket_name: str, one: bytes) -> bytes:
    if len(one) != ID_BYTES:
        raise Damaged("an envelope's id has 16 bytes")
    return b"hrd1/envelope" + prefixed(bucket_name.encode(), one)
