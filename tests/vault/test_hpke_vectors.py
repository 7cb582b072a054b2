"""The library under the vault against the published HPKE vectors: RFC 9180 and draft-ietf-hpke-pq.

Each vector that is not run is counted under the reason why the library cannot run it, so that
none is skipped in silence, and a library that learns one more makes a test fail.
"""

import hashlib
import json
from collections import Counter
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.exceptions import InvalidTag
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
RFC_9180, POST_QUANTUM = "test-vectors.json", "hpke-pq-test-vectors.json"
BASE_MODE = 0
MODES = {1: "psk mode", 2: "auth mode", 3: "auth-psk mode"}
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


def published(file: str) -> list[dict]:
    return json.loads((FOLDER / file).read_text())


def reason_not_run(vector: dict) -> str:
    """Say what the library does not offer, or nothing. The first reason counts."""
    if vector["mode"] != BASE_MODE:
        return MODES[vector["mode"]]
    if vector["kem_id"] not in KEMS:
        return f"KEM {vector['kem_id']:#06x}"
    if vector["kdf_id"] not in KDFS:
        return f"KDF {vector['kdf_id']:#06x}"
    return "" if vector["aead_id"] in AEADS else "export only"


def supported(file: str) -> list[dict]:
    return [vector for vector in published(file) if not reason_not_run(vector)]


def open_as_first(vector: dict, encryption: dict) -> bytes:
    suite = Suite(KEMS[vector["kem_id"]], KDFS[vector["kdf_id"]], AEADS[vector["aead_id"]])
    return openssl.hpke._decrypt_with_aad(
        suite,
        bytes.fromhex(vector["enc"]) + bytes.fromhex(encryption["ct"]),
        private_key(vector["kem_id"], bytes.fromhex(vector["skRm"])),
        bytes.fromhex(vector["info"]),
        bytes.fromhex(encryption["aad"]),
    )


@pytest.mark.parametrize("file", [RFC_9180, POST_QUANTUM])
def test_every_supported_vector_opens_and_a_later_message_does_not_pass_for_the_first(file):
    for vector in supported(file):
        first, second = vector["encryptions"][:2]
        assert open_as_first(vector, first) == bytes.fromhex(first["pt"])
        with pytest.raises(InvalidTag):
            open_as_first(vector, second)


def test_every_vector_of_rfc_9180_is_run_or_counted_with_its_reason():
    assert Counter(map(reason_not_run, published(RFC_9180))) == {
        "": 18,
        "psk mode": 32,
        "auth mode": 32,
        "auth-psk mode": 32,
        "KEM 0x0021": 8,  # X448
        "export only": 6,
    }


def test_every_vector_of_the_post_quantum_draft_is_run_or_counted_with_its_reason():
    assert Counter(map(reason_not_run, published(POST_QUANTUM))) == {
        "": 7,
        "KEM 0x0040": 1,  # ML-KEM-512
        "KEM 0x0050": 2,  # ML-KEM-768 with P-256
        "KEM 0x0021": 1,  # X448
        "KDF 0x0012": 1,  # TurboSHAKE128
        "KDF 0x0013": 1,  # TurboSHAKE256
    }
    run = sorted(vector["kem_id"] for vector in supported(POST_QUANTUM))
    assert run == [16, 17, 65, 66, 81, 25722, 25722]


def test_the_library_offers_nothing_that_the_tables_here_leave_out():
    for enum, table in ((KEM, KEMS), (KDF, KDFS), (AEAD, AEADS)):
        offered = {name for name in dir(enum) if name.isupper()}
        assert {str(one).rpartition(".")[2] for one in table.values()} == offered
    public = {name for name in dir(Suite) if not name.startswith("_")}
    assert public == {"encrypt", "decrypt"}


def test_our_keys_grow_from_the_drafts_x_wing_seeds():
    vectors = [v for v in supported(POST_QUANTUM) if v["kem_id"] == 25722]
    for vector in vectors:
        key = Key.from_seed(bytes.fromhex(vector["skRm"]))
        assert key.public.raw == bytes.fromhex(vector["pkRm"])
    assert len(vectors) == 2
