"""What the months of the calendars are called, and which one a name means. Counts no days."""

import functools
import unicodedata
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

import yaml
from babel import Locale, dates

from hrd_report.i18n.calendars import Calendar

_FOLDER: Final = "months"
_NATIVE: Final = "native"
_FALLBACK: Final = "en"
_AS_GREGORIAN: Final = frozenset({"gregorian", "buddhist"})
_SHORTEST: Final = 3
"""Letters from which the beginning of a name stands for it, where it begins no other."""


def name(calendar: Calendar, month: int, code: str) -> str:
    """Return what a month (from 1) is called in a language; in English where nobody wrote it."""
    if calendar in _AS_GREGORIAN:
        return str(dates.get_month_names("wide", locale=Locale.parse(code, sep="-"))[month])
    names = _file(code).get(calendar) or _file(_FALLBACK)[calendar]
    return str(names[month - 1][0])


def number(calendar: Calendar, text: str, code: str) -> int | None:
    """Return which month a name means in a language, in English or where it is at home."""
    wanted = folded(text)
    found = _spelt(calendar, code)
    if wanted in found:
        return found[wanted]
    if len(wanted) < _SHORTEST:
        return None
    begun = {month for spelt, month in found.items() if spelt.startswith(wanted)}
    return begun.pop() if len(begun) == 1 else None


def folded(text: str) -> str:
    """Return a name without case, accents, vowel signs and everything that is no letter."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in split if sign.isalpha()).translate(_ARABIC)


# Keyboards differ in these letters, readers do not.
_ARABIC: Final = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه"})  # noqa: RUF001


@functools.cache
def _spelt(calendar: Calendar, code: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for language in (code, _FALLBACK, _NATIVE):
        for part in ("gregorian", "buddhist") if calendar in _AS_GREGORIAN else (calendar,):
            for month, names in enumerate(_file(language).get(part, ()), start=1):
                for one in names:
                    found.setdefault(folded(one), month)
    if calendar in _AS_GREGORIAN:
        for language in (code, _FALLBACK):
            for month in range(1, 13):
                found.setdefault(folded(name(calendar, month, language)), month)
    return found


@functools.cache
def _file(code: str) -> Mapping[str, Any]:
    path = resources.files("hrd_report.i18n") / _FOLDER / f"{code}.yaml"
    if not path.is_file():
        return {}
    found: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found
