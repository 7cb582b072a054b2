"""Cells drawn towards their margins: nearer to the truth, never out of their range."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.statistics.consistency import Measured, fit
from hrd_report.statistics.display import GAUSSIAN_SIGMAS
from hrd_report.statistics.expecting import likely
from hrd_report.statistics.recode import Axis, Table

SIZES = {"b": 7, "a": 12, "c": 4}
AXES = {
    name: Axis(name, 1, tuple(map(str, range(size))), tuple(range(size)))
    for name, size in SIZES.items()
}
# Not in alphabetical order, as the program's tables are not.
TABLES = tuple(
    Table(tuple(AXES[name] for name in names)) for names in ("b", "a", "c", "ba", "bc", "ac", "bac")
)
SEEDS = st.integers(0, 2**32)


def skewed(size, dice):
    weights = 1 / np.arange(1, size + 1)
    return dice.permutation(weights / weights.sum())


def alone(dice, many):
    """A cube of facts whose properties know nothing of each other."""
    shares = np.einsum("b,a,c->bac", *(skewed(size, dice) for size in SIZES.values()))
    return dice.multinomial(many, shares.reshape(-1)).reshape(shares.shape)


def together(dice, many):
    """A cube whose cells all stray far from what the margins say."""
    shares = dice.gamma(0.5, size=tuple(SIZES.values()))
    return dice.multinomial(many, (shares / shares.sum()).reshape(-1)).reshape(shares.shape)


def true_cells(cube, table):
    places = {name: place for place, name in enumerate(SIZES)}
    others = tuple(place for name, place in places.items() if name not in table.id)
    return cube.sum(axis=others).reshape(-1)


def fitted(cube, sigma, dice):
    return fit(
        [
            Measured(table, true + dice.normal(0, sigma, true.size), sigma**2)
            for table, true in ((table, true_cells(cube, table)) for table in TABLES)
        ]
    )


def mean_squared(cells, cube, table):
    return float(((np.maximum(cells, 0) - true_cells(cube, table)) ** 2).mean())


@given(SEEDS, st.sampled_from([alone, together]), st.integers(0, 50_000), st.floats(0.5, 200))
def test_no_cell_leaves_its_range_and_one_way_tables_are_left_alone(seed, facts, many, sigma):
    dice = np.random.default_rng(seed)
    found = fitted(facts(dice, many), sigma, dice)
    drawn = likely(found, TABLES)
    assert (drawn.total, drawn.sigmas) == (found.total, found.sigmas)
    for table, cells, before, error in zip(
        TABLES, drawn.tables, found.tables, found.sigmas, strict=True
    ):
        assert cells.shape == before.shape
        assert np.isfinite(cells).all()
        if table.order == 1:
            assert (cells == before).all()
        assert (np.abs(cells - before) <= GAUSSIAN_SIGMAS * error * (1 + 1e-9)).all()


@pytest.mark.parametrize(("facts", "most"), [(alone, 0.6), (together, 1.05)])
def test_cells_come_nearer_to_the_truth_and_lose_nothing_where_margins_say_nothing(facts, most):
    dice = np.random.default_rng(1)
    squares = {table.id: np.zeros(2) for table in TABLES if table.order > 1}
    for _ in range(20):
        cube = facts(dice, 6_000)
        found = fitted(cube, 25.0, dice)
        for table, before, after in zip(
            TABLES, found.tables, likely(found, TABLES).tables, strict=True
        ):
            if table.order > 1:
                squares[table.id] += [mean_squared(one, cube, table) for one in (before, after)]
    for before, after in squares.values():
        assert after < most * before


@given(SEEDS, st.permutations(range(len(TABLES))))
def test_the_order_in_which_tables_stand_changes_nothing(seed, order):
    dice = np.random.default_rng(seed)
    cube = alone(dice, 3_000)
    measured = [
        Measured(table, true_cells(cube, table) + dice.normal(0, 20, table.size), 400.0)
        for table in TABLES
    ]
    straight = likely(fit(measured), TABLES).tables
    mixed = likely(fit([measured[place] for place in order]), [TABLES[place] for place in order])
    for place, cells in zip(order, mixed.tables, strict=True):
        assert np.allclose(cells, straight[place])


def test_without_noise_to_speak_of_every_cell_stays_what_it_is():
    cube = together(np.random.default_rng(3), 40_000)
    found = fitted(cube, 1e-6, np.random.default_rng(4))
    for table, cells in zip(TABLES, likely(found, TABLES).tables, strict=True):
        assert np.allclose(cells, true_cells(cube, table), atol=1e-4)


def test_nobody_at_all_is_no_trouble():
    found = fitted(np.zeros(tuple(SIZES.values())), 5.0, np.random.default_rng(5))
    assert all(np.isfinite(cells).all() for cells in likely(found, TABLES).tables)
