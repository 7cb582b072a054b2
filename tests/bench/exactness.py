"""`python -m tests.bench.exactness`: how exact releases are, beside the study's workload.

`… exactness x4` draws four times as often: at 4,000 one run differs from the next by a tenth.

The study's facts were "skewed and correlated", not said how. `together` has two numbers for that,
`SKEW` and `LIKED`, set so that the study's own workload errs as the study says (`calibrated`).
"""

import os
import sys
from dataclasses import replace
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from hrd_report.documents.facts import MONTH_COLUMN, MONTHS, ROW_BYTES, VERSION, column  # noqa: E402
from hrd_report.records.facts import Part  # noqa: E402
from hrd_report.reference.load import load  # noqa: E402
from hrd_report.statistics import consistency, drawing, expecting, preview, rounding  # noqa: E402
from hrd_report.statistics.counting import count  # noqa: E402
from hrd_report.statistics.plan import plan_of  # noqa: E402
from hrd_report.statistics.tiers import CROSSED, TIERS, Tier  # noqa: E402

LISTS = load().codes
STUDIED = dict(zip(CROSSED, (8, 24, 22, 12, 8, 4, 11, 7, MONTHS), strict=True))
"""How many codes each dimension of the study had."""
BEHIND = ("acknowledged", "decision", "remedy", "language")
"""Dimensions of a fact that the study had not."""
ANSWERED = ("acknowledged", "decided", "acted", "remedy", "language")
"""What tables know of them: these are told apart, and share the budget."""
ONES = tuple((name,) for name in CROSSED)
EIGHT = tuple(("threat", name) for name in CROSSED[1:])
PAIRS, THREES = tuple(combinations(CROSSED, 2)), tuple(combinations(CROSSED, 3))
STUDY = {
    "M": Tier(id="M", tables=ONES + EIGHT, close={1: 0.4, 2: 0.6}, delta=1e-7),
    "L": Tier(id="L", tables=ONES + PAIRS, close={1: 0.4, 2: 0.6}, delta=1e-7),
    "XL": Tier(id="XL", tables=ONES + PAIRS + THREES, close={1: 0.15, 2: 0.25, 3: 0.6}, delta=1e-7),
}
"""The workloads of the study: nine dimensions, everything in one release of a whole year. Which
eight tables of two dimensions it chose it does not say: here threats by each other dimension."""
PUBLISHED = {
    4_000: {"1": "4.7 / 24", "2": "2.5 / 12", "1, C 2": "9.8 / 48"},
    10_000: {"0.5": "3.5 / 21", "1": "2.2 / 12", "2": "0.87 / 6.5", "1, C 2": "4.0 / 22"},
    100_000: {"0.5": "0.30 / 9.1", "1": "0.20 / 4.8", "2": "0.08 / 2.5", "1, C 2": "0.35 / 9.7"},
    1_000_000: {"1": "0.03 / 0.57 / 9.3"},
}
"""What the study says of it, by epsilon and bound."""
SIZES = (
    (200, "S", 300),
    (4_000, "M", 8),
    (10_000, "M", 8),
    (100_000, "L", 2),
    (1_000_000, "XL", 1),
)
LEAST = 20
PARTS = {"S": 1, "M": 2, "L": 4, "XL": 4}

SKEW = 1.2
"""The code in place n of a list has a share like 1/n to this power."""
LIKED = 0.6
"""In this share of facts the order of codes is another one for each of the `KINDS` of attacks."""
KINDS = 8


def alone(many, seed):
    """Invent facts whose dimensions know nothing of each other: 1, 1/2, 1/3 …"""
    return preview.invented(many, LISTS, seed=seed)


def together(many, seed):
    """Invent facts of eight kinds of attack, each with codes of its own liking in most of them."""
    dice = np.random.default_rng(seed)
    facts = np.zeros((many, ROW_BYTES), dtype=np.uint8)
    facts[:, 0] = VERSION
    shares = 1 / np.arange(1, KINDS + 1)
    kind = dice.choice(KINDS, size=many, p=shares / shares.sum())
    others = {"duration": 5, "country": 250} | {name: len(LISTS[name].codes) for name in BEHIND}
    for name, size in {**STUDIED, **others}.items():
        weights = 1 / np.arange(1, size + 1) ** SKEW
        drawn = dice.choice(size, size=many, p=weights / weights.sum())
        liking = np.array([dice.permutation(size) for _ in range(KINDS)])
        by_kind = dice.random(many) < LIKED
        drawn[by_kind] = liking[kind[by_kind], drawn[by_kind]]
        facts[:, MONTH_COLUMN if name == "month" else column(name)] = drawn + (name == "month")
    return facts


class Tally:
    """Relative errors of cells of 20 and more, by order; and what a reader is shown of them.

    Tables with what platforms answered stand apart, after the others of their order.
    """

    def __init__(self):
        self.errors, self.shown = {}, {}

    def add(self, fitted, values, tables, counts):
        whole = rounding.whole(values, tables)
        for table, sigma, mine, cells in zip(
            tables, fitted.sigmas, whole.tables, counts.cells, strict=True
        ):
            if any(axis.id == "country" for axis in table.axes):
                continue
            true, value = np.array(cells), np.array(mine)
            large, shown = true >= LEAST, value >= max(10, 2 * sigma)
            error = np.abs(value - true)
            key = table.order, any(axis.id in ANSWERED for axis in table.axes)
            self.errors.setdefault(key, []).append(error[large] / true[large])
            # Cases in shown cells; all cases; shown cells; those of them that are wrong by half.
            found = true[shown].sum(), true.sum(), shown.sum(), (error > true / 2)[shown].sum()
            self.shown[key] = self.shown.get(key, 0) + np.array(found)

    def __str__(self):
        found = (
            f"{'answers ' if apart else ''}{100 * np.median(np.concatenate(all_)):.2f}"
            for (_, apart), all_ in sorted(self.errors.items())
        )
        return " / ".join(found) or "-"

    def shares(self):
        """Say for each order which share of cases stands in shown cells, and how many mislead."""
        return " / ".join(
            f"{'answers ' if apart else ''}{100 * cases / every:.0f} % of cases shown, "
            f"{100 * wrong / max(1, cells):.1f} % off"
            for (_, apart), (cases, every, cells, wrong) in sorted(self.shown.items())
        )


def errors(tier, size, many, rounds, invent, epsilon=1.0):
    """Tally a year's close by least squares alone and as released, and one bucket; the total."""
    plan = partial(plan_of, tier, lists=LISTS, epsilon=epsilon)
    close, bucket = plan(Part.CLOSE), plan(Part.BUCKET) if tier.bucket else None
    squares, released, of_bucket, totals = Tally(), Tally(), Tally(), []
    for turn in range(rounds):
        facts = invent(many, turn)
        pieces = np.array_split(facts, PARTS[size]) if bucket else []
        drawn = [tuple(drawing._measured(count(one, bucket.tables), bucket)) for one in pieces]
        whole = count(facts, close.tables)
        measured = tuple(drawing._measured(whole, close))
        fitted = consistency.fit(drawing._with_earlier(measured, drawn))
        totals.append(100 * abs(fitted.total - many) / many)
        squares.add(fitted, fitted, close.tables, whole)
        released.add(fitted, expecting.likely(fitted, close.tables), close.tables, whole)
        if drawn:
            one = consistency.fit(drawn[0])
            likely = expecting.likely(one, bucket.tables)
            of_bucket.add(one, likely, bucket.tables, count(pieces[0], bucket.tables))
    return squares, released, of_bucket, float(np.median(totals))


def accuracy(times):
    for invent in (together, alone):
        for many, size, rounds in SIZES:
            turns = rounds * times
            squares, ours, bucket, total = errors(TIERS[size], size, many, turns, invent)
            print(f"{invent.__name__} {many:,} {size}: close {ours}, total {total:.2f}")
            print(f"    least squares alone {squares}; one bucket {bucket}")
            if size in STUDY:
                study = errors(STUDY[size], size, many, turns, invent)[0]
                print(f"    the study's workload on the same facts {study}")
            print(f"    shown: {ours.shares()}\n    least squares: {squares.shares()}", flush=True)


def calibrated():
    for many, size, rounds in SIZES[1:]:
        for how, published in PUBLISHED[many].items():
            epsilon, _, bound = how.partition(", C ")
            tier = replace(STUDY[size], bound=int(bound or 1))
            found, *_ = errors(tier, size, many, rounds, together, float(epsilon))
            print(f"{many:,}, epsilon {how}: {found}; the study says {published}", flush=True)


if __name__ == "__main__":
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    more = [int(one[1:]) for one in sys.argv[1:] if one.startswith("x")]
    calibrated() if "calibrated" in sys.argv else accuracy(more[0] if more else 1)
    print(f"{sum(os.times()[:2]):.0f} s of processor time, load {os.getloadavg()[0]:.1f}")
