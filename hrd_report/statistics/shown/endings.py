"""How cases ended, by platform, threat or language, as shares with ranges. Shows no hidden cell."""

from collections.abc import Iterable
from typing import Any, Final

from hrd_report.i18n.marks import N_
from hrd_report.statistics.shown.headlines import share
from hrd_report.statistics.shown.released import Released, Said, Subject
from hrd_report.statistics.shown.tables import say

ENDS: Final = (
    ("acted", N_("The platform acted")),
    ("refused", N_("Refused")),
    ("reappeared", N_("Came back")),
    ("no_response", N_("No response")),
)
"""Outcomes, or groups of them, each with its head."""

_APART: Final = frozenset({"refused", "reappeared"})
"""One group in the coarser list; here each stands alone."""


def heads(language: str) -> list[str]:
    """Return the heads of the columns."""
    return [say(language, text) for _, text in ENDS]


def rows(subjects: Iterable[Subject], released: Released) -> list[dict[str, Any]]:
    """Return a row for each subject of which the release says anything."""
    return released.rows(subjects, lambda one: [_end(one, *end, released) for end in ENDS])


def _end(subject: Subject, wanted: str, text: str, released: Released) -> Said | None:
    into = released.lists["outcome"].into
    cells = [
        one
        for outcome in released.lists["outcome"].codes
        if (outcome if wanted in _APART else into[outcome]) == wanted
        if (one := released.of(subject, "outcome", outcome)) is not None
    ]
    return share(cells, released.whole(subject), text, released.reading.language)
