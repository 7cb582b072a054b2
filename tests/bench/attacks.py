"""`python -m tests.bench.attacks`: attacks on what is released, with the real sampler."""

import math
import os
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from hrd_report.records.facts import Part  # noqa: E402 - the path comes first
from hrd_report.reference.load import load  # noqa: E402
from hrd_report.statistics import preview  # noqa: E402
from hrd_report.statistics.counting import Counts, count  # noqa: E402
from hrd_report.statistics.drawing import draw  # noqa: E402
from hrd_report.statistics.noise import add_gaussian, gaussian_scale, rho_of  # noqa: E402
from hrd_report.statistics.plan import plan_of  # noqa: E402
from hrd_report.statistics.tiers import TIERS  # noqa: E402

LISTS = load().codes
DICE = np.random.default_rng()
HIDDEN = 8


def published(counts, plan):
    """What a release shows of each cell; a hidden one is taken for somewhere under ten."""
    figures = draw(counts, plan).figures[1:]
    return np.array([HIDDEN if one.value is None else one.value for one in figures], float)


def membership(size, many, trials):
    """Whoever knows everybody else sums up, over all cells of the one who may be inside."""
    plan = plan_of(TIERS[size], Part.CLOSE, LISTS)
    facts = preview.invented(many + 1, LISTS, seed=1)
    with_it, without = count(facts, plan.tables), count(facts[1:], plan.tables)
    inside, outside = (
        np.concatenate([np.array(c) for c in one.cells]) for one in (with_it, without)
    )
    cells = inside != outside
    half = (inside[cells] + outside[cells]) / 2
    right = 0
    for _ in range(trials):
        is_in = DICE.random() < 0.5
        seen = published(with_it if is_in else without, plan)[cells]
        score = np.sign(seen - half).sum()
        right += (score > 0 or (score == 0 and DICE.random() < 0.5)) == is_in
    return 100 * right / trials


def one_table(epsilon, trials):
    """The worst case for Gaussian noise: the whole year's budget on one cell."""
    scale = gaussian_scale(1.0, rho_of(epsilon, 1e-7))
    inside = sum(cell >= 1 for cell in add_gaussian([1] * trials, scale))
    outside = sum(cell <= 0 for cell in add_gaussian([0] * trials, scale))
    return 100 * (inside + outside) / (2 * trials)


def week(size, many, trials):
    """200 known cases and one new: read its identity from the bucket it is in."""
    plan = plan_of(TIERS[size], Part.CLOSE, LISTS)
    name = "identity_group" if size == "S" else "identity"
    place = next(n for n, table in enumerate(plan.tables) if table.id == name)
    facts = preview.invented(many, LISTS, seed=2)
    base = count(facts, plan.tables)
    codes = len(plan.tables[place].codes)
    prior = 1 / np.arange(1, codes + 1)
    prior /= prior.sum()
    start = sum(table.size for table in plan.tables[:place])

    def trial():
        target = int(DICE.choice(codes, p=prior))
        cells = [list(one) for one in base.cells]
        for number, one in enumerate(cells):
            one[target if number == place else 0] += 1
        seen = published(Counts(tuple(cells)), plan)[start : start + codes]
        return int(np.argmax(seen - np.array(base.cells[place]))), target

    learned = Counter(trial() for _ in range(trials))
    answer = {
        sign: max(range(codes), key=lambda one, sign=sign: learned[sign, one])
        for sign in range(codes)
    }
    tried = [trial() for _ in range(trials)]
    right = 100 * sum(answer[sign] == target for sign, target in tried) / trials
    chance = 100 * sum(target == 0 for _, target in tried) / trials
    return right, chance


def averaged(draws):
    """What fresh noise on the same bucket would give away: the mean of many drawings."""
    plan = plan_of(TIERS["S"], Part.CLOSE, LISTS)
    facts = preview.invented(200, LISTS, seed=3)
    counts = count(facts, plan.tables)
    true = np.concatenate([np.array(cells) for cells in counts.cells])
    seen = np.mean([published(counts, plan) for _ in range(draws)], axis=0)
    return 100 * np.mean(np.rint(seen) == true)


def exactly(size, many, rounds):
    """How often a released figure under ten, or any, is exactly the true one; and by guessing."""
    plan = plan_of(TIERS[size], Part.CLOSE, LISTS)
    hits = guesses = small = 0
    for turn in range(rounds):
        counts = count(preview.invented(many, LISTS, seed=turn), plan.tables)
        for cell, one in zip(
            [cell for cells in counts.cells for cell in cells],
            draw(counts, plan).figures[1:],
            strict=True,
        ):
            if 0 < cell < 10:
                small += 1
                hits += one.value == cell
                guesses += cell == 1
    return small, 100 * hits / max(1, small), 100 * guesses / max(1, small)


def main():
    began = time.perf_counter()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(
        f"membership, S, 200 others, 20,000 trials: {membership('S', 200, 20_000):.1f} %",
        flush=True,
    )
    print(
        f"membership, M, 4,000 others, 1,500 trials: {membership('M', 4_000, 1_500):.1f} %",
        flush=True,
    )
    for epsilon in (0.5, 1.0, 2.0):
        bound = 100 * math.exp(epsilon) / (1 + math.exp(epsilon))
        print(
            f"membership, one cell, Gaussian, eps {epsilon}: "
            f"{one_table(epsilon, 20_000):.1f} % (bound {bound:.1f})",
            flush=True,
        )
    right, chance = week("S", 200, 6_000)
    print(f"week-difference, S, 200 + 1: {right:.1f} %, chance {chance:.1f} %", flush=True)
    right, chance = week("M", 200, 800)
    print(f"week-difference, M tables on 200 + 1: {right:.1f} %, chance {chance:.1f} %", flush=True)
    print(
        f"averaging 1 drawing: {averaged(1):.0f} % of cells exact; "
        f"400 fresh ones would give {averaged(400):.0f} %",
        flush=True,
    )
    small, hits, guesses = exactly("S", 200, 300)
    print(
        f"cells of 1 to 9, S, 200 cases: {small}; read exactly {hits:.1f} %, "
        f"by always saying 1 {guesses:.1f} %",
        flush=True,
    )
    print(f"took {time.perf_counter() - began:.0f} s, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
