"""Days, spans, sizes and numbers as a reader of a language expects them. Asks no clock."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from functools import cache

from babel import Locale, dates, numbers, units
from babel.lists import format_list

from hrd_report.i18n.catalogues import catalogue
from hrd_report.i18n.marks import N_

# English is written the British way: day before month, 24 hours.
_LOCALES = {"en": "en-GB"}
_MOMENT = N_("%(day)s, %(hour)s UTC")
_LOCAL = N_("%(day)s, %(hour)s")
_HOUR, _CLOCK = N_("%(hours)02d:00"), N_("%(hours)02d:%(minutes)02d")
_LEFT, _OVER = N_("%(span)s left"), N_("%(span)s over")
# Spans are cut to two pieces: (pattern, larger unit, smaller unit), the units in minutes.
_DAYS = (N_("%(days)d d %(hours)d h"), 24 * 60, 60)
_HOURS = (N_("%(hours)d h %(minutes)02d"), 60, 1)
_STEP = 1000
# Below this a size shows one decimal.
_FINE = 10


def day(moment: dt.date, code: str) -> str:
    """Return the day with the month's name and the year: `21 November 2026`, in UTC."""
    return _written(moment, "d MMMM yyyy", code)


def weekday(moment: dt.date, code: str) -> str:
    """Return the day of the week with the day: `Saturday 21 November`, in UTC."""
    return _written(moment, "EEEE d MMMM", code)


def short_day(moment: dt.date, code: str) -> str:
    """Return the day without the year, short: `21 Nov`, in UTC."""
    return _written(moment, "d MMM", code)


def moment(when: dt.datetime, code: str) -> str:
    """Return day and hour, with the zone said: `Tuesday 24 November, 12:00 UTC`."""
    words = {"day": weekday(when, code), "hour": clock(when, code)}
    return catalogue(code).gettext(_MOMENT) % words


def clock(when: dt.datetime, code: str) -> str:
    """Return the time of day, 24 hours, in UTC: `12:00`, in French `12 h`."""
    at = _utc(when)
    pattern = catalogue(code).gettext(_CLOCK if at.minute else _HOUR)
    return pattern % {"hours": at.hour, "minutes": at.minute}


def local(when: dt.datetime, code: str) -> str:
    """Return day and time of day as they are in the moment's own zone: `Sat 21 Nov, 14:05`."""
    words = {"day": dates.format_date(when.date(), "E d MMM", locale=_locale(code))}
    pattern = catalogue(code).gettext(_CLOCK)
    hour = pattern % {"hours": when.hour, "minutes": when.minute}
    return catalogue(code).gettext(_LOCAL) % {**words, "hour": hour}


def span(length: dt.timedelta, code: str) -> str:
    """Return a span in two pieces, `0 h 38` or `1 d 2 h`; its sign is left out."""
    minutes = int(abs(length).total_seconds()) // 60
    if minutes >= _DAYS[1]:
        pieces = {"days": minutes // _DAYS[1], "hours": minutes % _DAYS[1] // _DAYS[2]}
        return _together(catalogue(code).gettext(_DAYS[0]) % pieces)
    pieces = {"hours": minutes // _HOURS[1], "minutes": minutes % _HOURS[1]}
    return _together(catalogue(code).gettext(_HOURS[0]) % pieces)


def _together(said: str) -> str:
    """Let no line end between a figure and its unit."""
    return said.replace(" ", "\u00a0")


def left(length: dt.timedelta, code: str) -> str:
    """Return what a clock has left, `0 h 38 left`, or how far it is over, `4 h 10 over`."""
    pattern = _LEFT if length >= dt.timedelta() else _OVER
    return catalogue(code).gettext(pattern) % {"span": span(length, code)}


def size(count: int, code: str) -> str:
    """Return a number of bytes, a thousand to a kB: `0.5 kB`, `48 kB`, `1.2 MB`."""
    value, unit = count / _STEP, "kilobyte"
    for larger in ("megabyte", "gigabyte", "terabyte"):
        if round(value) < _STEP:
            break
        value, unit = value / _STEP, larger
    rounded = round(value, 1) if value < _FINE else round(value)
    return units.format_unit(rounded, unit, length="short", locale=_locale(code))


def number(value: float, code: str) -> str:
    """Return a number with the language's separators: `1,240`."""
    return numbers.format_decimal(value, locale=_locale(code))


def percent(share: float, code: str) -> str:
    """Return a share of 0 to 1 as `62%`."""
    return numbers.format_percent(share, locale=_locale(code))


def joined(texts: Sequence[str], code: str) -> str:
    """Return several short texts as one phrase: `a, b and c`."""
    return format_list(list(texts), locale=_locale(code))


def country(alpha2: str, code: str) -> str:
    """Return the name of a country by its ISO 3166-1 code; an unknown code as it is."""
    return str(_locale(code).territories.get(alpha2, alpha2))


def sorting(name: str) -> str:
    """Return what names are sorted by: their letters without case and accents."""
    split = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def month(number: int, code: str) -> str:
    """Return the name of a month, 1 to 12, as it stands alone: `March`."""
    return str(_locale(code).months["stand-alone"]["wide"][number])


def language_name(code: str, reader: str) -> str:
    """Return what a language is called in the reader's own language: `French`."""
    return str(_locale(reader).languages.get(code, code))


def _written(moment: dt.date, pattern: str, code: str) -> str:
    day = _date(moment)
    if code == "fr" and day.day == 1:
        # The first of a month is an ordinal in French; the others are not.
        pattern = pattern.replace("d", "d'er'")
    return dates.format_date(day, pattern, locale=_locale(code))


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(_LOCALES.get(code, code), sep="-")


def _utc(when: dt.datetime) -> dt.datetime:
    return when.astimezone(dt.UTC)


def _date(when: dt.date) -> dt.date:
    return _utc(when).date() if isinstance(when, dt.datetime) else when
