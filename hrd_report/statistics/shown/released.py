"""A release as the public scorecard looks things up in it. Adds nothing, shows no hidden cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.i18n.marks import N_
from hrd_report.reference.codes import CodeList
from hrd_report.statistics.display import Figure
from hrd_report.statistics.recode import CROSS
from hrd_report.statistics.shown import spans
from hrd_report.statistics.shown.tables import Reading, say

_BETWEEN: Final = N_("from “%(low)s” to “%(high)s”")


Subject = tuple[str, str]
"""A dimension and one of its codes: what a row of a page is about."""

Said = dict[str, str]
"""What a cell says: a `value`, and the `range` that the true one lies in."""


@dataclass(frozen=True, slots=True)
class Released:
    """What a release says, by table and code; the codes of two dimensions joined."""

    figures: Mapping[tuple[str, str], Figure]
    lists: Mapping[str, CodeList]
    reading: Reading

    def of(self, subject: Subject, other: str, code: str) -> Figure | None:
        """Return a subject's cell of a table."""
        dimension, mine = subject
        return self.figures.get((f"{dimension}{CROSS}{other}", f"{mine}{CROSS}{code}"))

    def whole(self, subject: Subject) -> Figure:
        """Return all cases of a subject."""
        return self.figures[subject]

    def name(self, subject: Subject) -> str:
        """Return what a subject is called."""
        return self.reading.name(self.figures[subject])

    def least(self, subject: Subject, other: str) -> int:
        """Return the smallest number that a table of such subjects shows; 0 where there is none."""
        return self.reading.least.get(f"{subject[0]}{CROSS}{other}", 0)

    def rows(
        self,
        subjects: Iterable[Subject],
        cells: Callable[[Subject], list[Said | None]],
        **more: Callable[[Subject], str],
    ) -> list[dict[str, Any]]:
        """Return a row for each subject of which any cell says something."""
        found: list[dict[str, Any]] = [
            {"name": self.name(one), "cells": cells(one)}
            | {name: told(one) for name, told in more.items()}
            for one in subjects
        ]
        return [row for row in found if any(row["cells"])]

    def span(self, subject: Subject, other: str, codes: Sequence[str], part: float) -> Said | None:
        """Return within which class a part of a subject's cases lies, in words with its range."""
        cells = [self.of(subject, other, code) for code in codes]
        one = spans.within(cells, part, self.least(subject, other))
        if one is None:
            return None
        label, language = self.lists[other].label, self.reading.language
        first, place, last = (
            say(language, label(codes[at])) for at in (one.low, one.place, one.high)
        )
        between = say(language, _BETWEEN, low=first, high=last) if one.low < one.high else ""
        return {"value": place, "range": between}


def value(one: Figure | None) -> int:
    """Return a shown number, or 0."""
    return one.value or 0 if one is not None else 0
