"""How fast platforms answered, on how many posts they acted, what appeals came to. Opens nothing.

Each by platform, by threat or by language. Counted are cases in which a notice left. What was still
waiting when its case was counted is left out: it says nothing of how it will end.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.statistics.shown import parts, spans
from hrd_report.statistics.shown.parts import Part
from hrd_report.statistics.shown.released import Released, Subject, value
from hrd_report.statistics.shown.tables import say

_WITHIN: Final = ("up_to_1", "up_to_7", "up_to_30", "up_to_90", "over_90")
CLASSES: Final = {
    "acknowledged": (*_WITHIN, "never"),
    "decided": (*_WITHIN, "no_answer"),
}
"""The classes of an answer's time, the soonest first; the last one is that none came."""

DONE: Final = ("all", "some", "none")
"""On how many of a case's posts a platform acted."""

ENDED: Final = ("overturned", "upheld", "no_answer")
"""What an appeal that ended came to."""

_BETWEEN: Final = N_("between %(low)s and %(high)s")


def times(subjects: Iterable[Subject], released: Released) -> list[dict[str, Any]]:
    """Return for each subject half and nine of ten of confirmations and of decisions.

    The last cell is the share of notices that were not decided in time.
    """
    found = []
    for subject in subjects:
        cells: list[dict[str, str] | None] = [
            released.span(subject, name, codes, part)
            for name, codes in CLASSES.items()
            for part in (spans.HALF, spans.NINE_OF_TEN)
        ]
        cells.append(_share(subject, "decided", "no_answer", _WITHIN, released))
        found.append({"name": released.name(subject), "cells": cells})
    return _telling(found)


def posts(subjects: Iterable[Subject], released: Released) -> list[dict[str, Any]]:
    """Return for each subject the share of posts acted on, and on how many of a case's it was."""
    found = []
    for subject in subjects:
        shares = [
            _share(subject, "acted", one, [other for other in DONE if other != one], released)
            for one in DONE
        ]
        named = [released.of(subject, "acted", one) for one in DONE]
        rate = parts.of_items(named, released.least(subject, "acted"))
        cells = [_said(rate, released), *shares]
        found.append({"name": released.name(subject), "cells": cells})
    return _telling(found)


def appeals(subjects: Iterable[Subject], released: Released) -> list[dict[str, Any]]:
    """Return for each subject how its appeals ended, as shares of those that ended."""
    found = []
    for subject in subjects:
        cells = [
            _share(subject, "remedy", end, [one for one in ENDED if one != end], released)
            for end in ENDED
        ]
        found.append(
            {"name": released.name(subject), "ended": _ended(subject, released), "cells": cells}
        )
    return _telling(found)


def _telling(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if any(row["cells"])]


def _ended(subject: Subject, released: Released) -> str:
    """Return how many appeals ended; nothing where a part of them is hidden."""
    found = [released.of(subject, "remedy", end) for end in ENDED]
    if any(one is None or one.value is None for one in found):
        return ""
    return formats.number(sum(map(value, found)), released.reading.language)


def _share(
    subject: Subject, table: str, code: str, others: Sequence[str], released: Released
) -> dict[str, str] | None:
    rest = [released.of(subject, table, one) for one in others]
    found = parts.of_all(released.of(subject, table, code), rest, released.least(subject, table))
    return _said(found, released)


def _said(found: Part | None, released: Released) -> dict[str, str] | None:
    if found is None:
        return None
    language = released.reading.language
    low, high = (formats.percent(end, language) for end in (found.low, found.high))
    return {
        "value": formats.percent(found.share, language),
        "range": say(language, _BETWEEN, low=low, high=high),
    }
