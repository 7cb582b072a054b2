"""Digests, derived keys, randomness and sealing under a shared secret. Holds no key of its own."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed

SALT_BYTES = 16
TAG_BYTES = 16
ZERO_NONCE = bytes(12)


def random_bytes(count: int) -> bytes:
    """Return `count` bytes from the operating system's generator."""
    return os.urandom(count)


def sha256(*parts: bytes) -> bytes:
    """Return SHA-256 (32 bytes) of the parts joined; use `prefixed` where borders matter."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def prefixed(*parts: bytes) -> bytes:
    """Join parts, each behind its length as four big-endian bytes, so that no two joins agree."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def hmac_sha256(key: bytes, data: bytes) -> bytes:
    """Return HMAC-SHA-256 (32 bytes, RFC 2104)."""
    return hmac.digest(key, data, "sha256")


def hkdf(secret: bytes, label: str, length: int = 32, *, salt: bytes = b"") -> bytes:
    """Derive `length` bytes from a secret: HKDF-SHA-256 (RFC 5869), info = the label."""
    return HKDF(SHA256(), length, salt, label.encode()).derive(secret)


def equal(one: bytes, other: bytes) -> bool:
    """Compare in a time that says nothing about where two values differ."""
    return hmac.compare_digest(one, other)


def seal_once(kek: bytes, plain: bytes, bound: bytes) -> bytes:
    """AES-256-GCM with the zero nonce: only for a key (32 bytes) that seals a single time."""
    return AESGCM(kek).encrypt(ZERO_NONCE, plain, bound)


def open_once(kek: bytes, blob: bytes, bound: bytes) -> bytes:
    """Open what `seal_once` sealed. Raise Damaged when the key, the bytes or `bound` differ."""
    try:
        return AESGCM(kek).decrypt(ZERO_NONCE, blob, bound)
    except (InvalidTag, ValueError):
        raise Damaged("the seal does not open") from None


def seal_under(secret: bytes, label: str, plain: bytes) -> Sealed:
    """Seal bytes under a secret both sides hold: salt (16) | AES-256-GCM under HKDF(secret, salt).

    The salt is fresh, so the derived key seals once and any number of items may share a secret.
    """
    salt = random_bytes(SALT_BYTES)
    kek = hkdf(secret, "hrd1/under/" + label, salt=salt)
    return Sealed(salt + seal_once(kek, plain, label.encode()))


def open_under(secret: bytes, label: str, sealed: Sealed) -> bytes:
    """Open what `seal_under` sealed with the same secret and label. Raise Damaged otherwise."""
    salt, blob = sealed.blob[:SALT_BYTES], sealed.blob[SALT_BYTES:]
    if len(blob) < TAG_BYTES:
        raise Damaged("too short for a sealed item")
    return open_once(hkdf(secret, "hrd1/under/" + label, salt=salt), blob, label.encode())
