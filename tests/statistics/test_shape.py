import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents.facts import DIMENSIONS, ROW_BYTES, column, encode
from hrd_report.errors import Damaged, Invalid
from hrd_report.reference.load import load
from hrd_report.statistics.shape import check, decode

LISTS = load().codes
CODES = st.fixed_dictionaries({name: st.sampled_from(LISTS[name].codes) for name in DIMENSIONS})
MONTH = st.integers(1, 12)


def first_codes():
    return {name: LISTS[name].codes[0] for name in DIMENSIONS}


@given(CODES, MONTH)
def test_what_was_encoded_is_decoded_and_has_sixteen_bytes(codes, month):
    body = encode(codes, month, LISTS)
    assert len(body) == ROW_BYTES
    assert decode(body, LISTS) == (codes, month)


@given(CODES, MONTH)
def test_a_fact_from_before_says_of_what_it_had_no_place_for_that_it_is_not_known(codes, month):
    body = encode(codes, month, LISTS)[:12] + bytes(4)
    later = dict.fromkeys(("acknowledged", "decision", "remedy", "language"), "unknown")
    assert decode(body, LISTS) == (codes | later, month)


def test_the_bytes_of_a_fact_are_those_of_its_format():
    known = {
        "threat": "doxing",
        "platform": "x",
        "severity": "high",
        "outcome": "removed",
        "acknowledged": "up_to_7",
        "decision": "no_answer",
        "remedy": "overturned",
        "language": "sw",
    }
    body = encode(first_codes() | known, 11, LISTS)
    assert body.hex(" ") == "01 01 04 00 00 00 00 01 00 00 00 0b 02 06 04 0d"


@given(st.binary(max_size=40))
def test_decoding_any_bytes_gives_an_encoding_of_the_same_bytes_or_a_refusal(body):
    try:
        codes, month = decode(body, LISTS)
    except Damaged:
        return
    assert encode(codes, month, LISTS) == body


@pytest.mark.parametrize("name", DIMENSIONS)
def test_an_index_beyond_a_code_list_is_refused(name):
    body = bytearray(encode(first_codes(), 1, LISTS))
    body[column(name)] = len(LISTS[name].codes)
    with pytest.raises(Damaged):
        decode(bytes(body), LISTS)


def test_every_code_list_fits_into_a_byte():
    assert all(len(LISTS[name].codes) <= 256 for name in DIMENSIONS)


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_outside_the_year_is_refused(month):
    with pytest.raises(Invalid):
        encode(first_codes(), month, LISTS)


def test_a_missing_and_an_unknown_dimension_are_named():
    codes = first_codes() | {"village": "x"}
    del codes["threat"]
    with pytest.raises(Invalid) as refusal:
        encode(codes, 1, LISTS)
    assert refusal.value.fields == {"threat": ["missing"], "village": ["unexpected"]}


def test_an_unknown_code_is_refused_by_its_dimension():
    with pytest.raises(Invalid) as refusal:
        encode(first_codes() | {"severity": "endless"}, 1, LISTS)
    assert refusal.value.fields == {"severity": ["unknown_code"]}


@pytest.mark.parametrize(("place", "value"), [(0, 2), (11, 0), (11, 13)])
def test_another_version_or_month_is_refused_by_its_row_number_alone(place, value):
    facts = np.frombuffer(encode(first_codes(), 1, LISTS) * 3, dtype=np.uint8).reshape(3, -1)
    broken = facts.copy()
    broken[1, place] = value
    check(facts, LISTS)
    with pytest.raises(Damaged, match=r"^fact 1 breaks a rule$"):
        check(broken, LISTS)


def test_facts_of_another_width_are_refused():
    with pytest.raises(Damaged):
        check(np.zeros((2, 15), dtype=np.uint8), LISTS)


def test_an_empty_bucket_breaks_no_rule():
    check(np.zeros((0, ROW_BYTES), dtype=np.uint8), LISTS)
