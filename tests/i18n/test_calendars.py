import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.i18n import calendars
from hrd_report.i18n.calendars import CALENDARS, NoSuchDay

# The first five rows: Reingold and Dershowitz, Calendrical Calculations, sample data. Then new
# years and days that were in the papers under both dates.
PUBLISHED = [
    ((1943, 10, 7), {"ethiopic": (1936, 1, 26), "hijri": (1362, 10, 7), "jalali": (1322, 7, 14)}),
    ((1945, 11, 12), {"ethiopic": (1938, 3, 3), "hijri": (1364, 12, 6), "jalali": (1324, 8, 21)}),
    ((1996, 2, 25), {"ethiopic": (1988, 6, 17), "hijri": (1416, 10, 5), "jalali": (1374, 12, 6)}),
    ((2038, 11, 10), {"ethiopic": (2031, 3, 1), "hijri": (1460, 10, 12), "jalali": (1417, 8, 19)}),
    ((2094, 7, 18), {"ethiopic": (2086, 11, 11), "hijri": (1518, 3, 5), "jalali": (1473, 4, 28)}),
    ((1979, 2, 11), {"jalali": (1357, 11, 22)}),
    ((2021, 3, 20), {"jalali": (1399, 12, 30)}),
    ((2022, 9, 16), {"jalali": (1401, 6, 25)}),
    ((2024, 3, 20), {"jalali": (1403, 1, 1)}),
    ((2007, 9, 12), {"ethiopic": (2000, 1, 1)}),
    ((2023, 9, 11), {"ethiopic": (2015, 13, 6)}),
    ((2023, 9, 12), {"ethiopic": (2016, 1, 1)}),
    ((2023, 7, 19), {"hijri": (1445, 1, 1)}),
    ((2024, 2, 29), {"buddhist": (2567, 2, 29), "gregorian": (2024, 2, 29)}),
]
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


@pytest.mark.parametrize(("date", "elsewhere"), PUBLISHED)
def test_published_conversions_come_out_both_ways(date, elsewhere):
    for calendar, written in elsewhere.items():
        assert calendars.from_date(calendar, dt.date(*date)) == written
        assert calendars.to_date(calendar, *written) == dt.date(*date)


@given(st.sampled_from(CALENDARS), DAYS)
def test_every_day_comes_back_from_every_calendar(calendar, day):
    assert calendars.to_date(calendar, *calendars.from_date(calendar, day)) == day


@given(st.sampled_from(CALENDARS), DAYS)
def test_the_day_after_a_month_s_last_is_the_next_month_s_first(calendar, day):
    year, month, _ = calendars.from_date(calendar, day)
    last = calendars.to_date(calendar, year, month, calendars.lengths(calendar, year)[month - 1])
    if last < dt.date(2200, 12, 31):
        assert calendars.from_date(calendar, last + dt.timedelta(days=1))[2] == 1


@given(st.sampled_from(CALENDARS), st.integers(), st.integers(), st.integers())
def test_any_numbers_are_a_day_or_refused_by_name(calendar, year, month, day):
    try:
        found = calendars.to_date(calendar, year, month, day)
    except NoSuchDay:
        return
    assert calendars.from_date(calendar, found) == (year, month, day)


@pytest.mark.parametrize(
    ("calendar", "written", "part"),
    [
        ("gregorian", (2026, 2, 29), "day"),
        ("gregorian", (2026, 13, 1), "month"),
        ("gregorian", (1403, 1, 1), "year"),
        ("jalali", (1402, 12, 30), "day"),
        ("jalali", (2024, 1, 1), "year"),
        ("ethiopic", (2016, 13, 6), "day"),
        ("hijri", (1445, 2, 30), "day"),
        ("buddhist", (2024, 1, 1), "year"),
        ("buddhist", (2566, 2, 29), "day"),
    ],
)
def test_an_impossible_day_is_refused_where_it_is_impossible(calendar, written, part):
    with pytest.raises(NoSuchDay) as refused:
        calendars.to_date(calendar, *written)
    assert refused.value.part == part
