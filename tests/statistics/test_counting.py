from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents.facts import column
from hrd_report.reference.load import load
from hrd_report.statistics.counting import count
from hrd_report.statistics.recode import COARSE, coarse_tables, list_versions

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


def test_every_fine_code_has_one_place_in_its_coarse_table(tables, lists):
    for dimension, table in zip(COARSE, tables, strict=True):
        assert len(table.places) == len(lists[dimension].codes)
        assert set(table.places) <= set(range(len(table.codes)))


@given(SIZES)
def test_counting_equals_counting_one_by_one(facts_of, size):
    facts = facts_of(*size)
    tables = coarse_tables(LISTS)
    for (dimension, shown), table, cells in zip(
        COARSE.items(), tables, count(facts, tables).cells, strict=True
    ):
        fine = LISTS[dimension]
        names = [fine.codes[index] for index in facts[:, column(dimension)]]
        by_hand = Counter(fine.into[name] if dimension != shown else name for name in names)
        assert dict(zip(table.codes, cells, strict=True)) == {
            code: by_hand[code] for code in LISTS[shown].codes
        }


@given(SIZES)
def test_one_fact_more_moves_one_cell_of_each_table_by_one(facts_of, size):
    facts = facts_of(size[0] + 1, size[1])
    tables = coarse_tables(LISTS)
    with_it, without = count(facts, tables).cells, count(facts[:-1], tables).cells
    for after, before in zip(with_it, without, strict=True):
        assert sorted(a - b for a, b in zip(after, before, strict=True))[-2:] == [0, 1]


def test_a_column_is_counted_by_code_and_not_by_its_label(facts_of, tables):
    # Integer codes with margins once slipped through a disclosure checker as row numbers.
    facts = facts_of(50, 1)
    facts[:, column("severity")] = 3
    assert count(facts, tables).cells[4] == (0, 0, 0, 50)


def test_exact_counts_do_not_print(facts_of, tables):
    counts = count(facts_of(77, 1), tables)
    assert repr(counts) == str(counts) == "Counts(…)"


def test_the_versions_of_fine_and_coarse_lists_are_told(lists):
    assert list_versions(lists)["platform_group"] == lists["platform_group"].version
    assert set(COARSE) < set(list_versions(lists))
