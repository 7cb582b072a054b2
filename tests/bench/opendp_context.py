"""OpenDP's own Context on invented rows, a query for each two-way table: prints seconds of each.

Runs with another Python, which has `opendp[polars]`: our own program does without polars.
"""

import sys
import time
from itertools import combinations

import numpy as np
import opendp.prelude as dp
import polars as pl

SIZES = {"threat": 9, "platform": 25, "region": 23, "group": 12, "identity": 8, "severity": 4}
QUERIES = 6


def falling(size: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return weights that fall as 1, 1/2, 1/3 …"""
    weights = 1 / np.arange(1, size + 1)
    return weights / weights.sum()


def main() -> None:
    """Release a few tables of two dimensions, each as an analyst would ask for it."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    dice = np.random.default_rng(1)
    data = pl.LazyFrame(
        {name: dice.choice(size, size=rows, p=falling(size)) for name, size in SIZES.items()}
    )
    dp.enable_features("contrib")
    context = dp.Context.compositor(
        data=data,
        privacy_unit=dp.unit_of(contributions=1),
        privacy_loss=dp.loss_of(rho=0.02),
        split_evenly_over=QUERIES,
        margins=[dp.polars.Margin(max_length=rows)],
    )
    for one, other in list(combinations(SIZES, 2))[:QUERIES]:
        keys = pl.LazyFrame({one: range(SIZES[one])}).join(
            pl.LazyFrame({other: range(SIZES[other])}), how="cross"
        )
        began, started = time.perf_counter(), time.process_time()
        query = context.query().group_by([one, other]).agg(dp.len(signed=True)).with_keys(keys)
        query.release().collect()
        took, worked = time.perf_counter() - began, time.process_time() - started
        print(f"{one} by {other}: {took:.1f} s, {worked:.1f} s of processor", flush=True)


if __name__ == "__main__":
    main()
