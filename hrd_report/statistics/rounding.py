"""Makes whole numbers of fitted tables, none negative. Sees no exact count, adds no noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from hrd_report.statistics.consistency import Cells, Fit
from hrd_report.statistics.recode import Table


@dataclass(frozen=True, slots=True)
class Whole:
    """Whole numbers, none negative: each one-way table adds up to `total` exactly.

    Tables of two and more dimensions are rounded cell by cell: made to add up, their many small
    cells would take from the large ones.
    """

    total: int
    tables: tuple[tuple[int, ...], ...]


def whole(fitted: Fit, tables: Sequence[Table]) -> Whole:
    """Clamp and round; the sums of one-way tables are not broken."""
    total = max(0, round(fitted.total))
    return Whole(
        total=total,
        tables=tuple(
            _rounded(_clamped(cells, total), total) if table.order == 1 else _each(cells)
            for table, cells in zip(tables, fitted.tables, strict=True)
        ),
    )


def _each(cells: Cells) -> tuple[int, ...]:
    return tuple(np.rint(np.maximum(cells, 0)).astype(np.int64).tolist())


def _clamped(cells: Cells, total: int) -> Cells:
    """Return the nearest non-negative cells with that sum (projection onto a simplex)."""
    falling = np.sort(cells)[::-1]
    excess = (np.array(list(accumulate(falling))) - total) / np.arange(1, len(cells) + 1)
    kept = int(np.count_nonzero(falling > excess))
    shift = excess[kept - 1] if kept else falling[0]
    clamped: Cells = np.maximum(cells - shift, 0.0)
    return clamped


def _rounded(cells: Cells, total: int) -> tuple[int, ...]:
    """Round by largest remainder: no cell moves by one or more, and the sum is `total`."""
    floors = np.floor(cells).astype(np.int64)
    missing = total - int(floors.sum())
    order = np.argsort(floors - cells, kind="stable")
    floors[order[:missing]] += 1
    return tuple(int(cell) for cell in floors)
