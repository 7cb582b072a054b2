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
from hrd_report.statistics.shown.released import Released, Said, Subject, value
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

    def cells(subject: Subject) -> list[Said | None]:
        found = [
            released.span(subject, name, codes, part)
            for name, codes in CLASSES.items()
            for part in (spans.HALF, spans.NINE_OF_TEN)
        ]
        return [*found, _share(subject, "decided", "no_answer", _WITHIN, released)]

    return released.rows(subjects, cells)


def posts(subjects: Iterable[Subject], released: Released) -> list[dict[str, Any]]:
    """Return for each subject the share of posts acted on, and on how many of a case's it was."""

    def cells(subject: Subject) -> list[Said | None]:
        named = [released.of(subject, "acted", one) for one in DONE]
        rate = parts.of_items(named, released.least(subject, "acted"))
        return [_said(rate, released), *_shares(subject, "acted", DONE, released)]

    return released.rows(subjects, cells)


def appeals(subjects: Iterable[Subject], released: Released) -> list[dict[str, Any]]:
    """Return for each subject how its appeals ended, as shares of those that ended."""
    return released.rows(
        subjects,
        lambda one: _shares(one, "remedy", ENDED, released),
        ended=lambda one: _ended(one, released),
    )


def _ended(subject: Subject, released: Released) -> str:
    """Return how many appeals ended; nothing where a part of them is hidden."""
    found = [released.of(subject, "remedy", end) for end in ENDED]
    if any(one is None or one.value is None for one in found):
        return ""
    return formats.number(sum(map(value, found)), released.reading.language)


def _shares(
    subject: Subject, table: str, codes: Sequence[str], released: Released
) -> list[Said | None]:
    """Return which share each of some codes has of all of them."""
    return [
        _share(subject, table, one, [other for other in codes if other != one], released)
        for one in codes
    ]


def _share(
    subject: Subject, table: str, code: str, others: Sequence[str], released: Released
) -> Said | None:
    rest = [released.of(subject, table, one) for one in others]
    found = parts.of_all(released.of(subject, table, code), rest, released.least(subject, table))
    return _said(found, released)


def _said(found: Part | None, released: Released) -> Said | None:
    if found is None:
        return None
    language = released.reading.language
    low, high = (formats.percent(end, language) for end in (found.low, found.high))
    return {
        "value": formats.percent(found.share, language),
        "range": say(language, _BETWEEN, low=low, high=high),
    }
