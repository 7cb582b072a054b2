"""Five calendars and the days they name, by arithmetic. Knows no language and asks no clock.

Between the years 1900 and 2200 only: there every rule below agrees with what people count by.
Jalali follows the cycle of 33 years; Hijri is the tabular civil one, so that a day of it may be
one or two off what was seen in the sky.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from hrd_report.errors import HrdError

Calendar = Literal["gregorian", "jalali", "ethiopic", "hijri", "buddhist"]
CALENDARS: Final[tuple[Calendar, ...]] = get_args(Calendar)

_FIRST: Final = dt.date(1900, 1, 1).toordinal()
_LAST: Final = dt.date(2200, 12, 31).toordinal()
_BUDDHA: Final = 543
_LEAP: Final = 365.25
_ETHIOPIC_EPOCH: Final = 2796  # ordinal of 1 Mäskäräm 1: 29 August 8 of the Julian calendar
_HIJRI_EPOCH: Final = 227015  # ordinal of 1 Muharram 1: 16 July 622 of the Julian calendar
# 1 Farvardin 1403 was 20 March 2024.
_JALALI_YEAR, _JALALI_ORDINAL = 1403, dt.date(2024, 3, 20).toordinal()


class NoSuchDay(HrdError):
    """The calendar has no such day. `part` is what is wrong first: `year`, `month` or `day`."""

    code = "no_such_day"

    def __init__(self, part: Literal["year", "month", "day"]) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class _Rules:
    """The ordinal on which a year begins, and a mean year to guess it by."""

    begins: Callable[[int], int]
    months: Callable[[int], tuple[int, ...]]
    mean: float


def lengths(calendar: Calendar, year: int) -> tuple[int, ...]:
    """Return how many days each month of a year has. Raises `NoSuchDay`."""
    _known(calendar, year)
    return _RULES[calendar].months(year)


def to_date(calendar: Calendar, year: int, month: int, day: int) -> dt.date:
    """Return the Gregorian day. Raises `NoSuchDay`."""
    months = lengths(calendar, year)
    if not 1 <= month <= len(months):
        raise NoSuchDay("month")
    if not 1 <= day <= months[month - 1]:
        raise NoSuchDay("day")
    return dt.date.fromordinal(_RULES[calendar].begins(year) + sum(months[: month - 1]) + day - 1)


def from_date(calendar: Calendar, date: dt.date) -> tuple[int, int, int]:
    """Return year, month and day of a Gregorian day. Raises `NoSuchDay`."""
    rules, ordinal = _RULES[calendar], date.toordinal()
    if not _FIRST <= ordinal <= _LAST:
        raise NoSuchDay("year")
    year = 1 + int((ordinal - rules.begins(1)) / rules.mean)
    while rules.begins(year) > ordinal:
        year -= 1
    while rules.begins(year + 1) <= ordinal:
        year += 1
    left = ordinal - rules.begins(year)
    for month, length in enumerate(rules.months(year), start=1):
        if left < length:
            return year, month, left + 1
        left -= length
    raise NoSuchDay("month")


def _known(calendar: Calendar, year: int) -> None:
    if not 1 <= year <= _BUDDHA + dt.MAXYEAR:
        raise NoSuchDay("year")
    rules = _RULES[calendar]
    if rules.begins(year + 1) <= _FIRST or rules.begins(year) > _LAST:
        raise NoSuchDay("year")


def _gregorian(year: int) -> int:
    before = year - 1
    return 365 * before + before // 4 - before // 100 + before // 400 + 1


def _gregorian_months(year: int) -> tuple[int, ...]:
    february = 28 + (_gregorian(year + 1) - _gregorian(year) - 365)
    return (31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _jalali_leaps(year: int) -> int:
    return (8 * year + 21) // 33


def _jalali(year: int) -> int:
    leaps = _jalali_leaps(year) - _jalali_leaps(_JALALI_YEAR)
    return _JALALI_ORDINAL + 365 * (year - _JALALI_YEAR) + leaps


def _jalali_months(year: int) -> tuple[int, ...]:
    last = 29 + _jalali_leaps(year + 1) - _jalali_leaps(year)
    return (*(31,) * 6, *(30,) * 5, last)


def _ethiopic(year: int) -> int:
    return _ETHIOPIC_EPOCH + 365 * (year - 1) + year // 4


def _ethiopic_months(year: int) -> tuple[int, ...]:
    return (*(30,) * 12, 5 + (year + 1) // 4 - year // 4)


def _hijri(year: int) -> int:
    return _HIJRI_EPOCH + 354 * (year - 1) + (11 * year + 3) // 30


def _hijri_months(year: int) -> tuple[int, ...]:
    last = 29 + (11 * (year + 1) + 3) // 30 - (11 * year + 3) // 30
    return (*(30, 29) * 5, 30, last)


_RULES: Final[Mapping[Calendar, _Rules]] = {
    "gregorian": _Rules(_gregorian, _gregorian_months, _LEAP),
    "jalali": _Rules(_jalali, _jalali_months, _LEAP),
    "ethiopic": _Rules(_ethiopic, _ethiopic_months, _LEAP),
    "hijri": _Rules(_hijri, _hijri_months, 354.367),
    "buddhist": _Rules(
        lambda year: _gregorian(year - _BUDDHA),
        lambda year: _gregorian_months(year - _BUDDHA),
        _LEAP,
    ),
}
