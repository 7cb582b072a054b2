import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.statistics.counting import Counts
from hrd_report.statistics.display import Status, figure, threshold
from hrd_report.statistics.drawing import TOTAL, draw

ROUNDS = 1_500


@pytest.mark.parametrize(
    ("sigma", "floor", "least"), [(0.1, 10, 10), (5.0, 10, 10), (5.01, 10, 11), (8.04, 10, 17)]
)
def test_the_threshold_is_two_sigmas_and_never_under_the_floor(sigma, floor, least):
    assert threshold(sigma, floor) == least


@given(st.integers(0, 1000), st.floats(-1000, 1000), st.floats(0.1, 50), st.integers(1, 100))
def test_a_shown_figure_lies_in_its_range_and_a_hidden_one_has_none(value, estimate, sigma, least):
    one = figure(("threat", "doxing"), value, estimate, 2 * sigma, least)
    if value < least:
        assert (one.value, one.lower, one.upper) == (None, None, None)
        assert one.status is Status.BELOW_THRESHOLD
    else:
        assert 0 <= one.lower <= one.value <= one.upper
        assert one.status is Status.OK


def falling(tables, total):
    shares = [[1 / (place + 1) for place in range(len(table.codes))] for table in tables]
    cells = [[int(total * one / sum(share)) for one in share] for share in shares]
    return Counts(tuple((c[0] + total - sum(c), *c[1:]) for c in cells))


def test_the_range_holds_the_true_value_nineteen_times_in_twenty(plan):
    tables = plan.tables
    # Large enough that nothing is hidden: what is hidden is not drawn by chance.
    counts = falling(tables, 2_000)
    true = [2_000, *(cell for cells in counts.cells for cell in cells)]
    inside = shown = 0
    for _ in range(ROUNDS):
        for one, count in zip(draw(counts, plan).figures, true, strict=True):
            shown += 1
            inside += one.lower <= count <= one.upper
    assert shown == ROUNDS * len(true)
    assert 0.945 < inside / shown < 0.975


def test_every_cell_comes_out_in_the_same_order_whatever_was_counted(plan):
    tables = plan.tables
    nothing = Counts(tuple((0,) * len(table.codes) for table in tables))
    names = [
        [(one.table, one.code) for one in draw(counts, plan).figures]
        for counts in (nothing, falling(tables, 5_000))
    ]
    every = [TOTAL, *((table.id, code) for table in tables for code in table.codes)]
    assert names == [every, every]


def test_an_empty_bucket_shows_next_to_nothing(plan):
    tables = plan.tables
    nothing = Counts(tuple((0,) * len(table.codes) for table in tables))
    figures = [one for _ in range(200) for one in draw(nothing, plan).figures]
    shown = sum(one.status is Status.OK for one in figures)
    assert shown / len(figures) < 0.1


def test_no_shown_figure_is_under_its_tables_threshold(plan):
    drawing = draw(falling(plan.tables, 200), plan)
    least = {one.table: one.threshold for one in drawing.precisions}
    assert all(one.value is None or one.value >= least[one.table] for one in drawing.figures)


def test_whole_tables_add_up_to_the_total(plan):
    drawing = draw(falling(plan.tables, 20_000), plan)
    total, *others = drawing.figures
    for table in plan.tables:
        values = [one.value for one in others if one.table == table.id]
        assert None not in values
        assert sum(values) == total.value
