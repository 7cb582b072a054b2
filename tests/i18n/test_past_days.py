import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Invalid
from hrd_report.i18n import calendars, month_names, past_days
from hrd_report.i18n.calendars import CALENDARS
from hrd_report.i18n.past_days import PastDay

TODAY = dt.date(2026, 11, 21)


def read(day="", month="", year="", calendar="gregorian", code="en", **more):
    fields = {"day": day, "month": month, "year": year, "calendar": calendar, **more}
    return past_days.read(fields, code=code, today=TODAY)


def test_what_is_left_empty_is_no_day():
    assert read() is None
    assert past_days.read({}, code="fr", today=TODAY) is None


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ({"day": "3", "month": "5", "year": "2026"}, (2026, 5, 3)),
        ({"day": "3", "month": "May", "year": "2026"}, (2026, 5, 3)),
        ({"day": " 3 ", "month": "Août", "year": "2026", "code": "fr"}, (2026, 8, 3)),
        ({"day": "3", "month": "aout", "year": "2026", "code": "fr"}, (2026, 8, 3)),
        ({"month": "Sept.", "year": "2026"}, (2026, 9, 1)),
        ({"day": "٣", "month": "٥", "year": "٢٠٢٦"}, (2026, 5, 3)),  # noqa: RUF001
        ({"day": "۲۵", "month": "شهریور", "year": "۱۴۰۱", "calendar": "jalali"}, (2022, 9, 16)),
        ({"day": "25", "month": "شهريور", "year": "1401", "calendar": "jalali"}, (2022, 9, 16)),
        ({"day": "1", "month": "መስከረም", "year": "2016", "calendar": "ethiopic"}, (2023, 9, 12)),
        ({"day": "1", "month": "Muḥarram", "year": "1445", "calendar": "hijri"}, (2023, 7, 19)),
        ({"day": 1, "month": 1, "year": 2569, "calendar": "buddhist"}, (2026, 1, 1)),
        ({"year": "2024"}, (2024, 1, 1)),
    ],
)
def test_a_day_is_read_as_people_write_it(written, first):
    assert read(**written).first == dt.date(*first)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({"day": "31", "month": "2", "year": "2026"}, {"day": ["no_such_day"]}),
        ({"day": "3", "month": "14", "year": "2026"}, {"month": ["no_such_month"]}),
        ({"day": "3", "month": "ma", "year": "2026"}, {"month": ["no_such_month"]}),
        ({"day": "third", "month": "5", "year": "2026"}, {"day": ["not_number"]}),
        ({"day": "1_0", "month": "5", "year": "2026"}, {"day": ["not_number"]}),
        ({"day": "²", "month": "5", "year": "2026"}, {"day": ["not_number"]}),
        ({"day": "3", "month": "5"}, {"year": ["no_year"]}),
        ({"day": "3", "year": "2026"}, {"month": ["no_month"]}),
        ({"year": "26"}, {"year": ["not_of_calendar"]}),
        ({"year": "1403"}, {"year": ["not_of_calendar"]}),
        ({"year": "2567"}, {"year": ["not_of_calendar"]}),
        ({"year": "99999999999"}, {"year": ["not_number"]}),
        ({"day": "23", "month": "11", "year": "2026"}, {"year": ["future"]}),
        ({"year": "2027"}, {"year": ["future"]}),
        ({"year": "2026", "calendar": "mayan"}, {"calendar": ["unknown_calendar"]}),
        ({"year": [2026]}, {"day": ["not_number"]}),
    ],
)
def test_what_cannot_be_is_refused_by_name(written, wrong):
    with pytest.raises(Invalid) as refused:
        read(**written)
    assert refused.value.fields == wrong


def test_tomorrow_is_today_already_somewhere():
    assert read("22", "11", "2026").first == dt.date(2026, 11, 22)


@given(
    st.sampled_from(CALENDARS),
    st.dates(dt.date(1950, 1, 1), TODAY),
    st.sampled_from(("en", "fr")),
)
def test_every_day_is_read_back_by_the_name_of_its_month(calendar, day, code):
    year, month, of_month = calendars.from_date(calendar, day)
    name = month_names.name(calendar, month, code)
    again = read(str(of_month), name, str(year), calendar, code)
    assert (again.first, again.last) == (day, day)


@given(st.fixed_dictionaries({name: st.text() for name in ("day", "month", "year")}))
def test_any_text_is_a_day_nothing_or_refused(fields):
    try:
        found = past_days.read(fields, code="en", today=TODAY)
    except Invalid:
        return
    assert found is None or found.first <= TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "code", "words"),
    [
        (PastDay("gregorian", 2026, 5, 3), "en", "3 May 2026"),
        (PastDay("gregorian", 2026, 5), "en", "May 2026"),
        (PastDay("gregorian", 2026, about=True), "en", "about 2026"),
        (PastDay("gregorian", 2026, 5), "fr", "mai 2026"),
        (
            PastDay("jalali", 1401, 6, 25),
            "en",
            "25 Shahrivar 1401 (Jalali), that is 16 September 2022",
        ),
        (
            PastDay("ethiopic", 2016, 1),
            "en",
            "Meskerem 2016 (Ethiopic), that is from 12 September 2023 to 11 October 2023",
        ),
        (
            PastDay("hijri", 1445, 1, 1),
            "fr",
            "vers 1 mouharram 1445 (hégirien), c’est-à-dire le 19 juillet 2023",
        ),
    ],
)
def test_a_day_is_said_in_its_own_calendar_and_in_the_reader_s(day, code, words):
    assert past_days.said(day, code) == words


def test_a_hijri_day_is_always_about():
    assert PastDay("hijri", 1445, 1, 1).precision == "about"
    assert PastDay("hijri", 1445, 1).precision == "month"
    assert PastDay("jalali", 1403).precision == "year"
