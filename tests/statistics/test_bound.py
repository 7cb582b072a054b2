import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.statistics.bound import may_count, sensitivity
from hrd_report.statistics.counting import count


@given(st.integers(1, 5), st.integers(0, 40))
def test_a_defender_who_asks_first_never_has_more_facts_than_the_bound(bound, reports):
    written = 0
    for _ in range(reports):
        written += may_count(written, bound)
    assert written == min(bound, reports)


@given(st.integers(1, 3), st.integers(0, 50), st.integers(0, 2**32))
def test_no_defender_within_the_bound_moves_the_tables_by_more_than_the_sensitivity(
    facts_of, tables, bound, others, seed
):
    facts = facts_of(others + bound, seed)
    with_them, without = count(facts, tables).cells, count(facts[bound:], tables).cells
    moved = sum(
        abs(a - b)
        for after, before in zip(with_them, without, strict=True)
        for a, b in zip(after, before, strict=True)
    )
    assert moved <= sensitivity(len(tables), bound)


@pytest.mark.parametrize(("tables", "bound"), [(0, 1), (6, 0)])
def test_a_sensitivity_of_nothing_is_refused(tables, bound):
    with pytest.raises(ValueError, match="at least one"):
        sensitivity(tables, bound)
