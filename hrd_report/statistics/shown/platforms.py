"""How platforms answered, for everybody: from released figures alone. Opens nothing, adds nothing.

A cell that the release hides stays hidden, and nothing is worked out from its neighbours.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.reference.codes import CodeList
from hrd_report.statistics import manifest
from hrd_report.statistics.actions import ReleaseFiles
from hrd_report.statistics.archive import unpack
from hrd_report.statistics.display import Figure
from hrd_report.statistics.exports import FIGURES, read_figures
from hrd_report.statistics.labels import HEADS
from hrd_report.statistics.recode import CROSS
from hrd_report.statistics.shown import answers, endings, spans
from hrd_report.statistics.shown.released import Released, Subject, value
from hrd_report.statistics.shown.tables import Reading, say

NONE: Final = "none"
"""The code of a fact whose platforms failed in no step."""

MARKS: Final = ("○", "◔", "◑", "◕", "●")
"""A sign for each fifth of a platform's cases; the tint repeats it."""

FEW: Final = "··"

_AS_RELEASED: Final = {f"platform{CROSS}finding", f"platform{CROSS}duration"}
"""Tables of two dimensions whose numbers the page shows; of others it shows shares."""

_BY: Final = {
    "platform": N_("By platform"),
    "threat": N_("By threat"),
    "language": N_("By language"),
}
_UP_TO: Final = N_("up to %(percent)s %% of its cases")
_TOO_FEW: Final = N_("under %(least)s, so not shown")
_GIVE: Final = N_("A number here is off by less than %(half)s, 95 times in 100.")


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
    released = Released(found, lists, Reading(lists, least, language))
    subjects = {name: _commonest(name, released) for name in _BY}
    shown = [one for one in subjects["platform"] if _is_told(released, one)]
    subjects["platform"] = shown
    return {
        "name": told["bucket"]["name"],
        "columns": [(code, lists["finding"].label(code)) for code in _steps(lists)],
        "rows": [_row(one, released) for one in shown],
        "ends": endings.heads(language),
        "endings": _groups(subjects, endings.rows, released),
        "answers": _groups(subjects, answers.times, released),
        "posts": _groups(subjects, answers.posts, released),
        "appeals": _groups(subjects, answers.appeals, released),
        "times": [say(language, lists["duration"].label(one)) for one in lists["duration"].codes],
        "durations": _told([_times(one, released) for one in shown]),
        "give": say(language, _GIVE, half=formats.number(_widest(figures), language)),
        "key": _key(language, least.get(f"platform{CROSS}finding", 0)),
    }


def _told(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that say anything."""
    return [row for row in rows if any(one and one.get("text") != FEW for one in row["cells"])]


def _widest(figures: Sequence[Figure]) -> int:
    """Return how far a number that is shown as it was released may be off."""
    wide = [
        max((one.upper or 0) - one.value, one.value - (one.lower or 0))
        for one in figures
        if one.value is not None and one.table in _AS_RELEASED
    ]
    return max(wide, default=0)


def _steps(lists: Mapping[str, CodeList]) -> list[str]:
    return [code for code in lists["finding"].codes if code != NONE]


def _commonest(dimension: str, released: Released) -> list[Subject]:
    """Return the subjects of a dimension that a release shows, the commonest first."""
    found = [(dimension, code) for code in released.lists[dimension].codes]
    found = [one for one in found if value(released.figures.get(one))]
    return sorted(found, key=lambda one: -value(released.whole(one)))


def _is_told(released: Released, platform: Subject) -> bool:
    """Whether a release says of a platform in which steps it failed."""
    codes = released.lists["finding"].codes
    return any(value(released.of(platform, "finding", code)) for code in codes)


def _groups(
    subjects: Mapping[str, Sequence[Subject]],
    told: Callable[[Sequence[Subject], Released], list[dict[str, Any]]],
    released: Released,
) -> list[dict[str, Any]]:
    """Return one thing that is told as tables: by platform, by threat and by language."""
    language = released.reading.language
    found = [
        {
            "by": name,
            "title": say(language, _BY[name]),
            "head": say(language, HEADS[name]),
            "rows": told(each, released),
        }
        for name, each in subjects.items()
    ]
    return [one for one in found if one["rows"]]


def _row(platform: Subject, released: Released) -> dict[str, Any]:
    whole = value(released.whole(platform))
    return {
        "name": released.name(platform),
        "cases": released.reading.shown(released.whole(platform)),
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


def _times(platform: Subject, released: Released) -> dict[str, Any]:
    whole = released.whole(platform)
    codes = released.lists["duration"].codes
    cells = [released.of(platform, "duration", code) for code in codes]
    return {
        "name": released.name(platform),
        "spans": [
            released.span(platform, "duration", codes, part)
            for part in (spans.HALF, spans.NINE_OF_TEN)
        ],
        "cells": [_cell(one, value(whole), released.reading) for one in cells],
    }


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
