"""How fast platforms answered notices, and what became of appeals, by platform. Opens nothing.

Counted are cases in which a notice left. What was still waiting when its case was counted is left
out: it says nothing of how it will end.
"""

from collections.abc import Sequence
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.statistics.shown import parts, spans
from hrd_report.statistics.shown.released import Released, value
from hrd_report.statistics.shown.tables import say

_WITHIN: Final = ("up_to_1", "up_to_7", "up_to_30", "up_to_90", "over_90")
CLASSES: Final = {
    "acknowledged": (*_WITHIN, "never"),
    "decided": (*_WITHIN, "no_answer"),
}
"""The classes of an answer's time, the soonest first; the last one is that none came."""

ENDED: Final = ("overturned", "upheld", "no_answer")
"""What an appeal that ended came to."""

_BETWEEN: Final = N_("between %(low)s and %(high)s")


def times(platforms: Sequence[str], released: Released) -> list[dict[str, Any]]:
    """Return for each platform half and nine of ten of confirmations and of decisions.

    The last cell is the share of notices that were not decided in time.
    """
    rows = []
    for platform in platforms:
        cells: list[dict[str, str] | None] = [
            released.span(platform, name, codes, part)
            for name, codes in CLASSES.items()
            for part in (spans.HALF, spans.NINE_OF_TEN)
        ]
        cells.append(_share(platform, "decided", "no_answer", _WITHIN, released))
        if any(cells):
            name = released.reading.name(released.whole(platform))
            rows.append({"name": name, "cells": cells})
    return rows


def appeals(platforms: Sequence[str], released: Released) -> list[dict[str, Any]]:
    """Return for each platform how its appeals ended, as shares of those that ended."""
    rows = []
    for platform in platforms:
        cells = [
            _share(platform, "remedy", end, [one for one in ENDED if one != end], released)
            for end in ENDED
        ]
        if any(cells):
            name = released.reading.name(released.whole(platform))
            rows.append({"name": name, "ended": _ended(platform, released), "cells": cells})
    return rows


def _ended(platform: str, released: Released) -> str:
    """Return how many appeals ended; nothing where a part of them is hidden."""
    found = [released.of(platform, "remedy", end) for end in ENDED]
    if any(one is None or one.value is None for one in found):
        return ""
    return formats.number(sum(map(value, found)), released.reading.language)


def _share(
    platform: str, table: str, code: str, others: Sequence[str], released: Released
) -> dict[str, str] | None:
    rest = [released.of(platform, table, one) for one in others]
    found = parts.of_all(released.of(platform, table, code), rest, released.least(table))
    if found is None:
        return None
    language = released.reading.language
    low, high = (formats.percent(end, language) for end in (found.low, found.high))
    return {
        "value": formats.percent(found.share, language),
        "range": say(language, _BETWEEN, low=low, high=high),
    }
