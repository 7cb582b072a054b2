import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import BudgetSpent, Conflict, NotReady
from hrd_report.statistics.ledger import (
    CEILING,
    micro,
    refuse_overlap,
    refuse_overspending,
    year_of,
)

DAY = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
SPAN = st.tuples(DAY, DAY).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(st.floats(1e-6, 1.0), max_size=30), st.integers(1, 5_000_000))
def test_no_order_of_releases_takes_a_year_above_its_ceiling(epsilons, ceiling):
    spent = 0
    for epsilon in epsilons:
        try:
            refuse_overspending(spent, micro(epsilon), ceiling)
        except BudgetSpent:
            continue
        spent += micro(epsilon)
    assert spent <= min(ceiling, CEILING)


@given(st.floats(1e-9, 2.0))
def test_a_ledger_never_charges_too_little(epsilon):
    assert micro(epsilon) >= epsilon * 1_000_000


def test_two_releases_of_one_fill_a_year_and_a_third_is_refused():
    refuse_overspending(1_000_000, 1_000_000)
    with pytest.raises(BudgetSpent):
        refuse_overspending(2_000_000, 1)


def test_a_release_that_costs_nothing_is_refused():
    with pytest.raises(BudgetSpent):
        refuse_overspending(0, 0)


@given(SPAN, SPAN)
def test_two_buckets_that_share_a_day_are_never_both_released(one, other):
    days = {one[0] + dt.timedelta(days=n) for n in range((one[1] - one[0]).days + 1)} & {
        other[0] + dt.timedelta(days=n) for n in range((other[1] - other[0]).days + 1)
    }
    if days:
        with pytest.raises(Conflict):
            refuse_overlap(one, [other])
    else:
        refuse_overlap(one, [other])


def test_a_bucket_lies_in_one_year():
    assert year_of((dt.date(2026, 1, 1), dt.date(2026, 12, 31))) == 2026
    for span in (
        (dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
        (dt.date(2026, 2, 1), dt.date(2026, 1, 1)),
    ):
        with pytest.raises(NotReady) as refusal:
            year_of(span)
        assert refusal.value.reasons == ["bucket_spans_years"]
