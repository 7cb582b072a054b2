import itertools
import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.statistics.consistency import Measured, fit, merge
from hrd_report.statistics.noise import add_laplace, laplace_variance
from hrd_report.statistics.recode import Axis, Table
from hrd_report.statistics.rounding import whole

SIZES = {"a": 3, "b": 4, "c": 2}
AXES = {
    name: Axis(name, 1, tuple(map(str, range(size))), tuple(range(size)))
    for name, size in SIZES.items()
}
NAMES = [names for order in (1, 2, 3) for names in itertools.permutations("abc", order)]
VARIANCES = st.sampled_from([0.5, 1.0, 7.0, 40.0])


def table(names):
    return Table(tuple(AXES[name] for name in names))


@st.composite
def measured(draw, names=None):
    one = table(draw(st.sampled_from(NAMES if names is None else names)))
    cells = draw(st.lists(st.integers(-1000, 10**5), min_size=one.size, max_size=one.size))
    return Measured(one, np.array(cells, float), draw(VARIANCES))


MANY = st.lists(measured(), min_size=1, max_size=5)


def design(one):
    """How a table's cells follow from all the cells of a x b x c, each fact in one of them."""
    places = {name: place for place, name in enumerate("abc")}
    rows = np.zeros((one.table.size, 24))
    for column, cell in enumerate(itertools.product(range(3), range(4), range(2))):
        index = tuple(cell[places[axis.id]] for axis in one.table.axes)
        rows[np.ravel_multi_index(index, one.table.shape), column] = 1
    return rows


@given(MANY)
def test_the_fit_is_the_least_squares_one(many):
    fitted = fit(many)
    # Independent road: weighted least squares over all cells, solved as one dense system.
    rows = np.concatenate([design(one) / math.sqrt(one.variance) for one in many])
    seen = np.concatenate([one.cells / math.sqrt(one.variance) for one in many])
    inverse = np.linalg.pinv(rows.T @ rows)
    best = inverse @ rows.T @ seen
    scale = 1e-6 * (1 + max(np.abs(one.cells).max() for one in many))
    assert fitted.total == pytest.approx(best.sum(), abs=scale * 24)
    ones = np.ones(24)
    assert fitted.total_sigma == pytest.approx(math.sqrt(ones @ inverse @ ones), rel=1e-5)
    for one, cells, sigma in zip(many, fitted.tables, fitted.sigmas, strict=True):
        assert np.allclose(cells, design(one) @ best, rtol=0, atol=scale)
        variances = np.diag(design(one) @ inverse @ design(one).T)
        assert np.allclose(np.sqrt(variances), sigma, rtol=1e-5)


@given(MANY)
def test_all_tables_add_up_to_each_other(many):
    fitted = fit(many)
    scale = 1e-7 * (1 + max(np.abs(one.cells).max() for one in many)) * 24
    for cells in fitted.tables:
        assert cells.sum() == pytest.approx(fitted.total, abs=scale)
    for (one, cells), (other, more) in itertools.combinations(
        zip(many, fitted.tables, strict=True), 2
    ):
        for name in {axis.id for axis in one.table.axes} & {axis.id for axis in other.table.axes}:
            assert np.allclose(margin(one, cells, name), margin(other, more, name), atol=scale)


def margin(one, cells, name):
    others = tuple(i for i, axis in enumerate(one.table.axes) if axis.id != name)
    return cells.reshape(one.table.shape).sum(axis=others)


@given(MANY)
def test_whole_tables_are_not_negative_and_one_way_ones_add_up(many):
    rounded = whole(fit(many), [one.table for one in many])
    for one, cells in zip(many, rounded.tables, strict=True):
        assert all(cell >= 0 for cell in cells)
        assert one.table.order > 1 or sum(cells) == rounded.total


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=3))
def test_tables_that_already_agree_are_left_alone(first):
    second = [sum(first), 0, 0, 0]
    many = [
        Measured(table(name), np.array(cells, float), 2.0)
        for name, cells in (("a", first), ("b", second))
    ]
    assert whole(fit(many), [one.table for one in many]).tables == (tuple(first), tuple(second))


@given(measured(["a"]), st.integers(0, 2**32))
def test_merging_weighs_by_inverse_variance(one, seed):
    other = Measured(one.table, one.cells + seed % 7, 3 * one.variance)
    both = merge(one, other)
    assert both.variance == pytest.approx(0.75 * one.variance)
    assert np.allclose(both.cells, one.cells + (seed % 7) / 4)


def test_the_sigmas_are_those_of_the_noise_after_fitting():
    scale, rounds = 6.0, 3_000
    names = ("a", "b", "ab")
    variance = laplace_variance(scale)
    noise = iter(add_laplace([0] * (19 * rounds), scale))
    fits = [
        fit(
            [
                Measured(one, np.array([next(noise) for _ in range(one.size)], float), variance)
                for one in map(table, names)
            ]
        )
        for _ in range(rounds)
    ]
    assert statistics.pstdev(one.total for one in fits) == pytest.approx(
        fits[0].total_sigma, rel=0.1
    )
    for place in range(len(names)):
        cells = np.stack([one.tables[place] for one in fits])
        assert float(cells.std()) == pytest.approx(fits[0].sigmas[place], rel=0.1)


def test_a_total_below_nothing_becomes_nothing():
    many = [
        Measured(table("a"), np.array([-5.0, -7, 0]), 72.0),
        Measured(table("b"), np.array([-3.0, -2, -20, 1]), 72.0),
    ]
    rounded = whole(fit(many), [one.table for one in many])
    assert rounded.total == 0
    assert rounded.tables == ((0, 0, 0), (0, 0, 0, 0))
