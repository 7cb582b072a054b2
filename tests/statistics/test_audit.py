"""Attacks on what is released, with the real sampler. Every margin fails a right program less than
once in a million runs; beside each attack stands proof that it would have noticed a wrong one.
"""

import math
import random
import statistics
from collections import Counter

import pytest

from hrd_report.statistics.counting import Counts
from hrd_report.statistics.drawing import draw
from hrd_report.statistics.noise import (
    add_gaussian,
    add_laplace,
    gaussian_scale,
    laplace_loss,
    laplace_scale,
    rho_of,
)
from hrd_report.statistics.tiers import SMALL

pytestmark = pytest.mark.slow

MARGIN = 0.015
THRESHOLDED = 8
"""What an attacker takes a hidden figure for: somewhere under the threshold."""

COIN = random.SystemRandom()


def best_guess(epsilon):
    """How often anybody can be right about membership, whatever they know."""
    return math.exp(epsilon) / (1 + math.exp(epsilon))


def guessed_right(epsilon, trials):
    """The attacker knows every other record; the best rule is: one or more means inside."""
    scale = laplace_scale(1, epsilon)
    inside = sum(cell >= 1 for cell in add_laplace([1] * trials, scale))
    outside = sum(cell <= 0 for cell in add_laplace([0] * trials, scale))
    return (inside + outside) / (2 * trials)


@pytest.mark.parametrize("epsilon", [0.5, 1.0, 2.0])
def test_membership_is_guessed_as_often_as_the_theory_allows_and_no_more(epsilon):
    assert abs(guessed_right(epsilon, 20_000) - best_guess(epsilon)) < MARGIN


@pytest.mark.parametrize("epsilon", [0.5, 1.0, 2.0])
def test_membership_under_gaussian_noise_stays_below_the_bound(epsilon):
    scale = gaussian_scale(1.0, rho_of(epsilon, 1e-7))
    trials = 20_000
    inside = sum(cell >= 1 for cell in add_gaussian([1] * trials, scale))
    outside = sum(cell <= 0 for cell in add_gaussian([0] * trials, scale))
    rate = (inside + outside) / (2 * trials)
    # What the noise allows: the normal distribution at half a count from the middle.
    allowed = statistics.NormalDist(0, scale).cdf(0.5)
    assert abs(rate - allowed) < MARGIN
    assert rate < best_guess(epsilon)


def with_one_more(counts):
    """The same counts with one more fact, in the first cell of every table."""
    return Counts(tuple((cells[0] + 1, *cells[1:]) for cells in counts.cells))


def base_counts(tables, total):
    """Counts of `total` facts, falling from the first code of every table to its last."""
    every = []
    for table in tables:
        weights = [1 / (place + 1) for place in range(len(table.codes))]
        cells = [int(total * weight / sum(weights)) for weight in weights]
        every.append((cells[0] + total - sum(cells), *cells[1:]))
    return Counts(tuple(every))


def published(counts, plan):
    """The figures of one draw as an attacker reads them, by table and code."""
    drawing = draw(counts, plan)
    return {
        (one.table, one.code): THRESHOLDED if one.value is None else one.value
        for one in drawing.figures
    }


def membership(plan, base, trials):
    """How often an attacker who knows all 200 others reads from the figures who is inside."""
    cells = [(table.id, table.codes[0]) for table in plan.tables]
    known = dict(zip(cells, (table[0] for table in base.cells), strict=True))
    more = with_one_more(base)
    right = 0
    for _ in range(trials):
        inside = COIN.random() < 0.5
        figures = published(more if inside else base, plan)
        votes = sum(figures[cell] > known[cell] for cell in cells) - len(cells) / 2
        right += (votes > 0 or (votes == 0 and COIN.random() < 0.5)) == inside
    return right / trials


def test_membership_in_a_release_is_little_better_than_a_coin(plan):
    rate = membership(plan, base_counts(plan.tables, 200), 6_000)
    assert rate < best_guess(plan.epsilon) + MARGIN
    # The stricter promise: 60 in 100. This attack has 56 (tests/bench/attacks.py tries it 20,000
    # times); at twice the epsilon it has 61, and with a sensitivity that forgot the six tables
    # nearly all.
    assert rate < 0.60


def test_the_six_tables_together_cost_what_the_year_may(plan):
    (noise,) = plan.noises
    assert noise.sensitivity == 6 * SMALL.bound
    assert laplace_loss(6 * SMALL.bound, noise.scale) == noise.loss <= plan.epsilon


PRIOR = (0.53, 0.25, 0.14, 0.08)
"""How frequent the four identities are; the attacker knows it."""


def with_newcomer(base, place, target):
    """The base and one fact more, whose identity (table `place`) is the cell `target`."""
    moved = [target if table == place else 0 for table in range(len(base.cells))]
    return Counts(
        tuple(
            tuple(cell + (index == at) for index, cell in enumerate(cells))
            for cells, at in zip(base.cells, moved, strict=True)
        )
    )


def identity_guesses(tables, prior, trials, drawn):
    """How often the newcomer's identity is inferred, and how often the commonest is right.

    The attacker knows all 200 others of the bucket and subtracts them from its figures. What the
    cell that stands out says of the newcomer is learned from as many trials with known newcomers:
    nothing is taken from our word about the noise.
    """
    place = next(index for index, table in enumerate(tables) if table.id == "identity_group")
    base = base_counts(tables, 200)

    def trial():
        target = COIN.choices(range(len(prior)), prior)[0]
        figures = drawn(with_newcomer(base, place, target))[place]
        rises = [now - before for now, before in zip(figures, base.cells[place], strict=True)]
        return max(range(len(rises)), key=rises.__getitem__), target

    learned = Counter(trial() for _ in range(trials))
    answer = {
        sign: max(range(len(prior)), key=lambda target, sign=sign: learned[sign, target])
        for sign in range(len(prior))
    }
    commonest = max(range(len(prior)), key=prior.__getitem__)
    tried = [trial() for _ in range(trials)]
    right = sum(answer[sign] == target for sign, target in tried)
    return right / trials, sum(commonest == target for _, target in tried) / trials


def test_a_frozen_bucket_does_not_tell_a_newcomers_identity(plan):
    tables = plan.tables

    def frozen(counts):
        figures = published(counts, plan)
        return [[figures[table.id, code] for code in table.codes] for table in tables]

    right, chance = identity_guesses(tables, PRIOR, 2_000, frozen)
    assert right <= chance + 0.03


def test_the_same_attack_reads_the_identity_from_exact_counts(tables):
    right, chance = identity_guesses(tables, PRIOR, 500, lambda counts: counts.cells)
    assert right == 1.0
    assert chance < 0.8


def test_without_any_prior_a_bucket_tells_no_more_than_the_noise_allows(plan):
    tables, scale = plan.tables, plan.noises[0].scale
    sizes = [len(table.codes) for table in tables]

    def raw(counts):
        noisy = iter(add_laplace([cell for cells in counts.cells for cell in cells], scale))
        return [[next(noisy) for _ in range(size)] for size in sizes]

    right, _ = identity_guesses(tables, (0.25,) * 4, 3_000, raw)
    # Two cells of one table differ between two identities: at most e^(2/scale) times as probable.
    likelier = math.exp(2 / scale)
    assert right <= likelier / (likelier + 3) + 0.03


def cells_of(counts):
    """True numbers of the six tables, in the order of the figures behind the total."""
    return [cell for cells in counts.cells for cell in cells]


def test_one_release_is_not_exact_and_the_mean_of_many_would_be(plan):
    # So a bucket is drawn once: whoever asks again gets the same bytes, and nothing to average.
    base = base_counts(plan.tables, 2_000)
    true = cells_of(base)
    drawn = [[one.value or 0 for one in draw(base, plan).figures[1:]] for _ in range(200)]
    once = [value == cell for values in drawn for value, cell in zip(values, true, strict=True)]
    mean = [round(statistics.fmean(values)) for values in zip(*drawn, strict=True)]
    assert sum(once) / len(once) < 0.15
    assert sum(map(int.__eq__, mean, true)) / len(true) > 0.3


def test_a_hidden_cell_is_not_found_by_subtracting_the_others_from_the_total(plan):
    base = base_counts(plan.tables, 200)
    true = {
        (table.id, code): cell
        for table, cells in zip(plan.tables, base.cells, strict=True)
        for code, cell in zip(table.codes, cells, strict=True)
    }
    left = []
    for _ in range(300):
        total, *figures = draw(base, plan).figures
        for table in plan.tables:
            mine = [one for one in figures if one.table == table.id]
            hidden = [one for one in mine if one.value is None]
            if total.value is not None and len(hidden) == 1:
                rest = total.value - sum(one.value or 0 for one in mine)
                left.append(rest == true[table.id, hidden[0].code])
    assert len(left) > 100
    assert sum(left) / len(left) < 0.2
