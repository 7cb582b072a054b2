"""How platforms answered, for everybody: from released figures alone. Opens nothing, adds nothing.

A cell that the release hides stays hidden, and nothing is worked out from its neighbours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.reference.codes import CodeList
from hrd_report.statistics import manifest
from hrd_report.statistics.actions import ReleaseFiles
from hrd_report.statistics.archive import unpack
from hrd_report.statistics.display import Figure
from hrd_report.statistics.exports import FIGURES, read_figures
from hrd_report.statistics.recode import CROSS
from hrd_report.statistics.shown import endings, spans
from hrd_report.statistics.shown.tables import Reading, say

NONE: Final = "none"
"""The code of a fact whose platforms failed in no step."""

MARKS: Final = ("○", "◔", "◑", "◕", "●")
"""A sign for each fifth of a platform's cases; the tint repeats it."""

FEW: Final = "··"
_BETWEEN: Final = N_("from “%(low)s” to “%(high)s”")
_UP_TO: Final = N_("up to %(percent)s %% of its cases")
_TOO_FEW: Final = N_("under %(least)s, so not shown")
_GIVE: Final = N_("A number here is off by less than %(half)s, 95 times in 100.")


@dataclass(frozen=True, slots=True)
class _Released:
    """What a release says, by table and code; the codes of two dimensions joined."""

    figures: Mapping[tuple[str, str], Figure]
    lists: Mapping[str, CodeList]
    reading: Reading

    def of(self, platform: str, other: str, code: str) -> Figure | None:
        return self.figures.get((f"platform{CROSS}{other}", f"{platform}{CROSS}{code}"))

    def whole(self, platform: str) -> Figure | None:
        return self.figures.get(("platform", platform))


def platforms_page(
    files: ReleaseFiles, lists: Mapping[str, CodeList], language: str
) -> dict[str, Any]:
    """Return the context of `statistics/platforms.html`.

    `shown` is none for a year too small for tables of two dimensions.
    """
    told = manifest.read(files.manifest)
    figures = read_figures(unpack(files.archive)[FIGURES], 2)
    least = {one["table"]: one["threshold"] for one in told["tables"]}
    found = {(one.table, one.code): one for one in figures}
    released = _Released(found, lists, Reading(lists, least, language))
    shown = [one for one in lists["platform"].codes if _is_shown(released, one)]
    shown.sort(key=lambda one: -_value(released.whole(one)))
    return {
        "name": told["bucket"]["name"],
        "columns": [(code, lists["finding"].label(code)) for code in _steps(lists)],
        "rows": [_row(one, released) for one in shown],
        "ends": endings.heads(language),
        "endings": _endings("platform", shown, released),
        "by_threat": _endings("threat", lists["threat"].codes, released),
        "times": [say(language, lists["duration"].label(one)) for one in lists["duration"].codes],
        "durations": _told([_times(one, released) for one in shown]),
        "give": say(language, _GIVE, half=formats.number(_widest(figures), language)),
        "key": _key(language, least.get(f"platform{CROSS}finding", 0)),
    }


def _told(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that say anything."""
    return [row for row in rows if any(one and one.get("text") != FEW for one in row["cells"])]


def _widest(figures: Sequence[Figure]) -> int:
    """Return how far a number of two dimensions may be off."""
    wide = [
        max((one.upper or 0) - one.value, one.value - (one.lower or 0))
        for one in figures
        if one.value is not None and one.table.startswith(f"platform{CROSS}")
    ]
    return max(wide, default=0)


def _steps(lists: Mapping[str, CodeList]) -> list[str]:
    return [code for code in lists["finding"].codes if code != NONE]


def _is_shown(released: _Released, platform: str) -> bool:
    codes = released.lists["finding"].codes
    cells = [released.of(platform, "finding", code) for code in codes]
    return _value(released.whole(platform)) > 0 and any(_value(one) for one in cells)


def _row(platform: str, released: _Released) -> dict[str, Any]:
    whole = _value(released.whole(platform))
    return {
        "name": released.reading.name(_known(released.whole(platform))),
        "cases": released.reading.shown(_known(released.whole(platform))),
        "cells": [
            _cell(released.of(platform, "finding", code), whole, released.reading)
            for code in _steps(released.lists)
        ],
    }


def _cell(one: Figure | None, whole: int, reading: Reading) -> dict[str, Any]:
    """Return a number with a sign for its share; the sign says no more than the number does."""
    if one is None or one.value is None:
        return {"text": FEW}
    level = min(len(MARKS) - 1, len(MARKS) * one.value // max(whole, one.value, 1))
    return {"text": reading.shown(one), "mark": MARKS[level], "level": level}


def _endings(dimension: str, codes: Sequence[str], released: _Released) -> list[dict[str, Any]]:
    figures, lists, reading = released.figures, released.lists, released.reading
    rows = (endings.of(dimension, one, figures, lists, reading) for one in codes)
    return [row for row in rows if row is not None]


def _times(platform: str, released: _Released) -> dict[str, Any]:
    whole = _known(released.whole(platform))
    cells = [released.of(platform, "duration", code) for code in released.lists["duration"].codes]
    least = released.reading.least.get(f"platform{CROSS}duration", 0)
    return {
        "name": released.reading.name(whole),
        "spans": [
            _span(spans.within(cells, part, least), released)
            for part in (spans.HALF, spans.NINE_OF_TEN)
        ],
        "cells": [_cell(one, _value(whole), released.reading) for one in cells],
    }


def _span(one: spans.Span | None, released: _Released) -> dict[str, str] | None:
    """Return a class in words, and between which ones it surely lies."""
    if one is None:
        return None
    listed, language = released.lists["duration"], released.reading.language
    first, place, last = (
        say(language, listed.label(listed.codes[at])) for at in (one.low, one.place, one.high)
    )
    between = say(language, _BETWEEN, low=first, high=last) if one.low < one.high else ""
    return {"value": place, "range": between}


def _key(language: str, least: int) -> list[dict[str, Any]]:
    step = 100 // len(MARKS)
    signs = [
        {
            "mark": mark,
            "level": level,
            "text": say(language, _UP_TO, percent=formats.number(step * (level + 1), language)),
        }
        for level, mark in enumerate(MARKS)
    ]
    few = say(language, _TOO_FEW, least=formats.number(least, language))
    return [*signs, {"mark": FEW, "text": few}]


def _value(one: Figure | None) -> int:
    return one.value or 0 if one is not None else 0


def _known(one: Figure | None) -> Figure:
    if one is None:
        raise LookupError("only a platform that is shown is a row")
    return one
