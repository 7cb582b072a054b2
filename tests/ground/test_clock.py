"""Kept times are blunt: rounded up to the hour, never down to the minute somebody connected."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hrd_report.clock import hour_after, utcnow

MOMENTS = st.datetimes(
    min_value=dt.datetime(2000, 1, 1),  # noqa: DTZ001 - the zone is the strategy's
    max_value=dt.datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(dt.UTC),
)


def test_the_present_moment_knows_its_zone():
    assert utcnow().tzinfo is dt.UTC


@given(MOMENTS)
def test_an_hour_after_is_never_before_and_never_an_hour_late(moment: dt.datetime):
    rounded = hour_after(moment)
    assert dt.timedelta(0) <= rounded - moment < dt.timedelta(hours=1)


@given(MOMENTS)
def test_an_hour_after_says_nothing_of_the_minute(moment: dt.datetime):
    rounded = hour_after(moment)
    assert (rounded.minute, rounded.second, rounded.microsecond) == (0, 0, 0)
    assert rounded.tzinfo is dt.UTC


@given(MOMENTS)
def test_rounding_twice_changes_nothing(moment: dt.datetime):
    assert hour_after(hour_after(moment)) == hour_after(moment)
