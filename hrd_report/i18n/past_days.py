"""A day in the past as people write it: three fields, a calendar, perhaps about. Asks no clock.

Kept is what was written; what it means is worked out whenever it is shown.
"""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hrd_report.errors import Invalid
from hrd_report.i18n import calendars, formats, month_names
from hrd_report.i18n.calendars import CALENDARS, Calendar, NoSuchDay
from hrd_report.i18n.catalogues import catalogue
from hrd_report.i18n.marks import N_

Precision = Literal["day", "month", "year", "about"]

OWN: Final[Mapping[str, Calendar]] = {
    "fa": "jalali",
    "ps": "jalali",
    "am": "ethiopic",
    "ti": "ethiopic",
    "om": "ethiopic",
    "th": "buddhist",
}
"""The calendar that readers of a language count by; all others count by the Gregorian one."""

NAMES: Final[Mapping[Calendar, str]] = {
    "gregorian": N_("Gregorian"),
    "jalali": N_("Jalali"),
    "ethiopic": N_("Ethiopic"),
    "hijri": N_("Hijri"),
    "buddhist": N_("Buddhist"),
}
_ABOUT: Final = N_("about %(day)s")
_ONE: Final = N_("%(own)s (%(calendar)s), that is %(day)s")
_SEVERAL: Final = N_("%(own)s (%(calendar)s), that is from %(first)s to %(last)s")
_LONGEST: Final = 40
_A_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PastDay:
    """A day, a month or a year of a calendar. `about`: whoever wrote it was not sure."""

    calendar: Calendar
    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False

    @property
    def precision(self) -> Precision:
        """How much of it is known. A Hijri day is always one of several."""
        if self.about or (self.calendar == "hijri" and self.day):
            return "about"
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first(self) -> dt.date:
        """The first Gregorian day it may be. Raises `NoSuchDay`."""
        return calendars.to_date(self.calendar, self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The last Gregorian day it may be. Raises `NoSuchDay`."""
        months = calendars.lengths(self.calendar, self.year)
        month = self.month or len(months)
        if not 1 <= month <= len(months):
            raise NoSuchDay("month")
        return calendars.to_date(self.calendar, self.year, month, self.day or months[month - 1])


def read(fields: Mapping[str, object], *, code: str, today: dt.date) -> PastDay | None:
    """Return the day that `day`, `month`, `year`, `calendar`, `about` name; nothing if empty.

    Numbers may be written in any digits, months by name in the language `code`. Raises `Invalid`,
    its one field `day`, `month` or `year`, its code what is wrong there.
    """
    calendar = fields.get("calendar") or "gregorian"
    known = next((one for one in CALENDARS if one == calendar), None)
    if known is None:
        raise Invalid({"calendar": ["unknown_calendar"]})
    texts = {name: _text(fields.get(name)) for name in ("day", "month", "year")}
    if not any(texts.values()):
        return None
    year = _number(texts["year"], "year")
    month = _month(texts["month"], known, code)
    day = _number(texts["day"], "day")
    if year is None:
        raise Invalid({"year": ["no_year"]})
    if day is not None and month is None:
        raise Invalid({"month": ["no_month"]})
    return _checked(PastDay(known, year, month, day, fields.get("about") is True), today)


def _checked(found: PastDay, today: dt.date) -> PastDay:
    try:
        # A clock is wrong, or it is tomorrow already where the defender is.
        is_future = found.first > today + _A_DAY
        _ = found.last
    except NoSuchDay as problem:
        codes = {"year": "not_of_calendar", "month": "no_such_month", "day": "no_such_day"}
        raise Invalid({problem.part: [codes[problem.part]]}) from None
    if is_future:
        far = found.first.year > today.year + 1
        raise Invalid({"year": ["not_of_calendar" if far else "future"]})
    return found


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise Invalid({"day": ["not_number"]})
    return "" if value is None else str(value).strip()


def _number(text: str, name: str) -> int | None:
    if not text:
        return None
    # Every script's own digits count: int() alone reads them as well, and also 1_0 and +1.
    digits = [unicodedata.decimal(sign, None) for sign in text[:_LONGEST]]
    if len(text) > len(str(dt.MAXYEAR)) or any(one is None for one in digits):
        raise Invalid({name: ["not_number"]})
    return int(text)


def _month(text: str, calendar: Calendar, code: str) -> int | None:
    if not text:
        return None
    if text[0].isdecimal():
        return _number(text, "month")
    found = month_names.number(calendar, text[:_LONGEST], code)
    if found is None:
        raise Invalid({"month": ["no_such_month"]})
    return found


def said(day: PastDay, code: str) -> str:
    """Return it in words of a language, in its own calendar and in the Gregorian one."""
    words = catalogue(code)
    found = _own(day, code)
    if day.calendar == "gregorian":
        found = formats.day(day.first, code) if day.day else found
    else:
        named = {"own": found, "calendar": words.gettext(NAMES[day.calendar])}
        ends = {"first": formats.day(day.first, code), "last": formats.day(day.last, code)}
        pattern = _ONE if day.first == day.last else _SEVERAL
        found = words.gettext(pattern) % {**named, **ends, "day": ends["first"]}
    return words.gettext(_ABOUT) % {"day": found} if day.precision == "about" else found


def _own(day: PastDay, code: str) -> str:
    month = month_names.name(day.calendar, day.month, code) if day.month else ""
    return " ".join(filter(None, [str(day.day or ""), month, str(day.year)]))
