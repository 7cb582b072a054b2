import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.escalation.calendars import Calendar

PARIS = ZoneInfo("Europe/Paris")
WEEK = frozenset({5, 6})
OFFICE = Calendar(PARIS, WEEK, frozenset({dt.date(2026, 12, 25)}))
DAY = dt.timedelta(days=1)

zones = st.sampled_from([PARIS, ZoneInfo("America/Santiago"), ZoneInfo("Asia/Kathmandu")])
offices = st.builds(
    Calendar,
    zones,
    st.frozensets(st.integers(0, 6), max_size=6),
    st.frozensets(st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)), max_size=20),
)
BEGINNING = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
moments = st.integers(0, 24 * 60 * 540).map(
    lambda count: BEGINNING + count * dt.timedelta(minutes=1)
)


def paris(*wall: int, fold: int = 0) -> dt.datetime:
    return dt.datetime(*wall, tzinfo=PARIS, fold=fold).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("start", "later", "end"),
    [
        ((2026, 8, 31, 10), {"months": 6}, (2027, 2, 28, 10)),
        ((2026, 3, 28, 9), {"days": 1}, (2026, 3, 29, 9)),
        ((2026, 10, 24, 9), {"days": 1}, (2026, 10, 25, 9)),
        # The night of 29 March 2026 has no half past two; that of 25 October has two of them.
        ((2026, 3, 28, 2, 30), {"days": 1}, (2026, 3, 29, 3)),
        ((2026, 10, 24, 2, 30), {"days": 1}, (2026, 10, 25, 2, 30)),
    ],
)
def test_a_day_later_the_clock_on_the_wall_shows_the_same(start, later, end):
    assert OFFICE.after(paris(*start), **later) == paris(*end)


def test_what_falls_on_a_closed_day_is_there_on_the_next_open_one():
    # Christmas is a Friday: Monday is the next day on which somebody works.
    assert OFFICE.next_open(paris(2026, 12, 25, 15)) == paris(2026, 12, 28)
    assert OFFICE.last_open(paris(2026, 12, 27, 15)) == paris(2026, 12, 25)
    assert OFFICE.next_open(paris(2026, 12, 24, 15)) == paris(2026, 12, 24, 15)


def test_working_days_leave_out_the_weekend_and_the_holiday():
    assert OFFICE.working_days_after(paris(2026, 12, 23, 15), 2) == paris(2026, 12, 28, 15)
    assert OFFICE.working_days_after(paris(2026, 12, 26, 15), 1) == paris(2026, 12, 29)


@given(offices, moments, st.integers(0, 40), st.integers(0, 12), st.integers(0, 60))
def test_a_later_beginning_never_ends_earlier(office, start, minutes, months, days):
    later = start + dt.timedelta(minutes=minutes)
    assert office.after(start, months=months, days=days) <= office.after(
        later, months=months, days=days
    )
    assert office.next_open(start) <= office.next_open(later)
    assert office.last_open(start) <= office.last_open(later)
    assert office.working_days_after(start, days) <= office.working_days_after(later, days)


@given(offices, moments)
def test_what_is_owed_moves_to_a_day_on_which_somebody_works(office, moment):
    following, before = office.next_open(moment), office.last_open(moment)
    assert before <= moment <= following
    if len(office.days_off) < 7:
        assert office.works_on(following.astimezone(office.zone).date())
        last = (before - dt.timedelta(microseconds=1)).astimezone(office.zone).date()
        assert before == moment or office.works_on(last)


def test_an_office_that_is_never_open_moves_nothing():
    closed = Calendar(PARIS, frozenset(range(7)))
    moment = paris(2026, 12, 24, 15)
    assert closed.next_open(moment) == closed.last_open(moment) == moment
