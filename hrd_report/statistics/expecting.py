"""Draws each cell of a crossed table towards what its margins lead one to expect. Sees no count.

All of it is post-processing of what was fitted and costs no privacy (docs/decisions/0019). Margins
are known far better than cells. So a cell has two witnesses: its own noisy number, and the number
that its margins alone would give it. Each is weighed by its variance; how far the true cells of a
table stray from what is expected is learned from the noisy table itself. No cell is moved further
than half its 95 % range (limited translation, Efron and Morris 1972): whatever stands out stays in
its range. The same work is done whatever the numbers are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from hrd_report.statistics.consistency import Cells, Fit, Names
from hrd_report.statistics.display import GAUSSIAN_SIGMAS
from hrd_report.statistics.recode import Table

FITTING: Final = 2
"""How values come from noisy numbers, as a manifest names it; without a name: least squares alone,
clamped and rounded."""

_ROUNDS: Final = 4
"""How often a table is scaled to each of its margins: enough for a hundredth of a count."""

_LEARNING: Final = 3

_LEAST: Final = 1e-9


def likely(fitted: Fit, tables: Sequence[Table]) -> Fit:
    """Return the fit with likelier cells in the tables of two and more dimensions."""
    known: dict[Names, Cells] = {}
    found = dict(enumerate(fitted.tables))
    for place in sorted(found, key=lambda one: tables[one].order):
        table, sigma = tables[place], fitted.sigmas[place]
        cells = found[place].reshape(table.shape)
        if table.order > 1:
            cells = _drawn_together(cells, _faces(table, cells, known), sigma)
            found[place] = cells.reshape(-1)
        known[_names(table)] = _in_order(table, np.maximum(cells, 0))
    return replace(fitted, tables=tuple(found[place] for place in range(len(tables))))


def _drawn_together(cells: Cells, faces: Sequence[Cells], sigma: float) -> Cells:
    expected = _scaled(np.ones(cells.shape), faces)
    strayed, noise = cells - expected, sigma**2
    spread = _spread(strayed, expected, noise)
    prior = expected + spread * expected**2
    drawn = expected + strayed * (prior / (prior + noise))
    agreed = _scaled(np.maximum(drawn, 0), faces)
    return np.clip(agreed, cells - GAUSSIAN_SIGMAS * sigma, cells + GAUSSIAN_SIGMAS * sigma)


def _spread(strayed: Cells, expected: Cells, noise: float) -> float:
    """Return the squared share by which true cells stray, beyond chance, from what is expected."""
    spread = 0.0
    for _ in range(_LEARNING):
        weights = expected**2 / (noise + expected + spread * expected**2) ** 2
        beyond = float((weights * (strayed**2 - noise - expected)).sum())
        spread = max(0.0, beyond / max(_LEAST, float((weights * expected**2).sum())))
    return spread


def _scaled(cells: Cells, faces: Sequence[Cells]) -> Cells:
    """Scale cells to the sums in `faces`: the one at `place` is the sum over that axis."""
    for _ in range(_ROUNDS):
        for place, face in enumerate(faces):
            sums = cells.sum(axis=place)
            cells = cells * np.expand_dims(face / np.maximum(sums, _LEAST), place)
    return cells


def _faces(table: Table, cells: Cells, known: Mapping[Names, Cells]) -> list[Cells]:
    """Return the table's sums over each of its axes, as well as they are known."""
    faces = []
    for place in range(table.order):
        rest = Table(table.axes[:place] + table.axes[place + 1 :])
        there = known.get(_names(rest))
        faces.append(
            np.maximum(cells.sum(axis=place), 0)
            if there is None
            else np.transpose(there, np.argsort(_order(rest)))
        )
    return faces


def _names(table: Table) -> Names:
    return tuple(sorted(axis.id for axis in table.axes))


def _order(table: Table) -> tuple[int, ...]:
    return tuple(sorted(range(table.order), key=lambda place: table.axes[place].id))


def _in_order(table: Table, cells: Cells) -> Cells:
    return np.transpose(cells, _order(table))
