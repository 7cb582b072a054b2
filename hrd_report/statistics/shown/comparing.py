"""Two releases side by side: what differs, and whether the difference may be chance. Draws none."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.statistics.display import Figure
from hrd_report.statistics.labels import HEADS, title
from hrd_report.statistics.recode import CROSS
from hrd_report.statistics.shown.tables import DASH, Reading, Row, say

_MORE, _FEWER, _EQUAL, _UNKNOWN = (
    N_("more"),
    N_("fewer"),
    N_("may be equal"),
    N_("too few to compare"),
)
_SIGN: Final = "+"
_MINUS: Final = "\N{MINUS SIGN}"


def compared(
    one: Sequence[Figure], other: Sequence[Figure], readings: tuple[Reading, Reading]
) -> list[dict[str, Any]]:
    """Return every table that both releases have, with the difference of each row.

    The noise of two releases is independent, so the squares of their errors add up.
    """
    there = {(figure.table, figure.code): figure for figure in other}
    names = dict.fromkeys(
        figure.table
        for figure in one
        if CROSS not in figure.table and (figure.table, figure.code) in there
    )
    language = readings[0].language
    return [
        {
            "title": title(name, language) if name != "total" else say(language, N_("All")),
            "head": say(language, HEADS.get(name, N_("Defenders"))),
            "rows": [
                _row(figure, there[figure.table, figure.code], readings)
                for figure in one
                if figure.table == name and _worth_a_row(figure, there)
            ],
        }
        for name in names
        if name != "dsa_category"
    ]


def _worth_a_row(one: Figure, there: Mapping[tuple[str, str], Figure]) -> bool:
    """Tell whether a row is in both releases; of many countries, only what either names."""
    other = there.get((one.table, one.code))
    if other is None:
        return False
    return one.table != "country" or one.value is not None or other.value is not None


def difference(one: Figure, other: Figure) -> tuple[int, int] | None:
    """Return by how much `other` is above `one`, and half the 95 % range; none if one is hidden."""
    if one.value is None or other.value is None:
        return None
    halves = [((figure.upper or 0) - (figure.lower or 0)) / 2 for figure in (one, other)]
    return other.value - one.value, math.ceil(math.hypot(*halves))


def _row(one: Figure, other: Figure, readings: tuple[Reading, Reading]) -> Row:
    reading, found = readings[0], difference(one, other)
    row = {
        "name": reading.name(one),
        "one": reading.shown(one),
        "other": readings[1].shown(other),
    }
    if found is None:
        return row | {"difference": DASH, "range": DASH, "means": say(reading.language, _UNKNOWN)}
    change, half = found
    ends = (_signed(change - half, reading.language), _signed(change + half, reading.language))
    means = _EQUAL if abs(change) <= half else _MORE if change > 0 else _FEWER
    return row | {
        "difference": _signed(change, reading.language),
        "range": " … ".join(ends),
        "means": say(reading.language, means),
        "sure": means is not _EQUAL,
    }


def _signed(number: int, language: str) -> str:
    said = formats.number(abs(number), language)
    return f"{_SIGN if number > 0 else _MINUS if number < 0 else ''}{said}"
