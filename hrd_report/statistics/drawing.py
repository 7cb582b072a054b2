"""One draw: exact counts in, figures out. Between the two stands OpenDP's noise, once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hrd_report.statistics.bound import sensitivity
from hrd_report.statistics.consistency import Fit, Whole, fit, whole
from hrd_report.statistics.counting import Counts
from hrd_report.statistics.display import Figure, figure, threshold
from hrd_report.statistics.noise import (
    add_laplace,
    laplace_loss,
    laplace_scale,
    laplace_variance,
)
from hrd_report.statistics.recode import Table
from hrd_report.statistics.tiers import Tier

TOTAL: Final = ("total", "all")
"""Table and code of the common total."""


@dataclass(frozen=True, slots=True)
class Noise:
    """The noise of a draw: its scale in counts, and the epsilon that the scale costs."""

    scale: float
    sensitivity: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Precision:
    """How precise a table's figures are: sigma after fitting, and the smallest value shown."""

    table: str
    cells: int
    sigma: float
    threshold: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Figures of one draw and what they rest on. Nothing in it was left exact."""

    figures: tuple[Figure, ...]
    noise: Noise
    precisions: tuple[Precision, ...]


def noise_of(tier: Tier, tables: int) -> Noise:
    """Return the noise that a tier needs for so many one-way tables."""
    reach = sensitivity(tables, tier.bound)
    scale = laplace_scale(reach, tier.epsilon)
    return Noise(scale=scale, sensitivity=reach, epsilon=laplace_loss(reach, scale))


def draw(counts: Counts, tables: Sequence[Table], tier: Tier) -> Drawing:
    """Add noise to all tables in one call, make them agree, and hide what is too small.

    Every cell of every table comes out, so that neither length nor order tells anything.
    """
    noise = noise_of(tier, len(tables))
    noisy = iter(add_laplace([cell for cells in counts.cells for cell in cells], noise.scale))
    fitted = fit(
        [list(islice(noisy, len(table.codes))) for table in tables], laplace_variance(noise.scale)
    )
    precisions = tuple(_precisions(fitted, tables, tier))
    figures = tuple(_figures(fitted, whole(fitted), tables, precisions))
    return Drawing(figures=figures, noise=noise, precisions=precisions)


def _precisions(fitted: Fit, tables: Sequence[Table], tier: Tier) -> Iterator[Precision]:
    yield Precision(TOTAL[0], 1, fitted.total_sigma, threshold(fitted.total_sigma, tier.floor))
    for table, sigma in zip(tables, fitted.sigmas, strict=True):
        yield Precision(table.id, len(table.codes), sigma, threshold(sigma, tier.floor))


def _figures(
    fitted: Fit, rounded: Whole, tables: Sequence[Table], precisions: Sequence[Precision]
) -> Iterator[Figure]:
    first, *others = precisions
    yield figure(TOTAL, rounded.total, fitted.total, first.sigma, first.threshold)
    parts = zip(tables, rounded.tables, fitted.tables, others, strict=True)
    for table, values, estimates, precision in parts:
        for code, value, estimate in zip(table.codes, values, estimates, strict=True):
            name = (table.id, code)
            yield figure(name, value, float(estimate), precision.sigma, precision.threshold)
