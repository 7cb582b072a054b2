"""Sealed files: every vector, and what must hold for any content, cut and flipped bit."""

import hashlib
import io
import json
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed
from hrd_report.vault import age
from hrd_report.vault.keys import Key
from hrd_report.vault.stream import CHUNK, SEALED_CHUNK

KEY = Key.from_seed(bytes(range(32)))
LENGTHS = st.sampled_from([0, 1, 4096, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5])
SHORT = age.seal(b"what happened", KEY.public).blob


def content(length: int) -> bytes:
    return hashlib.shake_128(length.to_bytes(8, "big")).digest(length)


def reader(blob: bytes):
    return lambda offset, length: blob[offset : offset + length]


def decrypt(blob: bytes, key: Key) -> bytes:
    target = io.BytesIO()
    age.decrypt(io.BytesIO(blob), target, key)
    return target.getvalue()


def open_in_ranges(blob: bytes, key: Key) -> bytes:
    opener = age.Opener(reader(blob), key, len(blob))
    return b"".join(opener.read_range(at, 1000) for at in range(0, opener.size, 1000))


def test_every_way_of_opening_gives_the_vectors_outcome(age_vector, outcome_of):
    blob = zlib.decompress(bytes.fromhex(age_vector["file_zlib"]))
    key = Key.from_seed(bytes.fromhex(age_vector["seed"]))
    expected = age_vector["outcome"]
    assert outcome_of(lambda: age.unseal(Sealed(blob), key)) == expected
    # These two read 1643 bytes and no more, so a longer header looks cut to them; a range reader
    # also learns the length first.
    streamed = outcome_of(lambda: decrypt(blob, key))
    ranged = outcome_of(lambda: open_in_ranges(blob, key))
    if age_vector["without_key"] == "success":
        assert streamed == ranged == expected
    else:
        assert {streamed, ranged} <= {expected, "header failure", "payload failure"}
    if expected == "success":
        assert hashlib.sha256(age.unseal(Sealed(blob), key)).hexdigest() == age_vector["sha256"]
        assert decrypt(blob, key) == open_in_ranges(blob, key) == age.unseal(Sealed(blob), key)


def test_the_shape_is_refused_without_a_key_as_the_vector_says(age_vector, outcome_of):
    blob = zlib.decompress(bytes.fromhex(age_vector["file_zlib"]))
    assert outcome_of(lambda: age.check_shape(blob[:4096], len(blob))) == age_vector["without_key"]


def test_the_vectors_reach_every_outcome():
    vectors = json.loads((Path(__file__).parent / "vectors" / "age.json").read_text())
    assert len(vectors) == 72
    assert {v["outcome"] for v in vectors} == {
        "success",
        "header failure",
        "no match",
        "hmac failure",
        "payload failure",
        "refused",
    }


@given(LENGTHS)
@settings(deadline=None)
def test_what_was_sealed_opens_again_however_it_is_read(length):
    plain = content(length)
    target = io.BytesIO()
    age.encrypt(io.BytesIO(plain), target, KEY.public)
    for blob in (age.seal(plain, KEY.public).blob, target.getvalue()):
        assert len(blob) == age.file_length(length)
        assert age.plain_length(len(blob)) == length
        assert age.unseal(Sealed(blob), KEY) == decrypt(blob, KEY) == plain
        assert open_in_ranges(blob, KEY) == plain


@given(st.lists(st.integers(0, 3 * CHUNK), max_size=6))
@settings(deadline=None, max_examples=40)
def test_the_sealed_content_does_not_depend_on_how_it_was_written(pieces):
    target = io.BytesIO()
    sealer = age.Sealer(target, KEY.public)
    for length in pieces:
        sealer.write(content(length))
    sealer.finish()
    assert age.unseal(Sealed(target.getvalue()), KEY) == b"".join(map(content, pieces))


LONG_PLAIN = content(3 * CHUNK + 77)
LONG = age.seal(LONG_PLAIN, KEY.public).blob


@given(st.integers(0, len(LONG_PLAIN) + 10), st.integers(0, len(LONG_PLAIN) + 10))
@settings(deadline=None, max_examples=60)
def test_a_range_is_the_slice_of_the_whole(offset, length):
    opener = age.Opener(reader(LONG), KEY, len(LONG))
    assert opener.read_range(offset, length) == LONG_PLAIN[offset : offset + length]


@given(st.integers(0, len(SHORT) * 8 - 1))
@settings(deadline=None, max_examples=300)
def test_any_flipped_bit_is_refused(bit):
    flipped = bytearray(SHORT)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        age.unseal(Sealed(bytes(flipped)), KEY)
    with pytest.raises(Damaged):
        age.Opener(reader(bytes(flipped)), KEY, len(flipped))


@given(st.integers(0, len(SHORT) - 1))
@settings(deadline=None, max_examples=200)
def test_any_cut_is_refused(length):
    with pytest.raises(Damaged):
        age.unseal(Sealed(SHORT[:length]), KEY)
    with pytest.raises(Damaged):
        decrypt(SHORT[:length], KEY)


@given(st.integers(0, len(LONG) - 1))
@settings(deadline=None, max_examples=60)
def test_a_cut_file_releases_no_range(length):
    with pytest.raises(Damaged):
        age.Opener(reader(LONG[:length]), KEY, length)


@given(st.binary(max_size=3000), st.integers(0, 5000))
@settings(deadline=None)
def test_noise_is_refused_without_a_key(noise, total):
    with pytest.raises(Damaged):
        age.check_shape(noise, total)


@given(st.integers(0, 10 * CHUNK))
def test_lengths_agree_with_each_other(plain):
    assert age.plain_length(age.file_length(plain)) == plain


@pytest.mark.parametrize(
    ("offset", "length", "chunks"),
    [
        (0, 10, [0]),
        (CHUNK - 1, 1, [0]),
        (CHUNK - 1, 2, [0, 1]),
        (0, 2 * CHUNK, [0, 1]),
        (CHUNK, 2 * CHUNK + 1, [1, 2]),
        (3 * CHUNK, 77, []),
        (5, 0, []),
        (5, -1, []),
        (-1, 5, []),
        (len(LONG_PLAIN), 5, []),
        (len(LONG_PLAIN) + 5, 5, []),
    ],
)
def test_a_range_reads_its_own_chunks_and_the_last_one_only_at_first(offset, length, chunks):
    read = []

    def noted(at: int, count: int) -> bytes:
        assert count > 0
        read.extend(
            range((at - age.START) // SEALED_CHUNK, -(-(at + count - age.START) // SEALED_CHUNK))
        )
        return LONG[at : at + count]

    opener = age.Opener(noted, KEY, len(LONG))
    read.clear()
    opener.read_range(offset, length)
    assert read == chunks


def test_only_lengths_that_some_content_has_are_lengths(outcome_of):
    some = {age.file_length(plain) for plain in range(CHUNK + 100)}
    for length in (*range(age.START + 60), *range(age.START + CHUNK - 40, age.START + CHUNK + 90)):
        outcome = outcome_of(lambda length=length: age.plain_length(length))
        short = "header failure" if length < age.START else "payload failure"
        assert outcome == ("success" if length in some else short)


def test_a_source_is_read_piece_by_piece():
    class Careful(io.BytesIO):
        def read(self, size=-1):
            assert 0 < size <= 32 * CHUNK
            return super().read(size)

    sealed, opened = io.BytesIO(), io.BytesIO()
    age.encrypt(Careful(LONG_PLAIN), sealed, KEY.public)
    age.decrypt(Careful(sealed.getvalue()), opened, KEY)
    assert opened.getvalue() == LONG_PLAIN


def test_a_reader_that_returns_too_little_is_refused():
    opener = age.Opener(reader(LONG), KEY, len(LONG))
    opener._read = lambda offset, length: LONG[offset : offset + length - 1]
    with pytest.raises(Damaged):
        opener.read_range(0, 10)


def test_a_file_that_was_not_finished_is_refused():
    target = io.BytesIO()
    age.Sealer(target, KEY.public).write(LONG_PLAIN)
    with pytest.raises(Damaged):
        age.unseal(Sealed(target.getvalue()), KEY)


def test_a_source_that_returns_less_than_asked_is_read_on():
    class Trickle(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 7777))

    target = io.BytesIO()
    age.decrypt(Trickle(LONG), target, KEY)
    assert target.getvalue() == LONG_PLAIN


def test_what_begins_as_an_age_file_is_told_from_what_does_not():
    assert age.is_one(SHORT)
    for other in (b"", b"{}", SHORT[1:], SHORT[:21], b"-----BEGIN AGE"):
        assert not age.is_one(other)


def test_two_seals_of_the_same_words_differ():
    assert age.seal(b"x", KEY.public) != age.seal(b"x", KEY.public)


def test_a_long_stream_is_sealed_and_opened_in_constant_memory(tmp_path):
    piece, pieces = content(1 << 20), 32
    sealed, opened = tmp_path / "sealed", tmp_path / "opened"
    tracemalloc.start()
    with sealed.open("wb") as target:
        sealer = age.Sealer(target, KEY.public)
        for _ in range(pieces):
            sealer.write(piece)
        sealer.finish()
    with sealed.open("rb") as source, opened.open("wb") as target:
        age.decrypt(source, target, KEY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert opened.stat().st_size == pieces << 20
    assert peak < 1 << 20
