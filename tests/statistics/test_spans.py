"""Half and nine of ten from noisy classes: the range holds the true one, or says that it cannot."""

import random

import pytest

from hrd_report.statistics.display import Figure, Status
from hrd_report.statistics.shown.spans import HALF, NINE_OF_TEN, Span, within

TRUE = (30, 260, 300, 90, 20)
LEAST = 20


def released(value: float, sigma: float) -> Figure:
    """Return what a release says of a count after noise, as `display.figure` does."""
    shown, half = max(0, round(value)), round(1.96 * sigma)
    if shown < LEAST:
        return Figure("platform*duration", "x", None, None, None, Status.BELOW_THRESHOLD)
    return Figure("platform*duration", "x", shown, max(0, shown - half), shown + half, Status.OK)


def true_class(counts: tuple[int, ...], part: float) -> int:
    whole = sum(counts)
    return next(at for at in range(5) if sum(counts[: at + 1]) >= part * whole)


@pytest.mark.parametrize("part", [HALF, NINE_OF_TEN])
@pytest.mark.parametrize("sigma", [2.0, 9.0, 40.0])
def test_the_range_holds_the_true_class_nineteen_times_in_twenty(part, sigma):
    drawn, counts = random.Random(7), (12, 200, 230, 180, 60)
    held = wide = 0
    for _ in range(400):
        found = within([released(drawn.gauss(one, sigma), sigma) for one in counts], part, LEAST)
        held += found is None or found.low <= true_class(counts, part) <= found.high
        wide += found is None
    assert held >= 380
    assert wide < 40


def test_without_noise_the_class_is_the_true_one_alone():
    exact = [released(one, 0) for one in TRUE]
    assert within(exact, HALF, LEAST) == Span(2, 2, 2)
    assert within(exact, NINE_OF_TEN, LEAST) == Span(3, 3, 3)


def test_a_hidden_class_may_be_anything_under_its_threshold():
    hidden = [None, released(40, 0), released(41, 0), None, None]
    assert within(hidden, HALF, LEAST) == Span(2, 1, 2)
    assert within([None] * 5, HALF, LEAST) is None


def test_where_any_class_could_be_it_none_is_said():
    few = [released(25, 60) for _ in range(5)]
    assert within(few, HALF, LEAST) is None
