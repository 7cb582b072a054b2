"""Items: the preamble is checked whole, sizes are padded, words and JSON come back as they were."""

import json
import math
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.sealed import Plain
from hrd_report.vault import age, items, preamble
from hrd_report.vault.damage import Refused
from hrd_report.vault.keys import Key
from hrd_report.vault.padding import padded
from hrd_report.vault.preamble import KINDS, Context

KEY = Key.from_seed(bytes(range(32)))
HERE = Context("report", bytes(range(16)), bytes(range(16, 32)))
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | FLOATS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_an_item_opens_or_is_refused_as_the_vector_says(items_vector, outcome_of):
    key = Key.from_seed(bytes.fromhex(items_vector["seed"]))
    payload = zlib.decompress(bytes.fromhex(items_vector["payload_zlib"]))
    context = Context(
        items_vector["kind"],
        bytes.fromhex(items_vector["case"]),
        bytes.fromhex(items_vector["item"]),
    )
    sealed = age.seal(payload, key.public)

    def read_all() -> bytes:
        reader = items.ItemReader(
            lambda offset, length: sealed.blob[offset : offset + length],
            len(sealed),
            key,
            context,
        )
        return b"".join(reader.chunks())

    assert outcome_of(lambda: items.open_item(sealed, key, context)) == items_vector["outcome"]
    assert outcome_of(read_all) == items_vector["outcome"]
    if items_vector["outcome"] == "success":
        assert items.open_item(sealed, key, context).hex() == items_vector["content"]
        assert read_all().hex() == items_vector["content"]


@given(st.binary(max_size=10_000))
@settings(deadline=None)
def test_bytes_come_back_and_only_the_padded_size_shows(content):
    sealed = items.seal_item(content, KEY.public, HERE)
    assert items.open_item(sealed, KEY, HERE) == content
    assert len(sealed) == age.file_length(padded(64 + len(content)))


@given(TEXT)
@settings(deadline=None)
def test_words_come_back(words):
    sealed = items.seal_item(Plain(words), KEY.public, HERE)
    assert items.open_item(sealed, KEY, HERE).decode() == words


def test_half_a_surrogate_pair_costs_one_letter_and_not_the_report():
    sealed = items.seal_item(Plain("before \ud83d after"), KEY.public, HERE)
    assert items.open_item(sealed, KEY, HERE).decode() == "before \ufffd after"
    assert items.open_json(items.seal_json(["\ud83d"], KEY.public, HERE), KEY, HERE) == ["\ufffd"]


@given(JSON)
@settings(deadline=None)
def test_json_comes_back(value):
    sealed = items.seal_json(value, KEY.public, HERE)
    assert items.open_json(sealed, KEY, HERE) == value


def test_json_is_written_one_way_and_takes_words_as_they_are():
    one = items.seal_json({"b": Plain("é"), "a": 1}, KEY.public, HERE)
    assert items.open_item(one, KEY, HERE) == '{"a":1,"b":"é"}'.encode()


@pytest.mark.parametrize("value", [math.nan, math.inf, b"bytes", {1, 2}])
def test_what_is_no_json_is_not_sealed(value):
    with pytest.raises((TypeError, ValueError)):
        items.seal_json(value, KEY.public, HERE)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_content_that_is_no_json_is_refused_without_quoting_it(content):
    sealed = items.seal_item(content, KEY.public, HERE)
    with pytest.raises(Damaged) as caught:
        items.open_json(sealed, KEY, HERE)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"{",
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"[" * 100_000,
        b'"\\ud800"',
        b'{"\\udfff": 1}',
        b"9" * 5000,
    ],
)
def test_json_that_no_writer_of_ours_writes_is_refused_without_being_quoted(content):
    with pytest.raises(Refused) as refused:
        items.open_json(items.seal_item(content, KEY.public, HERE), KEY, HERE)
    assert refused.value.__suppress_context__


@given(JSON)
def test_json_is_read_however_it_is_spaced_and_escaped(value):
    for written in (json.dumps(value), json.dumps(value, indent=2, ensure_ascii=False)):
        assert items.read_json(written.encode()) == value


@given(st.integers(0, 20_000))
def test_an_item_takes_the_room_of_its_padded_size(length):
    sealed = items.seal_item(bytes(length), KEY.public, HERE)
    assert len(sealed) == age.file_length(padded(64 + length))


def test_an_item_for_another_key_is_refused(other):
    with pytest.raises(Damaged):
        items.open_item(items.seal_item(b"x", KEY.public, HERE), other, HERE)


def test_kinds_have_codes_that_never_change():
    codes = list(KINDS.values())
    assert codes == sorted(set(codes))
    assert next(iter(KINDS)) == "report"
    assert list(KINDS)[15] == "decision"
    assert list(KINDS)[16] == "answer"
    assert list(KINDS)[17] == "record"


@pytest.mark.parametrize(
    ("kind", "case", "item"),
    [("gossip", bytes(16), bytes(16)), ("note", b"", bytes(16)), ("note", bytes(16), bytes(17))],
)
def test_a_context_nobody_could_mean_is_an_error(kind, case, item):
    with pytest.raises(ValueError, match=r"kind|16 bytes"):
        Context(kind, case, item)


@given(st.binary(max_size=200))
def test_noise_is_no_preamble(noise):
    with pytest.raises(Damaged):
        preamble.check(noise, HERE)


@given(st.integers(0, 2**40))
def test_padding_grows_by_an_eighth_at_most_and_keeps_its_floor(length):
    size = padded(length)
    assert size >= max(length, 4096)
    assert size == 4096 or size - length < length / 8
    assert padded(size) == size


@given(st.integers(0, 2**40), st.integers(0, 2**40))
def test_padding_keeps_order(one, other):
    low, high = sorted((one, other))
    assert padded(low) <= padded(high)


@pytest.mark.parametrize(
    ("length", "size"),
    [(0, 4096), (3000, 4096), (4096, 4096), (4097, 4352), (5000, 5120), (70_000, 71_680)],
)
def test_padding_gives_the_known_sizes(length, size):
    assert padded(length) == size
