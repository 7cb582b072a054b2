"""One draw: exact counts in, figures out. Between the two stands OpenDP's noise, once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from hrd_report.statistics import consistency, expecting, rounding
from hrd_report.statistics.consistency import Fit, Measured
from hrd_report.statistics.counting import Counts
from hrd_report.statistics.display import (
    GAUSSIAN_SIGMAS,
    LAPLACE_SIGMAS,
    Figure,
    Precision,
    figure,
    hidden,
    threshold,
)
from hrd_report.statistics.noise import add_gaussian, add_laplace
from hrd_report.statistics.plan import LAPLACE, Noise, Plan, least_country
from hrd_report.statistics.recode import CROSS, Table

TOTAL: Final = ("total", "all")
"""Table and code of the common total."""

_COUNTRY: Final = "country"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Figures of one draw and what they rest on. Nothing in it was left exact.

    `measured` are the noisy numbers of each table before they were made to agree.
    """

    figures: tuple[Figure, ...]
    noises: tuple[Noise, ...]
    precisions: tuple[Precision, ...]
    measured: tuple[Measured, ...]


def draw(counts: Counts, plan: Plan, earlier: Sequence[Sequence[Measured]] = ()) -> Drawing:
    """Add noise to the tables of each order in one call, make all agree, hide what is too small.

    `earlier` are the measurements of all buckets of the year that is closed. Every cell of every
    table comes out, so that neither length nor order tells anything.
    """
    measured = tuple(_measured(counts, plan))
    fitted = consistency.fit(_with_earlier(measured, earlier))
    tables = [one.table for one in measured]
    precisions = tuple(_precisions(fitted, plan, tables))
    figures = _figures(fitted, plan, tables, precisions)
    return Drawing(tuple(figures), plan.noises, precisions, measured)


def _measured(counts: Counts, plan: Plan) -> Iterator[Measured]:
    cells = dict(zip((table.id for table in plan.tables), counts.cells, strict=True))
    for noise in plan.noises:
        tables = plan.under(noise)
        flat = [cell for table in tables for cell in cells[table.id]]
        add = add_laplace if noise.mechanism == LAPLACE else add_gaussian
        noisy = iter(add(flat, noise.scale))
        for table in tables:
            yield Measured(table, np.array(list(islice(noisy, table.size)), float), noise.variance)


def _with_earlier(
    measured: Sequence[Measured], earlier: Sequence[Sequence[Measured]]
) -> list[Measured]:
    """Merge each table with the sum of the buckets' by inverse variance, where they have it."""
    sums: dict[str, Measured] = {}
    for bucket in earlier:
        for one in bucket:
            before = sums.get(one.table.id)
            sums[one.table.id] = one if before is None else _sum(before, one)
    return [
        consistency.merge(one, sums[one.table.id]) if one.table.id in sums else one
        for one in measured
    ]


def _sum(first: Measured, second: Measured) -> Measured:
    return Measured(first.table, first.cells + second.cells, first.variance + second.variance)


def _precisions(fitted: Fit, plan: Plan, tables: Sequence[Table]) -> Iterator[Precision]:
    floor = plan.tier.floor
    yield Precision(TOTAL[0], 1, fitted.total_sigma, threshold(fitted.total_sigma, floor))
    for table, sigma in zip(tables, fitted.sigmas, strict=True):
        least = least_country(sigma) if table.id == _COUNTRY else threshold(sigma, floor)
        yield Precision(table.id, table.size, sigma, least)


def _figures(
    fitted: Fit, plan: Plan, tables: Sequence[Table], precisions: Sequence[Precision]
) -> Iterator[Figure]:
    rounded = rounding.whole(expecting.likely(fitted, tables), tables)
    reach = GAUSSIAN_SIGMAS if plan.tier.delta else LAPLACE_SIGMAS
    first, *others = precisions
    yield figure(TOTAL, rounded.total, fitted.total, reach * first.sigma, first.threshold)
    named: set[str] = set()
    for table, values, estimates, precision in zip(
        tables, rounded.tables, fitted.tables, others, strict=True
    ):
        half = reach * precision.sigma
        for code, value, estimate in zip(table.codes, values, estimates.tolist(), strict=True):
            name = (table.id, code)
            one = figure(name, value, estimate, half, precision.threshold)
            if table.id == _COUNTRY and one.value is not None:
                named.add(code)
            yield one if _may_name(table, code, named) else hidden(name)


def _may_name(table: Table, code: str, named: set[str]) -> bool:
    """Tell whether a cell may be shown: a country's only where the country itself is."""
    places = [place for place, axis in enumerate(table.axes) if axis.id == _COUNTRY]
    return all(code.split(CROSS)[place] in named for place in places)
