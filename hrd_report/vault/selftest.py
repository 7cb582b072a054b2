"""Refuses to run on a machine that cannot seal. Reads and writes nothing.

The known answers come from a library that passes the published vectors the tests run.
"""

from collections.abc import Callable

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from hrd_report.errors import Damaged, NotSupported
from hrd_report.vault import age
from hrd_report.vault.digests import hkdf, sha256
from hrd_report.vault.keys import Key

_SEED = bytes(range(32))
_WORDS = b"known answer"


def check() -> None:
    """Compute known answers with every algorithm the vault uses, and seal a file and open it.

    Raise NotSupported when one is missing from the cryptographic library (ML-KEM needs OpenSSL
    3.5 or later, or AWS-LC) or answers otherwise than it should.
    """
    for name, (compute, known) in _ANSWERS.items():
        try:
            answer = compute()
        except (UnsupportedAlgorithm, ValueError) as missing:
            raise NotSupported(f"{name} is missing here") from missing
        if sha256(answer).hex() != known:
            raise NotSupported(f"{name} gives a wrong answer here")
    try:
        key = Key.from_seed(_SEED)
        opened = age.unseal(age.seal(_WORDS, key.public), key)
    except (UnsupportedAlgorithm, Damaged, ValueError) as missing:
        raise NotSupported("a sealed file does not open here") from missing
    if opened != _WORDS:
        raise NotSupported("a sealed file opens to something else here")


def _mlkem() -> bytes:
    key = MLKEM768PrivateKey.from_seed_bytes(_SEED * 2)
    # A made-up ciphertext is answered with implicit rejection, which is a known answer too.
    return key.public_key().public_bytes_raw() + key.decapsulate(_SEED * 34)


def _x25519() -> bytes:
    return X25519PrivateKey.from_private_bytes(_SEED).exchange(
        X25519PublicKey.from_public_bytes(bytes([9]) + bytes(31))
    )


def _argon2id() -> bytes:
    return Argon2id(salt=_SEED[:16], length=32, iterations=1, lanes=4, memory_cost=64).derive(
        _WORDS
    )


_ANSWERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "ML-KEM-768": (_mlkem, "f06bedfeca5bc312de76e844b04c5bd0d8a51bb801f25dda11cb9c6ba0071804"),
    "X25519": (_x25519, "eedd883da0a9451593dc0a38e583fb770fa27dbbed209c20404e075e68c4f0c9"),
    "X-Wing": (
        lambda: Key.from_seed(_SEED).public.raw,
        "c9a3565ffde4f72b51661be391ee13e46378d7f06dd5c8bf5af9d2cfb5b8336b",
    ),
    "ChaCha20-Poly1305": (
        lambda: ChaCha20Poly1305(_SEED).encrypt(bytes(12), _WORDS, None),
        "022db2e99183c1c128e7c1fd1c77ff9a2897bcc4c85cbad4fdae8c887aecf22d",
    ),
    "AES-256-GCM": (
        lambda: AESGCM(_SEED).encrypt(bytes(12), _WORDS, None),
        "bb82d79a8ddd7dc6fb856d38cb2a5eb22083d24f877aa64de3e8aa85312f39a8",
    ),
    "HKDF-SHA-256": (
        lambda: hkdf(_SEED, "known"),
        "e95fc82e6fc406282772573345681944c5fdbb380f1e64f093b2cfb423f5f000",
    ),
    "Argon2id": (_argon2id, "3c153d8bea57694f84e2a97ac13f4f5c1ff341fa626143d0d53732e1be7f971b"),
}
