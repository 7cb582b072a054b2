"""The noise, and what it costs. Every scale comes from OpenDP's own map, never from a formula.

OpenDP's discrete mechanisms on integers add to each count an integer from the operating system's
randomness: Laplace's with probability proportional to exp(-|x|/scale), Gauss' to exp(-x²/2scale²).
"""

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

# It costs 23 MiB and half a second, and only a release needs it: the serving process goes without.


@cache
def _laplace() -> Callable[[float], Any]:
    import opendp.prelude as dp  # noqa: PLC0415 - see above

    dp.enable_features("contrib")
    # 64-bit integers: the default 32 would clamp, and a clamped count is a wrong count.
    space = dp.vector_domain(dp.atom_domain(T=dp.i64)), dp.l1_distance(T=dp.i64)
    return lambda scale: dp.m.make_laplace(*space, scale=scale)


@cache
def _gaussian() -> Callable[[float], Any]:
    import opendp.prelude as dp  # noqa: PLC0415 - see above

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T=dp.i64)), dp.l2_distance(T=float)
    return lambda scale: dp.m.make_gaussian(*space, scale=scale)


@cache
def laplace_scale(sensitivity: int, epsilon: float) -> float:
    """Return the smallest scale whose loss at an L1 `sensitivity` is at most `epsilon`."""
    import opendp.prelude as dp  # noqa: PLC0415 - see above

    if sensitivity < 1 or not epsilon > 0:
        raise ValueError("sensitivity and epsilon are positive")
    scale: float = dp.binary_search_param(_laplace(), d_in=sensitivity, d_out=epsilon, T=float)
    return scale


@cache
def laplace_loss(sensitivity: int, scale: float) -> float:
    """Return the epsilon that a scale costs at an L1 `sensitivity`."""
    loss: float = _laplace()(scale).map(sensitivity)
    return loss


@cache
def gaussian_scale(sensitivity: float, rho: float) -> float:
    """Return the smallest scale whose loss at an L2 `sensitivity` is at most `rho` (zCDP)."""
    import opendp.prelude as dp  # noqa: PLC0415 - see above

    if not sensitivity > 0 or not rho > 0:
        raise ValueError("sensitivity and rho are positive")
    scale: float = dp.binary_search_param(
        _gaussian(), d_in=sensitivity, d_out=rho, T=float, bounds=(1e-3, 1e9)
    )
    return scale


@cache
def gaussian_loss(sensitivity: float, scale: float) -> float:
    """Return the rho that a scale costs at an L2 `sensitivity`."""
    loss: float = _gaussian()(scale).map(sensitivity)
    return loss


@cache
def epsilon_of(rho: float, delta: float) -> float:
    """Return the epsilon that a rho stands for at `delta`, by OpenDP's own curve."""
    import opendp.prelude as dp  # noqa: PLC0415 - see above

    measurement: Any = _gaussian()(gaussian_scale(1.0, rho))
    curve: Any = dp.c.make_zCDP_to_approxDP(measurement)
    epsilon: float = curve.map(1.0).epsilon(delta)
    return epsilon


@cache
def rho_of(epsilon: float, delta: float) -> float:
    """Return the largest rho, to a billionth, whose epsilon at `delta` is at most `epsilon`."""
    low, high = 0, 10**9
    while high - low > 1:
        middle = (low + high) // 2
        if epsilon_of(middle / 10**9, delta) <= epsilon:
            low = middle
        else:
            high = middle
    return low / 10**9


def laplace_variance(scale: float) -> float:
    """Return the variance of discrete Laplace noise: 2p/(1-p)² with p = exp(-1/scale)."""
    ratio = math.exp(-1 / scale)
    return 2 * ratio / (1 - ratio) ** 2


def add_laplace(counts: Sequence[int], scale: float) -> list[int]:
    """Return the counts with noise, in one call. `scale` must be above zero."""
    return _add(_laplace(), counts, scale)


def add_gaussian(counts: Sequence[int], scale: float) -> list[int]:
    """Return the counts with noise, in one call. `scale` must be above zero."""
    return _add(_gaussian(), counts, scale)


def _add(mechanism: Callable[[float], Any], counts: Sequence[int], scale: float) -> list[int]:
    if not scale > 0:
        raise ValueError("no noise, no release")
    # A plain list of plain integers: OpenDP refuses NumPy's.
    noisy: list[int] = mechanism(scale)([int(count) for count in counts])
    return noisy
