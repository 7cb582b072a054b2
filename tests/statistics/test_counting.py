from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents.facts import column
from hrd_report.reference.load import load
from hrd_report.statistics.counting import add, count
from hrd_report.statistics.recode import list_versions, tables_of
from hrd_report.statistics.tiers import LARGE, MIDDLE, SMALL, VERY_LARGE

LISTS = load().codes
SIZES = st.tuples(st.integers(0, 300), st.integers(0, 2**32))


def test_the_six_coarse_tables_are_those_of_the_smallest_tier(tables):
    assert [table.id for table in tables] == [
        "threat",
        "world_region",
        "platform_group",
        "identity_group",
        "severity",
        "outcome_group",
    ]


def cells_by_hand(facts, table):
    """Count one by one, with dictionaries alone."""
    found = Counter()
    for row in facts:
        found[tuple(axis.codes[axis.places[row[axis.column]]] for axis in table.axes)] += 1
    return {"*".join(codes): number for codes, number in found.items()}


@pytest.mark.parametrize("tier", [SMALL, MIDDLE, LARGE, VERY_LARGE], ids=lambda tier: tier.id)
def test_counting_equals_counting_one_by_one(facts_of, tier):
    facts, tables = facts_of(150, 7), tables_of(tier.tables, LISTS, hidden=("SY",))
    for table, cells in zip(tables, count(facts, tables).cells, strict=True):
        assert len(cells) == table.size == len(table.codes)
        shown = {code: n for code, n in zip(table.codes, cells, strict=True) if n}
        assert shown == cells_by_hand(facts, table)


@given(SIZES)
def test_one_fact_more_moves_one_cell_of_each_table_by_one(facts_of, size):
    facts = facts_of(size[0] + 1, size[1])
    tables = tables_of(MIDDLE.tables, LISTS)
    with_it, without = count(facts, tables).cells, count(facts[:-1], tables).cells
    for after, before in zip(with_it, without, strict=True):
        assert sorted(a - b for a, b in zip(after, before, strict=True))[-2:] == [0, 1]


@given(SIZES, st.integers(0, 300))
def test_two_buckets_counted_apart_are_counted_together(facts_of, size, cut):
    facts = facts_of(*size)
    tables = tables_of(SMALL.tables, LISTS)
    parts = add(count(facts[:cut], tables), count(facts[cut:], tables))
    assert [list(cells) for cells in parts.cells] == [
        list(cells) for cells in count(facts, tables).cells
    ]


def test_a_column_is_counted_by_code_and_not_by_its_label(facts_of, tables):
    # Integer codes with margins once slipped through a disclosure checker as row numbers.
    facts = facts_of(50, 1)
    facts[:, column("severity")] = 3
    assert list(count(facts, tables).cells[4]) == [0, 0, 0, 50]


def test_a_hidden_country_is_counted_with_others_and_has_no_code(facts_of):
    (table,) = tables_of([("country",)], LISTS, hidden=("SY", "TG"))
    assert not {"SY", "TG"} & set(table.codes)
    facts = facts_of(9, 1)
    facts[:, column("country")] = LISTS["country"].codes.index("TG")
    assert count(facts, (table,)).cells[0][-1] == 9


def test_exact_counts_do_not_print(facts_of, tables):
    counts = count(facts_of(77, 1), tables)
    assert repr(counts) == str(counts) == "Counts(…)"


def test_the_versions_of_fine_and_coarse_lists_are_told(lists, tables):
    versions = list_versions(tables, lists)
    assert versions["platform_group"] == lists["platform_group"].version
    assert {"platform", "region", "identity", "outcome"} < set(versions)
