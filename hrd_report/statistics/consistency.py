"""Makes the noisy tables agree: one total and one sum for every cell. Sees no exact count.

All of it is post-processing and costs no privacy. The cells of a table fall apart into orthogonal
parts, one for each set of its dimensions: the total, what each code has beyond its share, what each
pair has beyond its codes, and so on. Tables with a set in common measure the same part, and noise
of equal variance stays independent from part to part. So the mean of all measurements of a part,
weighted by inverse variance, is the least-squares fit, and what is put together from the means
adds up across all tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod, sqrt

import numpy as np
import numpy.typing as npt

from hrd_report.statistics.recode import Table

Cells = npt.NDArray[np.float64]
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A table's cells with noise of one variance. Nothing in it is exact."""

    table: Table
    cells: Cells
    variance: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Unbiased estimates that add up: cells may be negative or broken. Sigmas are in counts."""

    total: float
    total_sigma: float
    tables: tuple[Cells, ...]
    sigmas: tuple[float, ...]


@dataclass(slots=True)
class _Part:
    """A part of the cells, summed over all that measure it with their weights."""

    weighted: Cells
    weight: float

    @property
    def mean(self) -> Cells:
        return self.weighted / self.weight

    @property
    def variance(self) -> float:
        return 1 / self.weight


def merge(first: Measured, second: Measured) -> Measured:
    """Return what two independent measurements of the same table say together."""
    weights = 1 / first.variance, 1 / second.variance
    cells = (first.cells * weights[0] + second.cells * weights[1]) / sum(weights)
    return Measured(first.table, cells, 1 / sum(weights))


def fit(measured: Sequence[Measured]) -> Fit:
    """Fit tables to each other by least squares."""
    parts: dict[Names, _Part] = {}
    for one in measured:
        _take(one, parts)
    total = parts[()]
    return Fit(
        total=float(total.mean),
        total_sigma=sqrt(total.variance),
        tables=tuple(_put_together(one.table, parts) for one in measured),
        sigmas=tuple(_sigma(one.table, parts) for one in measured),
    )


def _sets(table: Table) -> Iterator[tuple[Names, tuple[int, ...], int]]:
    """Yield each set of dimensions: names, the places of the others, and how many cells those span.

    Names are in alphabetical order, so that tables that name them otherwise still meet.
    """
    for many in range(table.order + 1):
        for inside in combinations(range(table.order), many):
            others = tuple(place for place in range(table.order) if place not in inside)
            names = tuple(table.axes[place].id for place in inside)
            yield names, others, prod(table.shape[place] for place in others)


def _take(one: Measured, parts: dict[Names, _Part]) -> None:
    cells = one.cells.reshape(one.table.shape)
    for names, others, span in _sets(one.table):
        part = cells.sum(axis=others)
        for place in range(part.ndim):
            part = part - part.mean(axis=place, keepdims=True)
        key, order = _in_order(names)
        part = np.transpose(part, order)
        weight = 1 / (one.variance * span)
        if key in parts:
            parts[key].weighted += weight * part
            parts[key].weight += weight
        else:
            parts[key] = _Part(weight * part, weight)


def _put_together(table: Table, parts: Mapping[Names, _Part]) -> Cells:
    cells = np.zeros(table.shape)
    for names, others, span in _sets(table):
        key, order = _in_order(names)
        part = np.transpose(parts[key].mean, np.argsort(order)) if names else parts[key].mean
        cells += np.expand_dims(part, others) / span
    return cells.reshape(-1)


def _sigma(table: Table, parts: Mapping[Names, _Part]) -> float:
    """Return the sigma of each of a table's cells after fitting: its parts are independent."""
    variance = 0.0
    sizes = {axis.id: len(axis.codes) for axis in table.axes}
    for names, _, span in _sets(table):
        own = prod(1 - 1 / sizes[name] for name in names)
        variance += parts[_in_order(names)[0]].variance * own / span**2
    return sqrt(variance)


def _in_order(names: Names) -> tuple[Names, tuple[int, ...]]:
    order = tuple(sorted(range(len(names)), key=names.__getitem__))
    return tuple(names[place] for place in order), order
