"""Exact counts, for the moments between opening facts and adding noise. Shows them to nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hrd_report.statistics.recode import Table
from hrd_report.statistics.shape import Matrix

_INDEXES = 256


@dataclass(frozen=True, slots=True, repr=False)
class Counts:
    """Exact counts of each table's cells. Silent when printed; only the noise may read `cells`."""

    cells: tuple[tuple[int, ...], ...]

    def __repr__(self) -> str:
        return "Counts(…)"


def count(facts: Matrix, tables: Sequence[Table]) -> Counts:
    """Count checked facts into tables. Every cell is there, also when nothing falls into it."""
    return Counts(tuple(_cells(facts, table) for table in tables))


def _cells(facts: Matrix, table: Table) -> tuple[int, ...]:
    fine = np.bincount(facts[:, table.column], minlength=_INDEXES)
    cells = np.zeros(len(table.codes), dtype=np.int64)
    np.add.at(cells, np.array(table.places), fine[: len(table.places)])
    return tuple(int(cell) for cell in cells)
