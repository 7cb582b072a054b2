"""Digests and sealing under a secret, signatures, and the self-test."""

import hashlib

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged, NotSupported
from hrd_report.sealed import Sealed
from hrd_report.vault import digests, selftest, signatures

PARTS = st.lists(st.binary(max_size=20), max_size=5)


def test_bytes_under_a_secret_open_or_are_refused_as_the_vector_says(under_vector, outcome_of):
    secret = bytes.fromhex(under_vector["secret"])
    sealed = Sealed(bytes.fromhex(under_vector["blob"]))

    def open_it() -> bytes:
        return digests.open_under(secret, under_vector["label"], sealed)

    assert outcome_of(open_it) == under_vector["outcome"]
    if under_vector["outcome"] == "success":
        assert open_it().hex() == under_vector["plain"]


@given(st.binary(min_size=1), st.text(max_size=10), st.binary(max_size=300))
def test_bytes_sealed_under_a_secret_come_back(secret, label, plain):
    sealed = digests.seal_under(secret, label, plain)
    assert digests.open_under(secret, label, sealed) == plain
    assert digests.seal_under(secret, label, plain) != sealed


@given(PARTS, PARTS)
def test_prefixed_parts_never_run_into_each_other(one, other):
    assert (digests.prefixed(*one) == digests.prefixed(*other)) == (one == other)


def test_digests_are_the_known_ones():
    assert digests.sha256(b"ab", b"c") == hashlib.sha256(b"abc").digest()
    # RFC 4231, test case 2.
    assert (
        digests.hmac_sha256(b"Jefe", b"what do ya want for nothing?").hex().startswith("5bdcc146")
    )
    # RFC 5869, test case 3: neither salt nor info.
    assert digests.hkdf(b"\x0b" * 22, "", 42).hex().startswith("8da4e775a563c18f715f802a063c5a31")
    assert digests.hkdf(b"s", "a") != digests.hkdf(b"s", "b") != digests.hkdf(b"t", "b")


def test_values_are_compared_whole():
    assert digests.equal(b"same", b"same")
    assert not digests.equal(b"same", b"sama")
    assert not digests.equal(b"same", b"sam")


def test_random_bytes_do_not_repeat():
    assert len({digests.random_bytes(16) for _ in range(1000)}) == 1000


def test_a_signature_holds_or_does_not_as_the_vector_says(signatures_vector, outcome_of):
    public, signature, message = (
        bytes.fromhex(signatures_vector[part]) for part in ("public", "signature", "message")
    )
    assert (
        outcome_of(lambda: signatures.verify(public, signature, message))
        == signatures_vector["outcome"]
    )


@given(st.binary(max_size=100), st.integers(0, 511))
def test_a_signature_with_any_bit_flipped_does_not_hold(message, bit):
    key = signatures.SigningKey.new()
    signature = bytearray(key.sign(message))
    signatures.verify(key.public_raw, bytes(signature), message)
    signature[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        signatures.verify(key.public_raw, bytes(signature), message)


def test_a_signing_key_grows_from_its_seed_and_says_nothing(key):
    signer = signatures.SigningKey.from_seed(key.seed)
    assert signer.public_raw == signatures.SigningKey.from_seed(key.seed).public_raw
    assert repr(signer) == "SigningKey(…)"
    with pytest.raises(TypeError):
        signer.__reduce__()
    with pytest.raises(Damaged):
        signatures.SigningKey.from_seed(bytes(31))


def test_a_machine_that_can_seal_passes_the_self_test():
    assert selftest.check() is None


def test_a_machine_without_ml_kem_is_refused(monkeypatch):
    def missing() -> bytes:
        raise UnsupportedAlgorithm("not here")

    monkeypatch.setitem(selftest._ANSWERS, "ML-KEM-768", (missing, ""))
    with pytest.raises(NotSupported, match="ML-KEM-768"):
        selftest.check()


@pytest.mark.parametrize("name", sorted(selftest._ANSWERS))
def test_a_machine_with_another_answer_is_refused(monkeypatch, name):
    known = selftest._ANSWERS[name][1]
    monkeypatch.setitem(selftest._ANSWERS, name, (lambda: b"another answer", known))
    with pytest.raises(NotSupported, match=name):
        selftest.check()
