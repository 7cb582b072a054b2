"""The library under the vault against the published HPKE vectors: RFC 9180 and draft-ietf-hpke-pq.

The number of vectors run is asserted, so that none is skipped in silence.
"""

import hashlib
import json
from pathlib import Path

import cryptography_vectors
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric import ec, mlkem, x25519
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM1024P384PrivateKey,
    Suite,
)

from hrd_report.vault.keys import Key

FOLDER = Path(cryptography_vectors.__file__).parent / "HPKE"
BASE_MODE = 0
KEMS = {
    16: KEM.P256,
    17: KEM.P384,
    18: KEM.P521,
    32: KEM.X25519,
    65: KEM.MLKEM768,
    66: KEM.MLKEM1024,
    25722: KEM.MLKEM768_X25519,
    81: KEM.MLKEM1024_P384,
}
KDFS = {
    1: KDF.HKDF_SHA256,
    2: KDF.HKDF_SHA384,
    3: KDF.HKDF_SHA512,
    16: KDF.SHAKE128,
    17: KDF.SHAKE256,
}
AEADS = {1: AEAD.AES_128_GCM, 2: AEAD.AES_256_GCM, 3: AEAD.CHACHA20_POLY1305}
CURVES = {16: ec.SECP256R1(), 17: ec.SECP384R1(), 18: ec.SECP521R1()}


def private_key(kem: int, secret: bytes):
    if kem == 32:
        return x25519.X25519PrivateKey.from_private_bytes(secret)
    if kem in CURVES:
        return ec.derive_private_key(int.from_bytes(secret, "big"), CURVES[kem])
    if kem == 65:
        return mlkem.MLKEM768PrivateKey.from_seed_bytes(secret)
    if kem == 66:
        return mlkem.MLKEM1024PrivateKey.from_seed_bytes(secret)
    if kem == 81:
        # The draft's seed expands to an ML-KEM seed (64 bytes) and a scalar (48).
        expanded = hashlib.shake_256(secret).digest(112)
        return MLKEM1024P384PrivateKey(
            mlkem.MLKEM1024PrivateKey.from_seed_bytes(expanded[:64]),
            ec.derive_private_key(int.from_bytes(expanded[64:], "big"), ec.SECP384R1()),
        )
    expanded = hashlib.shake_256(secret).digest(96)
    return MLKEM768X25519PrivateKey(
        mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
        x25519.X25519PrivateKey.from_private_bytes(expanded[64:]),
    )


def supported(file: str) -> list[dict]:
    vectors = json.loads((FOLDER / file).read_text())
    return [
        v
        for v in vectors
        if (v["mode"], v["kem_id"] in KEMS, v["kdf_id"] in KDFS, v["aead_id"] in AEADS)
        == (BASE_MODE, True, True, True)
    ]


def open_first(vector: dict) -> bytes:
    first = vector["encryptions"][0]
    suite = Suite(KEMS[vector["kem_id"]], KDFS[vector["kdf_id"]], AEADS[vector["aead_id"]])
    return openssl.hpke._decrypt_with_aad(
        suite,
        bytes.fromhex(vector["enc"]) + bytes.fromhex(first["ct"]),
        private_key(vector["kem_id"], bytes.fromhex(vector["skRm"])),
        bytes.fromhex(vector["info"]),
        bytes.fromhex(first["aad"]),
    )


def test_every_supported_vector_of_rfc_9180_opens():
    vectors = supported("test-vectors.json")
    for vector in vectors:
        assert open_first(vector) == bytes.fromhex(vector["encryptions"][0]["pt"])
    assert len(vectors) == 18


def test_every_supported_vector_of_the_post_quantum_draft_opens():
    vectors = supported("hpke-pq-test-vectors.json")
    for vector in vectors:
        assert open_first(vector) == bytes.fromhex(vector["encryptions"][0]["pt"])
    assert sorted(v["kem_id"] for v in vectors) == [16, 17, 65, 66, 81, 25722, 25722]


def test_our_keys_grow_from_the_drafts_x_wing_seeds():
    vectors = [v for v in supported("hpke-pq-test-vectors.json") if v["kem_id"] == 25722]
    for vector in vectors:
        key = Key.from_seed(bytes.fromhex(vector["skRm"]))
        assert key.public.raw == bytes.fromhex(vector["pkRm"])
    assert len(vectors) == 2
