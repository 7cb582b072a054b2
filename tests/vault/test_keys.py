"""Key pairs: what is taken for a key, what seals open, and that nothing prints or pickles one."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.vault.digests import sha256
from hrd_report.vault.keys import (
    PUBLIC_BYTES,
    SEED_BYTES,
    Key,
    PublicKey,
    open_bytes,
    seal_bytes,
)

KEY = Key.from_seed(bytes(range(32)))
BLOB = seal_bytes(KEY.public, b"a seed", b"here")


def test_a_public_key_is_taken_or_refused_as_the_vector_says(keys_vector, outcome_of):
    raw = bytes.fromhex(keys_vector["public"])
    assert outcome_of(lambda: PublicKey.from_raw(raw)) == keys_vector["outcome"]
    if "seed" in keys_vector:
        key = Key.from_seed(bytes.fromhex(keys_vector["seed"]))
        assert key.public == PublicKey.from_raw(raw)
        assert key.kid.hex() == keys_vector["kid"]


def test_a_key_is_known_by_the_digest_of_its_public_half(key):
    assert key.kid == sha256(b"hrd1/key" + key.public.raw)[:16]
    assert len(key.public.raw) == PUBLIC_BYTES


def test_new_keys_differ_and_grow_again_from_their_seed():
    one, two = Key.new(), Key.new()
    assert one != two
    assert len(one.seed) == SEED_BYTES
    assert Key.from_seed(one.seed) == one
    assert hash(Key.from_seed(one.seed)) == hash(one)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_seed_of_another_length_is_refused(length):
    with pytest.raises(Damaged):
        Key.from_seed(bytes(length))


def test_a_printed_key_says_nothing_of_its_seed(key):
    assert repr(key) == str(key) == "Key(…)"
    assert key.seed.hex() not in repr(vars(type(key)))


def test_keys_are_told_apart_in_a_set(key, other):
    assert {key, Key.from_seed(key.seed)} == {key}
    assert hash(key) != hash(other)


def test_a_private_key_is_neither_pickled_nor_copied(key):
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(key)


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_a_sealed_secret_opens_with_its_key_and_purpose(secret, info):
    blob = seal_bytes(KEY.public, secret, info)
    assert len(blob) == len(secret) + 1136
    assert open_bytes(KEY, blob, info) == secret


@given(st.integers(0, len(BLOB) * 8 - 1))
def test_a_sealed_secret_with_any_bit_flipped_is_refused(bit):
    flipped = bytearray(BLOB)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        open_bytes(KEY, bytes(flipped), b"here")


@given(st.integers(0, len(BLOB) - 1))
def test_a_sealed_secret_cut_anywhere_is_refused(length):
    with pytest.raises(Damaged):
        open_bytes(KEY, BLOB[:length], b"here")


def test_a_sealed_secret_is_refused_elsewhere_and_by_another_key(other):
    with pytest.raises(Damaged):
        open_bytes(KEY, BLOB, b"there")
    with pytest.raises(Damaged):
        open_bytes(other, BLOB, b"here")


def test_sealing_to_bytes_that_are_no_key_is_refused():
    with pytest.raises(Damaged):
        seal_bytes(PublicKey(bytes(1216)), b"a seed", b"here")
