"""Exact counts, for the moments between opening facts and adding noise. Shows them to nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from hrd_report.statistics.recode import Axis, Table
from hrd_report.statistics.shape import Matrix

_Numbers = npt.NDArray[np.int64]

_ROWS: Final = 1 << 18
"""How many facts are looked at together: a few megabytes, whatever their number."""


@dataclass(frozen=True, slots=True, repr=False)
class Counts:
    """Exact counts of each table's cells. Silent when printed; only the noise may read `cells`."""

    cells: tuple[Sequence[int], ...]

    def __repr__(self) -> str:
        return "Counts(…)"


def count(facts: Matrix, tables: Sequence[Table]) -> Counts:
    """Count checked facts into tables. Every cell is there, also when nothing falls into it.

    Only tables that no other contains are counted row by row; the others are sums of those.
    """
    around = {table.id: _around(table, tables) for table in tables}
    widest = [table for table in tables if around[table.id] is table]
    counted = {table.id: np.zeros(table.size, dtype=np.int64) for table in widest}
    for start in range(0, len(facts), _ROWS):
        _add(counted, facts[start : start + _ROWS], widest)
    return Counts(tuple(_summed(table, around[table.id], counted) for table in tables))


def _add(counted: dict[str, _Numbers], facts: Matrix, widest: Sequence[Table]) -> None:
    axes = {axis.id: axis for table in widest for axis in table.axes}
    places = {name: _places(facts, axis) for name, axis in axes.items()}
    for table in widest:
        index = places[table.axes[0].id]
        for axis in table.axes[1:]:
            index = index * len(axis.codes) + places[axis.id]
        counted[table.id] += np.bincount(index, minlength=table.size)


def _places(facts: Matrix, axis: Axis) -> npt.NDArray[np.int32]:
    return np.array(axis.places, dtype=np.int32)[facts[:, axis.column]]


def _summed(table: Table, wide: Table, counted: dict[str, _Numbers]) -> Sequence[int]:
    names = {axis.id for axis in table.axes}
    others = tuple(place for place, axis in enumerate(wide.axes) if axis.id not in names)
    cells: list[int] = counted[wide.id].reshape(wide.shape).sum(axis=others).reshape(-1).tolist()
    return cells


def _around(table: Table, tables: Sequence[Table]) -> Table:
    """Return the smallest of the widest tables that hold this one's axes: itself, if none does."""
    names = {axis.id for axis in table.axes}
    wider = [one for one in tables if names < {axis.id for axis in one.axes}]
    most = max((one.order for one in wider), default=0)
    return min((one for one in wider if one.order == most), key=lambda one: one.size, default=table)


def add(first: Counts, second: Counts) -> Counts:
    """Return the counts of two buckets together: both have the same tables."""
    pairs = zip(first.cells, second.cells, strict=True)
    return Counts(
        tuple(tuple(a + b for a, b in zip(one, other, strict=True)) for one, other in pairs)
    )
