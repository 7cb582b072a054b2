"""Items sealed while they arrive and read in ranges."""

import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed
from hrd_report.vault import age, items, preamble
from hrd_report.vault.items import ItemReader, ItemSealer
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import Context

KEY = Key.from_seed(bytes(range(32)))
HERE = Context("file", bytes(16), bytes(range(16)))


def sealed_in_pieces(pieces):
    target = io.BytesIO()
    sealer = ItemSealer(target, KEY.public, HERE)
    for piece in pieces:
        sealer.write(piece)
    return target, sealer.finish()


def reader(blob, context=HERE, key=KEY):
    return ItemReader(lambda at, length: blob[at : at + length], len(blob), key, context)


CONTENT = hashlib.shake_128(b"content").digest(300_000)
STREAMED, RESULT = sealed_in_pieces([CONTENT[:100_000], CONTENT[100_000:]])
BLOB = STREAMED.getvalue()


@given(st.lists(st.binary(max_size=5000), max_size=8))
@settings(deadline=None)
def test_what_was_streamed_in_comes_back_and_is_described(pieces):
    content = b"".join(pieces)
    target, result = sealed_in_pieces(pieces)
    blob = target.getvalue()
    assert result.true_size == len(content)
    assert result.padded_size == len(blob)
    assert result.sha256 == hashlib.sha256(content).hexdigest()
    assert b"".join(reader(blob).chunks()) == content
    assert reader(blob).size == len(content)
    assert items.open_item(Sealed(blob), KEY, HERE) == content


@given(st.integers(0, 310_000), st.integers(0, 310_000))
@settings(deadline=None)
def test_a_range_of_an_item_is_the_slice_of_its_content(offset, length):
    assert reader(BLOB).read_range(offset, length) == CONTENT[offset : offset + length]


def test_an_item_sealed_whole_is_read_in_ranges_too():
    blob = items.seal_item(CONTENT, KEY.public, HERE).blob
    assert reader(blob).size == len(CONTENT)
    assert reader(blob).read_range(250_000, 100_000) == CONTENT[250_000:]
    assert b"".join(reader(blob).chunks()) == CONTENT


@pytest.mark.parametrize(("offset", "length"), [(-1, 5), (-64, 70), (5, -1), (0, 0), (300_000, 1)])
def test_no_range_outside_the_content_gives_anything(offset, length):
    assert reader(BLOB).read_range(offset, length) == b""


@pytest.mark.parametrize("content", [b"", b"x"])
def test_a_streamed_item_need_not_be_padded(content):
    payload = preamble.build(HERE, preamble.STREAMED) + content + preamble.trailer(len(content))
    sealed = age.seal(payload, KEY.public)
    assert b"".join(reader(sealed.blob).chunks()) == content
    assert items.open_item(sealed, KEY, HERE) == content


@pytest.mark.parametrize("rest", range(8))
def test_a_streamed_item_without_its_whole_trailer_is_refused(rest):
    sealed = age.seal(preamble.build(HERE, preamble.STREAMED) + bytes(rest), KEY.public)
    for read in (lambda: reader(sealed.blob), lambda: items.open_item(sealed, KEY, HERE)):
        with pytest.raises(Damaged):
            read()


def test_sizes_that_pad_alike_look_alike():
    assert len({sealed_in_pieces([bytes(n)])[1].padded_size for n in (0, 1, 2000, 4024)}) == 1


@pytest.mark.parametrize(
    "context",
    [
        Context("note", HERE.case, HERE.item),
        Context("file", bytes([1]) * 16, HERE.item),
        Context("file", HERE.case, bytes(16)),
    ],
)
def test_an_item_moved_elsewhere_does_not_open(context):
    with pytest.raises(Damaged):
        reader(BLOB, context)


def test_an_item_for_another_key_does_not_open(other):
    with pytest.raises(Damaged):
        reader(BLOB, key=other)


@given(st.integers(0, len(BLOB) - 1))
@settings(deadline=None, max_examples=50)
def test_an_item_cut_anywhere_does_not_open(length):
    with pytest.raises(Damaged):
        reader(BLOB[:length])


@given(st.integers(0, len(BLOB) * 8 - 1))
@settings(deadline=None, max_examples=100)
def test_an_item_with_any_bit_flipped_is_never_read_to_its_end(bit):
    flipped = bytearray(BLOB)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        list(reader(bytes(flipped)).chunks())
