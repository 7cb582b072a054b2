"""The library of safety measures: for which threats, from where, looked at when. Proposes none."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hrd_report.reference.notices import Choice
from hrd_report.reference.reading import BrokenReference, known

REVIEW_AFTER: Final = dt.timedelta(days=365)
"""A measure nobody has looked at for longer may be wrong by now."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `kind` says of what sort; `threats` which parents it helps against."""

    id: str
    kind: str
    threats: tuple[str, ...]
    source: str
    reviewed: dt.date

    def due_for_review(self, today: dt.date) -> bool:
        """Say whether nobody has looked at it for a year."""
        return today - self.reviewed > REVIEW_AFTER


@dataclass(frozen=True, slots=True)
class MeasureText:
    """What the defender reads, in one language: what to do, in plain words."""

    id: str
    title: str
    text: str


def fitting(measures: Iterable[Measure], threats: Collection[str]) -> tuple[Measure, ...]:
    """Return all measures, those for the threats of a case first."""
    return tuple(sorted(measures, key=lambda one: not set(one.threats) & set(threats)))


def check(
    measures: Sequence[Measure],
    kinds: Sequence[Choice],
    threats: Collection[str],
    texts: Mapping[str, Sequence[MeasureText]],
) -> None:
    """Raise BrokenReference for a code that is none, or a measure that some language lacks."""
    ids = [one.id for one in measures]
    for one in measures:
        known([one.kind], [kind.id for kind in kinds], one.id)
        known(one.threats, threats, one.id)
    for code, found in texts.items():
        if [one.id for one in found] != ids:
            raise BrokenReference(f"measure_texts/{code}: not the measures of the library")
