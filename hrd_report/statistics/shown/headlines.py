"""The few large figures on top of a release, each with its range. Adds no precision."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from hrd_report.documents.facts import CodeList
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.statistics.display import Figure
from hrd_report.statistics.drawing import TOTAL
from hrd_report.statistics.shown.tables import Reading, Row, say

_TOTAL: Final = N_("defenders, each counted once")
_RANGE: Final = N_("between %(low)s and %(high)s")
_SHARES: Final = (
    ("acted", N_("saw the platform act")),
    ("no_response", N_("met silence past every clock")),
    ("refused", N_("were refused, or it came back")),
)


def headlines(
    figures: Sequence[Figure], lists: Mapping[str, CodeList], reading: Reading
) -> list[Row]:
    """Return the total, and which share of it ended how, as far as each is shown."""
    found = {(one.table, one.code): one for one in figures}
    total = found.get(TOTAL)
    if total is None:
        return []
    big = [_big(total, reading)]
    for group, text in _SHARES:
        parts = _ended(figures, lists, group)
        row = share(parts, total, text, reading.language)
        big += [row] if row else []
    return big


def _big(one: Figure, reading: Reading) -> Row:
    low, high = (formats.number(end or 0, reading.language) for end in (one.lower, one.upper))
    between = "" if one.value is None else say(reading.language, _RANGE, low=low, high=high)
    return {
        "value": reading.shown(one),
        "text": say(reading.language, _TOTAL),
        "range": between,
    }


def _ended(figures: Sequence[Figure], lists: Mapping[str, CodeList], group: str) -> list[Figure]:
    coarse = [one for one in figures if (one.table, one.code) == ("outcome_group", group)]
    into = lists["outcome"].into
    return coarse or [one for one in figures if one.table == "outcome" and into[one.code] == group]


def share(parts: Collection[Figure], total: Figure, text: str, language: str) -> Row | None:
    """Return a share with a range wide enough for both its errors; none if one is hidden."""
    if not parts or not total.value or not total.lower or not total.upper:
        return None
    if any(one.value is None for one in parts):
        return None
    value = sum(one.value or 0 for one in parts)
    # A likely value may stand beside the middle of its range, so the range is taken from there.
    middle = sum((one.upper or 0) + (one.lower or 0) for one in parts) / 2
    half = math.sqrt(sum(((one.upper or 0) - (one.lower or 0)) ** 2 for one in parts)) / 2
    low = max(0.0, min(value, middle - half) / total.upper)
    high = min(1.0, max(value, middle + half) / total.lower)
    return {
        "value": formats.percent(min(1.0, value / total.value), language),
        "text": say(language, text),
        "range": say(
            language,
            _RANGE,
            low=formats.percent(low, language),
            high=formats.percent(high, language),
        ),
    }
