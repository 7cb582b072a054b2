"""The noise, and what it costs. Every scale comes from OpenDP's own map, never from a formula.

OpenDP's discrete Laplace mechanism (`make_laplace` on integers) adds to each count an integer drawn
with probability proportional to exp(-|x|/scale), from the operating system's randomness.
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


def laplace_variance(scale: float) -> float:
    """Return the variance of discrete Laplace noise: 2p/(1-p)² with p = exp(-1/scale)."""
    ratio = math.exp(-1 / scale)
    return 2 * ratio / (1 - ratio) ** 2


def add_laplace(counts: Sequence[int], scale: float) -> list[int]:
    """Return the counts with noise, in one call. `scale` must be above zero."""
    if not scale > 0:
        raise ValueError("no noise, no release")
    # A plain list of plain integers: OpenDP refuses NumPy's.
    noisy: list[int] = _laplace()(scale)([int(count) for count in counts])
    return noisy
