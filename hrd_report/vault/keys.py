"""Key pairs and sealing small secrets to a public key. Writes nothing anywhere.

One algorithm: X-Wing (ML-KEM-768 with X25519, HPKE KEM 0x647a) with HKDF-SHA-256 and
ChaCha20-Poly1305, HPKE base mode (RFC 9180, draft-ietf-hpke-pq).
"""

import functools
import hashlib
from dataclasses import dataclass
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from hrd_report.errors import Damaged
from hrd_report.vault.digests import equal, random_bytes, sha256

SEED_BYTES = 32
PUBLIC_BYTES = 1216
KID_BYTES = 16
ENCAPSULATED_BYTES = 1120
SEAL_OVERHEAD = ENCAPSULATED_BYTES + 16
X25519_BYTES = 32

_MLKEM_PUBLIC_BYTES = 1184
_MLKEM_SEED_BYTES = 64
_EXPANDED_BYTES = 96
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
# Any scalar shows whether a point is of low order; this one protects nothing.
_PROBE = X25519PrivateKey.from_private_bytes(bytes(range(32)))


def is_low_order(point: bytes) -> bool:
    """Tell whether an X25519 point (32 bytes) makes every exchange zero (RFC 7748, section 6.1)."""
    try:
        _PROBE.exchange(X25519PublicKey.from_public_bytes(point))
    except ValueError:
        return True
    return False


@functools.lru_cache(maxsize=512)
def _parse(raw: bytes) -> MLKEM768X25519PublicKey:
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC_BYTES])
        x25519 = X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC_BYTES:])
    except ValueError:
        raise Damaged("not a public key") from None
    if is_low_order(raw[_MLKEM_PUBLIC_BYTES:]):
        raise Damaged("not a public key")
    return MLKEM768X25519PublicKey(mlkem, x25519)


@dataclass(frozen=True, slots=True, repr=False)
class PublicKey:
    """The half anyone may have. `raw`: ML-KEM-768 key (1184 bytes), then X25519 key (32)."""

    raw: bytes

    @classmethod
    def from_raw(cls, raw: bytes) -> "PublicKey":
        """Check 1216 bytes and take them as a key. Raise Damaged when they are none."""
        if len(raw) != PUBLIC_BYTES:
            raise Damaged("a public key has 1216 bytes")
        _parse(bytes(raw))
        return cls(bytes(raw))

    @property
    def kid(self) -> bytes:
        """Return the 16 bytes the key is known by: SHA-256("hrd1/key" | raw), cut."""
        return sha256(b"hrd1/key", self.raw)[:KID_BYTES]

    def __repr__(self) -> str:
        return f"PublicKey({self.kid.hex()})"


class Key:
    """A key pair grown from a 32-byte seed. Silent when printed, an error when pickled."""

    __slots__ = ("_private", "public", "seed")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise Damaged("a seed has 32 bytes")
        # X-Wing draft, section 5.2: the seed expands with SHAKE256 to both private keys.
        expanded = hashlib.shake_256(seed).digest(_EXPANDED_BYTES)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_BYTES])
        x25519 = X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_BYTES:])
        self.seed = bytes(seed)
        self._private = MLKEM768X25519PrivateKey(mlkem, x25519)
        self.public = PublicKey(
            mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        )

    @classmethod
    def new(cls) -> "Key":
        """Make a fresh key."""
        return cls(random_bytes(SEED_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> "Key":
        """Grow the key of a 32-byte seed. Raise Damaged for another length."""
        return cls(seed)

    @property
    def kid(self) -> bytes:
        """Return the public half's 16-byte name."""
        return self.public.kid

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and equal(self.seed, other.seed)

    def __hash__(self) -> int:
        return hash(self.public.raw)

    def __repr__(self) -> str:
        return "Key(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is not pickled; grant or lock it")


def seal_bytes(public: PublicKey, secret: bytes, info: bytes) -> bytes:
    """Seal a small secret to a key, bound to `info`: 1120-byte encapsulation | ciphertext | tag.

    The blob is 1136 bytes longer than the secret. Raise Damaged when the key is none.
    """
    return _SUITE.encrypt(secret, _parse(public.raw), info)


def seal_to_own(key: Key, secret: bytes, info: bytes) -> bytes:
    """Seal to a key whose private half is at hand, so that its public half needs no check."""
    own = key._private.public_key()  # noqa: SLF001 - the key's own module
    return _SUITE.encrypt(secret, own, info)


def open_bytes(key: Key, blob: bytes, info: bytes) -> bytes:
    """Open what `seal_bytes` sealed to this key under the same `info`. Raise Damaged otherwise."""
    if len(blob) < SEAL_OVERHEAD:
        raise Damaged("too short for a sealed secret")
    try:
        return _SUITE.decrypt(blob, key._private, info)  # noqa: SLF001 - the key's own module
    except (InvalidTag, ValueError):
        raise Damaged("the seal does not open with this key") from None
