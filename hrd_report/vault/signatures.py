"""Ed25519 signatures (RFC 8032) on what an instance publishes. Seals nothing."""

from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hrd_report.errors import Damaged
from hrd_report.vault.digests import random_bytes

SEED_BYTES = 32
SIGNATURE_BYTES = 64


class SigningKey:
    """A signing key grown from a 32-byte seed. Silent when printed, an error when pickled."""

    __slots__ = ("_private", "public_raw", "seed")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise Damaged("a seed has 32 bytes")
        self.seed = bytes(seed)
        self._private = Ed25519PrivateKey.from_private_bytes(self.seed)
        self.public_raw = self._private.public_key().public_bytes_raw()

    @classmethod
    def new(cls) -> "SigningKey":
        """Make a fresh key."""
        return cls(random_bytes(SEED_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> "SigningKey":
        """Grow the key of a 32-byte seed. Raise Damaged for another length."""
        return cls(seed)

    def sign(self, message: bytes) -> bytes:
        """Return the signature (64 bytes)."""
        return self._private.sign(message)

    def __repr__(self) -> str:
        return "SigningKey(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a signing key is not pickled")


def verify(public_raw: bytes, signature: bytes, message: bytes) -> None:
    """Raise Damaged unless the signature is this key's (32 bytes) on this very message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Damaged("the signature does not hold") from None
