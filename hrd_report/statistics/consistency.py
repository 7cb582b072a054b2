"""Makes the noisy tables agree: one total, no negative cell, whole numbers. Sees no exact count.

All of it is post-processing and costs no privacy. Every table is a partition of the same facts, so
the true tables share one total. The least-squares fit under that condition has a closed form:
with cells of equal variance, table k of n_k cells and sum S_k has an estimate of the total of
variance n_k·v; their inverse-variance mean is T; and each table spreads T - S_k evenly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """Unbiased estimates that add up: cells may be negative or broken. Sigmas are in counts."""

    total: float
    total_sigma: float
    tables: tuple[Cells, ...]
    sigmas: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """The same as whole numbers, none negative: each table adds up to `total` exactly."""

    total: int
    tables: tuple[tuple[int, ...], ...]


def fit(noisy: Sequence[Sequence[int]], variance: float) -> Fit:
    """Fit tables of equal cell variance to one common total, by least squares."""
    tables = [np.asarray(table, dtype=np.float64) for table in noisy]
    weights = np.array([1 / len(table) for table in tables])
    total = float(sum(table.mean() for table in tables) / weights.sum())
    total_variance = variance / float(weights.sum())
    return Fit(
        total=total,
        total_sigma=float(np.sqrt(total_variance)),
        tables=tuple(table + (total - table.sum()) / len(table) for table in tables),
        # What a cell has beyond its table's mean is independent of the mean.
        sigmas=tuple(
            float(np.sqrt(variance * (1 - weight) + total_variance * weight**2))
            for weight in weights
        ),
    )


def whole(fitted: Fit) -> Whole:
    """Clamp and round without breaking the sums."""
    total = max(0, round(fitted.total))
    return Whole(
        total=total,
        tables=tuple(_rounded(_clamped(cells, total), total) for cells in fitted.tables),
    )


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
