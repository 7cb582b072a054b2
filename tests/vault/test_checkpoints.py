"""Checkpoints and leaves of the audit: what the vectors say, and nothing that was altered."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.vault import checkpoints, instance, leaves, merkle, notes
from hrd_report.vault.checkpoints import Checkpoint
from hrd_report.vault.leaves import Leaf
from hrd_report.vault.signatures import SigningKey

KEY = SigningKey.from_seed(bytes(range(32)))
NOTE = checkpoints.sign(Checkpoint(7, merkle.leaf_hash(b"root")), KEY)
ID = st.binary(min_size=16, max_size=16)
LEAVES = st.builds(
    Leaf,
    st.binary(max_size=17),
    st.text(max_size=11),
    st.text(max_size=9),
    st.none() | st.binary(max_size=17),
    st.none() | st.binary(max_size=17),
)


def test_a_note_is_read_or_refused_as_the_vector_says(checkpoints_vector, outcome_of):
    public = bytes.fromhex(checkpoints_vector["public"])

    def read() -> Checkpoint:
        return checkpoints.read(checkpoints_vector["note"], public)

    assert outcome_of(read) == checkpoints_vector["outcome"]
    if checkpoints_vector["outcome"] == "success":
        assert read().size == checkpoints_vector["size"]


def test_a_key_is_read_or_refused_as_the_vector_says(audit_keys_vector, outcome_of):
    spelt, public = audit_keys_vector["spelt"], bytes.fromhex(audit_keys_vector["public"])
    assert outcome_of(lambda: checkpoints.read_key(spelt)) == audit_keys_vector["outcome"]
    if audit_keys_vector["outcome"] == "success":
        assert checkpoints.read_key(spelt) == public
        assert checkpoints.spell_key(public) == spelt


def test_a_leaf_has_its_bytes_and_is_refused_as_the_vector_says(leaves_vector, outcome_of):
    actor, thing = (
        bytes.fromhex(leaves_vector[name]) if leaves_vector[name] is not None else None
        for name in ("actor", "object")
    )
    one = Leaf(
        bytes.fromhex(leaves_vector["id"]), leaves_vector["day"], leaves_vector["act"], actor, thing
    )
    assert leaves.leaf_bytes(one).hex() == leaves_vector["leaf"]
    assert merkle.leaf_hash(leaves.leaf_bytes(one)).hex() == leaves_vector["hash"]
    assert outcome_of(lambda: leaves.check(one)) == leaves_vector["outcome"]


@given(LEAVES, LEAVES)
def test_no_two_leaves_have_the_same_bytes(one: Leaf, other: Leaf):
    assert (leaves.leaf_bytes(one) == leaves.leaf_bytes(other)) == (one == other)


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), ID)
def test_what_was_signed_is_read(size: int, root: bytes, half: bytes):
    key = SigningKey.from_seed(half + half)
    made = Checkpoint(size, root)
    assert checkpoints.read(checkpoints.sign(made, key), key.public_raw) == made


@given(st.integers(0, len(NOTE.encode()) * 8 - 1))
def test_a_note_with_any_bit_flipped_is_refused(bit: int):
    altered = bytearray(NOTE.encode())
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        checkpoints.read(notes.text_of(bytes(altered)), KEY.public_raw)


@given(st.integers(0, len(NOTE) - 1))
def test_a_note_that_is_cut_is_refused(length: int):
    with pytest.raises(Damaged):
        checkpoints.read(NOTE[:length], KEY.public_raw)


@given(st.text(max_size=200))
def test_whatever_is_no_note_is_refused(text: str):
    with pytest.raises(Damaged):
        checkpoints.read(text, KEY.public_raw)


WITNESS = "witness.example " + base64.b64encode(bytes(76)).decode()


@pytest.mark.parametrize(
    "line",
    [
        "no signature line",
        "- " + WITNESS,
        "— " + WITNESS[:-1],
        "— witness\x01.example " + WITNESS.split()[1],
        "— witness.example " + base64.b64encode(bytes(4)).decode(),
        "— witness.example",
        "",
    ],
)
def test_a_line_that_is_no_signature_spoils_the_note_and_a_witnesss_does_not(line: str):
    assert checkpoints.read(f"{NOTE}— {WITNESS}\n", KEY.public_raw).size == 7
    with pytest.raises(Damaged):
        checkpoints.read(f"{NOTE}{line}\n", KEY.public_raw)


@given(st.binary(min_size=32, max_size=32))
def test_a_hash_is_spelt_and_read(value: bytes):
    assert checkpoints.spell_hash(value) == base64.b64encode(value).decode()
    assert checkpoints.read_hash(checkpoints.spell_hash(value)) == value


@given(st.text(max_size=60))
def test_only_a_plain_number_counts_rows(text: str):
    plain = text.isascii() and text.isdigit() and str(int(text)) == text and len(text) < 19
    try:
        assert checkpoints.read_number(text) == int(text)
    except Damaged:
        assert not plain


def test_the_key_of_checkpoints_is_not_the_one_of_releases(tmp_path: Path):
    secrets = instance.create(tmp_path / "secrets")
    again = instance.load(tmp_path / "secrets")
    assert secrets.audit.public_raw == again.audit.public_raw != secrets.signing.public_raw
    assert checkpoints.origin(secrets.audit.public_raw) != checkpoints.origin(KEY.public_raw)
