import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.i18n import formats
from hrd_report.i18n.languages import codes

NARROW = "\u202f"
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
languages = st.sampled_from(codes())


@pytest.mark.parametrize(
    ("write", "english", "french"),
    [
        (formats.day, "24 November 2026", "24 novembre 2026"),
        (formats.weekday, "Tuesday 24 November", "mardi 24 novembre"),
        (formats.short_day, "24 Nov", "24 nov."),
        (formats.clock, "12:00", f"12{NARROW}h"),
        (
            formats.moment,
            "Tuesday 24 November, 12:00 UTC",
            f"mardi 24 novembre, 12{NARROW}h{NARROW}UTC",
        ),
    ],
)
def test_a_moment_is_written_as_the_reader_expects(write, english, french):
    assert write(NOON, "en") == english
    assert write(NOON, "fr") == french


def test_minutes_are_written_where_there_are_any():
    later = NOON + dt.timedelta(minutes=5)
    assert formats.clock(later, "en") == "12:05"
    assert formats.clock(later, "fr") == f"12{NARROW}h{NARROW}05"


def test_a_day_needs_no_time():
    assert formats.day(dt.date(2026, 3, 1), "fr") == "1er mars 2026"


def test_moments_elsewhere_are_told_in_utc():
    elsewhere = dt.datetime(2026, 11, 25, 1, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    assert formats.day(elsewhere, "en") == "24 November 2026"
    assert formats.clock(elsewhere, "en") == "22:00"


@pytest.mark.parametrize(
    ("span", "english", "french"),
    [
        (dt.timedelta(minutes=38), "0\u00a0h\u00a038 left", "reste 0\u202fh\u202f38"),
        (dt.timedelta(hours=3, minutes=50), "3\u00a0h\u00a050 left", "reste 3\u202fh\u202f50"),
        (-dt.timedelta(hours=4, minutes=10), "4\u00a0h\u00a010 over", "4\u202fh\u202f10 de retard"),
        (dt.timedelta(hours=26), "1\u00a0d\u00a02\u00a0h left", "reste 1\u202fj\u202f2\u202fh"),
        (dt.timedelta(0), "0\u00a0h\u00a000 left", "reste 0\u202fh\u202f00"),
        (
            -dt.timedelta(days=30),
            "30\u00a0d\u00a00\u00a0h over",
            "30\u202fj\u202f0\u202fh de retard",
        ),
    ],
)
def test_a_clock_says_what_is_left_or_over(span, english, french):
    assert formats.left(span, "en") == english
    assert formats.left(span, "fr") == french


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 kB", "0\u202fko"),
        (512, "0.5 kB", "0,5\u202fko"),
        (48_211, "48 kB", "48\u202fko"),
        (999_600, "1 MB", "1\u202fMo"),
        (1_250_000, "1.2 MB", "1,2\u202fMo"),
        (2_000_000_000, "2 GB", "2\u202fGo"),
        (5_000_000_000_000_000, "5,000 TB", "5\u202f000\u202fTo"),
    ],
)
def test_a_size_is_short(count, english, french):
    assert formats.size(count, "en") == english
    assert formats.size(count, "fr") == french


def test_numbers_and_shares_have_the_languages_signs():
    assert formats.number(1240, "en") == "1,240"
    assert formats.number(1240, "fr") == "1\u202f240"
    assert formats.percent(0.62, "en") == "62%"
    assert formats.percent(0.62, "fr") == "62\u00a0%"


def test_names_of_countries_and_languages_come_from_the_locale():
    assert formats.country("DE", "fr") == "Allemagne"
    assert formats.country("unknown", "fr") == "unknown"
    assert formats.language_name("fr", "en") == "French"
    assert formats.language_name("qqq", "en") == "qqq"


@given(st.timedeltas(), languages)
def test_every_span_is_either_left_or_over(span, code):
    written = formats.left(span, code)
    assert formats.span(span, code) in written
    assert "-" not in written


@given(st.datetimes(timezones=st.just(dt.UTC)), languages)
def test_every_moment_can_be_written(moment, code):
    assert formats.moment(moment, code).endswith("UTC")
    assert formats.day(moment, code).endswith(str(moment.year))


@given(st.integers(0, 10**14), languages)
def test_a_size_never_shows_more_than_four_signs_and_a_unit(count, code):
    figures = formats.size(count, code).replace(NARROW, " ").split(" ")[0]
    assert len(figures) <= 4
