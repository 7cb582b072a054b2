import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.statistics.noise import (
    add_gaussian,
    add_laplace,
    epsilon_of,
    gaussian_loss,
    gaussian_scale,
    laplace_loss,
    laplace_scale,
    laplace_variance,
    rho_of,
)

DRAWS = 60_000


def laplace(scale):
    return lambda x: math.exp(-abs(x) / scale)


def gaussian(scale):
    return lambda x: math.exp(-(x**2) / (2 * scale**2))


def chi_square(noise, weight, reach=30):
    """Distance of integer noise from the law of these weights, with one bin for each tail."""
    seen = Counter(max(-reach, min(reach, draw)) for draw in noise)
    whole = math.fsum(weight(x) for x in range(-20 * reach, 20 * reach + 1))
    point = {x: weight(x) / whole for x in range(-reach + 1, reach)}
    tail = (1 - sum(point.values())) / 2
    expected = point | {-reach: tail, reach: tail}
    return sum((seen[x] - len(noise) * p) ** 2 / (len(noise) * p) for x, p in expected.items())


def test_the_sampler_draws_the_noise_it_names():
    noise = add_laplace([0] * DRAWS, 6.0)
    # 60 degrees of freedom: a right sampler passes 150 less than once in 10 million runs.
    assert chi_square(noise, laplace(6.0)) < 150
    # The same test would notice a scale that is wrong by an eighth.
    assert chi_square(noise, laplace(6.75)) > 150
    assert chi_square(noise, laplace(5.25)) > 150


def test_the_gaussian_sampler_draws_the_noise_it_names():
    noise = add_gaussian([0] * DRAWS, 12.0)
    assert chi_square(noise, gaussian(12.0)) < 150
    assert chi_square(noise, gaussian(13.0)) > 150
    assert chi_square(noise, gaussian(11.0)) > 150


@given(st.floats(1.0, 12.0), st.floats(0.001, 0.08))
def test_a_gaussian_scale_costs_no_more_rho_than_asked_and_hardly_less(sensitivity, rho):
    scale = gaussian_scale(sensitivity, rho)
    assert gaussian_loss(sensitivity, scale) <= rho
    assert gaussian_loss(sensitivity, scale) > rho * (1 - 1e-9)
    assert gaussian_loss(sensitivity, scale) == pytest.approx(sensitivity**2 / (2 * scale**2))


@pytest.mark.parametrize(("epsilon", "rho"), [(0.5, 0.00543), (1.0, 0.02019), (2.0, 0.07418)])
def test_a_rho_is_the_one_that_opendps_curve_gives(epsilon, rho):
    assert rho_of(epsilon, 1e-7) == pytest.approx(rho, abs=5e-6)
    assert epsilon_of(rho_of(epsilon, 1e-7), 1e-7) <= epsilon


def test_the_noise_of_one_cell_says_nothing_of_its_neighbour():
    noise = add_laplace([0] * DRAWS, 6.0)
    pairs = sum(a * b for a, b in zip(noise[::2], noise[1::2], strict=True)) / (DRAWS / 2)
    assert abs(pairs) < 6 * laplace_variance(6.0) / math.sqrt(DRAWS / 2)


def test_two_draws_differ():
    assert add_laplace([0] * 100, 6.0) != add_laplace([0] * 100, 6.0)


@given(st.integers(1, 60), st.floats(0.01, 2.0))
def test_the_scale_costs_no_more_than_asked_and_hardly_less(sensitivity, epsilon):
    scale = laplace_scale(sensitivity, epsilon)
    assert laplace_loss(sensitivity, scale) <= epsilon
    assert laplace_loss(sensitivity, scale) > epsilon * (1 - 1e-9)


def test_large_counts_are_not_clamped():
    assert add_laplace([2**40], 1.0)[0] > 2**39


def test_the_variance_is_that_of_discrete_laplace_noise():
    noise = add_laplace([0] * DRAWS, 3.0)
    assert sum(x * x for x in noise) / DRAWS == pytest.approx(laplace_variance(3.0), rel=0.1)


@pytest.mark.parametrize("scale", [0.0, -1.0, math.nan])
def test_there_is_no_release_without_noise(scale):
    with pytest.raises(ValueError, match="no noise"):
        add_laplace([1], scale)


@pytest.mark.parametrize(("sensitivity", "epsilon"), [(0, 1.0), (1, 0.0), (1, math.nan)])
def test_a_scale_needs_a_sensitivity_and_an_epsilon(sensitivity, epsilon):
    with pytest.raises(ValueError, match="positive"):
        laplace_scale(sensitivity, epsilon)
