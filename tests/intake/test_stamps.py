"""A form tells how old it is, to whoever made it and to nobody who would like it older."""

import datetime as dt

import hypothesis.strategies as st
from hypothesis import given

from hrd_report.intake import stamps
from hrd_report.intake.stamps import READ_FOR, age, stamp, was_read

SECRET, NOW = b"p" * 32, dt.datetime(2026, 11, 28, 8, tzinfo=dt.UTC)
MOMENTS = st.integers(0, 10**9).map(lambda one: NOW + dt.timedelta(seconds=one))


@given(MOMENTS, st.text(max_size=60), st.timedeltas(dt.timedelta(), dt.timedelta(days=400)))
def test_a_stamp_says_how_long_ago_it_was_made(made: dt.datetime, receipt: str, later):
    found = age(SECRET, receipt, stamp(SECRET, receipt, made), made + later)
    assert found is not None
    assert abs(found - later) <= dt.timedelta(seconds=1)


@given(st.integers(0, 15), st.sampled_from("ABab01-_"))
def test_a_stamp_with_any_letter_changed_is_none_of_ours(place: int, letter: str):
    made = stamp(SECRET, "r", NOW)
    changed = made[:place] + letter + made[place + 1 :]
    assert (age(SECRET, "r", changed, NOW) is None) is (changed != made)


@given(st.text(max_size=40))
def test_whatever_stands_in_its_place_is_read_without_harm(text: str):
    assert age(SECRET, "r", text, NOW) is None


def test_a_stamp_counts_for_one_receipt_and_one_house():
    made = stamp(SECRET, "r", NOW)
    assert age(SECRET, "other", made, NOW) is None
    assert age(b"q" * 32, "r", made, NOW) is None


def test_a_form_was_read_once_somebody_had_the_time_to():
    made = stamp(SECRET, "r", NOW)
    assert not was_read(SECRET, "r", made, NOW + READ_FOR / 2)
    assert was_read(SECRET, "r", made, NOW + READ_FOR)
    assert was_read(SECRET, "r", made, NOW + dt.timedelta(days=30))
    assert not was_read(SECRET, "r", "", NOW)
    assert not was_read(SECRET, "r", made, NOW - dt.timedelta(hours=1))


def test_a_stamp_is_short():
    assert len(stamp(SECRET, "r", NOW)) == 16
    assert dt.timedelta(seconds=30) > stamps.READ_FOR
