"""How severe a case is: impact, likelihood, exposure, and a matrix that is data. Proposes only."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from hrd_report.reference.notices import Choice
from hrd_report.reference.reading import BrokenReference, known
from hrd_report.reference.threats import Subtype

MEDIUM: Final = 3
"""The impact of a threat whose subtype nobody named."""
_WORST, _MILDEST = 1, 4


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What moves a severity: one `step` along an axis (positive is worse). `label` is a msgid."""

    id: str
    axis: Literal["impact", "likelihood", "exposure"]
    step: int
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """The levels for one likelihood and one exposure, by impact from critical to low."""

    likelihood: str
    exposure: str
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Axes:
    """What the matrix is made of, each axis from mild to grave; where a case begins on each."""

    likelihoods: tuple[Choice, ...]
    exposures: tuple[Choice, ...]
    likelihood: str
    exposure: str
    matrix: tuple[Row, ...]

    def level(self, impact: int, likelihood: str, exposure: str) -> int:
        """Return the level of one cell."""
        row = next(
            one for one in self.matrix if one.likelihood == likelihood and one.exposure == exposure
        )
        return row.levels[impact - 1]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A severity with its reason: the cell, the subtype it begins at, what moved it where."""

    level: int
    impact: int
    likelihood: str
    exposure: str
    gravest: Subtype | None
    moved: tuple[Circumstance, ...]


def propose(
    subtypes: Iterable[Subtype],
    chosen: Collection[str],
    circumstances: Iterable[Circumstance],
    axes: Axes,
) -> Proposal:
    """Return the severity that subtypes and circumstances (ids) propose. A caseworker confirms."""
    gravest = min(subtypes, key=lambda one: one.severity, default=None)
    moved = tuple(one for one in circumstances if one.id in chosen)
    impact = (gravest.severity if gravest else MEDIUM) - _steps(moved, "impact")
    impact = max(_WORST, min(_MILDEST, impact))
    likelihood = _along(axes.likelihoods, axes.likelihood, _steps(moved, "likelihood"))
    exposure = _along(axes.exposures, axes.exposure, _steps(moved, "exposure"))
    level = axes.level(impact, likelihood, exposure)
    return Proposal(level, impact, likelihood, exposure, gravest, moved)


def check(axes: Axes, levels: Collection[int]) -> None:
    """Refuse a matrix with a hole, or one that is milder where something is graver.

    Raises `BrokenReference`.
    """
    likelihoods, exposures = (
        [one.id for one in axis] for axis in (axes.likelihoods, axes.exposures)
    )
    known([axes.likelihood], likelihoods, "severity axes")
    known([axes.exposure], exposures, "severity axes")
    cells = {(one.likelihood, one.exposure): one.levels for one in axes.matrix}
    wanted = {(one, other) for one in likelihoods for other in exposures}
    if set(cells) != wanted or len(cells) != len(axes.matrix):
        raise BrokenReference("severity matrix: one row for each likelihood and exposure")
    if any(len(row) != len(levels) for row in cells.values()):
        raise BrokenReference("severity matrix: a level for each impact")
    lines: list[Sequence[int]] = [*cells.values()]
    for at in range(len(levels)):
        lines += [[cells[one, two][at] for two in exposures[::-1]] for one in likelihoods]
        lines += [[cells[one, two][at] for one in likelihoods[::-1]] for two in exposures]
    for line in lines:
        if not set(line) <= set(levels) or any(one > two for one, two in pairwise(line)):
            raise BrokenReference("severity matrix: milder where something is graver")


def _steps(moved: Iterable[Circumstance], axis: str) -> int:
    return sum(one.step for one in moved if one.axis == axis)


def _along(axis: Sequence[Choice], begin: str, steps: int) -> str:
    ids = [one.id for one in axis]
    return ids[max(0, min(len(ids) - 1, ids.index(begin) + steps))]
