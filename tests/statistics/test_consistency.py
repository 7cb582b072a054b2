import itertools
import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.statistics.consistency import fit, whole
from hrd_report.statistics.noise import add_laplace, laplace_variance

CELL = st.integers(-(10**6), 10**7)
TABLES = st.lists(st.lists(CELL, min_size=1, max_size=30), min_size=1, max_size=8)


@given(TABLES)
def test_fitted_tables_share_one_total(noisy):
    fitted = fit(noisy, 72.0)
    largest = max(abs(cell) for table in noisy for cell in table)
    for cells in fitted.tables:
        assert cells.sum() == pytest.approx(fitted.total, abs=1e-9 * (1 + largest) * len(cells))


@given(TABLES)
def test_whole_tables_add_up_exactly_and_none_is_negative(noisy):
    rounded = whole(fit(noisy, 72.0))
    assert all(sum(cells) == rounded.total for cells in rounded.tables)
    assert all(cell >= 0 for cells in rounded.tables for cell in cells)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_tables_that_already_agree_are_left_alone(first):
    second = [sum(first), 0]
    assert whole(fit([first, second], 2.0)).tables == (tuple(first), tuple(second))


@given(TABLES)
def test_the_fit_is_the_least_squares_one(noisy):
    fitted = fit(noisy, 1.0)
    cells = np.concatenate([np.asarray(table, dtype=float) for table in noisy])
    # Independent road: project on the tables that agree, as the null space of the differences.
    starts = np.cumsum([0, *(len(table) for table in noisy)])
    sums = np.zeros((len(noisy), len(cells)))
    for row, (start, end) in enumerate(itertools.pairwise(starts)):
        sums[row, start:end] = 1
    rules = sums[1:] - sums[0]
    projected = cells - rules.T @ np.linalg.pinv(rules @ rules.T) @ (rules @ cells)
    scale = 1e-7 * (1 + np.abs(cells).max())
    assert np.allclose(np.concatenate(fitted.tables), projected, rtol=0, atol=scale)


def test_the_sigmas_are_those_of_the_noise_after_fitting():
    sizes, scale, rounds = (9, 6, 6, 4, 4, 4), 6.0, 4_000
    noise = iter(add_laplace([0] * (sum(sizes) * rounds), scale))
    fits = [
        fit([[next(noise) for _ in range(n)] for n in sizes], laplace_variance(scale))
        for _ in range(rounds)
    ]
    assert statistics.pstdev(one.total for one in fits) == pytest.approx(
        fits[0].total_sigma, rel=0.1
    )
    for table, sigma in enumerate(fits[0].sigmas):
        cells = np.stack([one.tables[table] for one in fits])
        assert float(cells.std()) == pytest.approx(sigma, rel=0.1)


def test_a_total_below_nothing_becomes_nothing():
    rounded = whole(fit([[-5, -7], [-3, -2, -20]], 72.0))
    assert rounded.total == 0
    assert rounded.tables == ((0, 0), (0, 0, 0))


def test_fitting_makes_cells_more_precise_never_less():
    variance = 72.0
    assert all(sigma <= math.sqrt(variance) for sigma in fit([[1] * 9, [2] * 4], variance).sigmas)
