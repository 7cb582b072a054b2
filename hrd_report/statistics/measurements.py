"""Keeps the noisy numbers of a bucket's release for the close of its year. Nothing here is exact.

Layout: for each table in the plan's order its cells as little-endian 64-bit integers. The variances
are the plan's.
"""

from collections.abc import Sequence

import numpy as np

from hrd_report.errors import Damaged
from hrd_report.statistics.consistency import Measured
from hrd_report.statistics.plan import Plan


def packed(measured: Sequence[Measured]) -> bytes:
    """Return measurements as bytes."""
    return b"".join(one.cells.astype("<i8").tobytes() for one in measured)


def unpacked(kept: bytes, plan: Plan) -> tuple[Measured, ...]:
    """Return the measurements of a plan. Raises `Damaged` when there are more or fewer numbers."""
    cells = np.frombuffer(kept, dtype="<i8").astype(float)
    if len(cells) != sum(table.size for table in plan.tables):
        raise Damaged("measurements of another plan")
    found, start = [], 0
    for noise in plan.noises:
        for table in plan.under(noise):
            found.append(Measured(table, cells[start : start + table.size], noise.variance))
            start += table.size
    return tuple(found)
