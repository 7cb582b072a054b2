import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import BudgetSpent, Conflict, NotReady
from hrd_report.records.facts import Part
from hrd_report.statistics.ledger import (
    LIFETIME_DELTA,
    MOST_EPSILON,
    Cost,
    check_epsilon,
    cost_of,
    lifetime,
    micro,
    nano,
    refuse_lifetime,
    refuse_overlap,
    refuse_overspending,
    year_of,
)
from hrd_report.statistics.noise import epsilon_of

DAY = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
SPAN = st.tuples(DAY, DAY).map(lambda pair: (min(pair), max(pair)))


COSTS = st.lists(st.builds(Cost, st.integers(0, 10**6), st.integers(0, 10**8)), max_size=6)


def pure(epsilon):
    return Cost(micro_epsilon=micro(epsilon))


@given(st.floats(1e-9, 2.0))
def test_a_ledger_never_charges_too_little(loss):
    assert micro(loss) >= loss * 10**6
    assert nano(loss) >= loss * 10**9


@given(COSTS, COSTS, st.permutations(range(6)))
def test_a_year_costs_its_dearest_bucket_and_all_that_closes_it(buckets, closes, order):
    shuffled = [buckets[place] for place in order if place < len(buckets)]
    cost = cost_of({Part.BUCKET: shuffled, Part.CLOSE: closes})
    assert cost == Cost(
        max([0, *(one.micro_epsilon for one in buckets)]) + sum(o.micro_epsilon for o in closes),
        max([0, *(one.nano_rho for one in buckets)]) + sum(one.nano_rho for one in closes),
    )


def test_the_dearest_bucket_is_all_that_a_defender_can_lose_to_disjoint_ones():
    # With C facts in all, k of them in one bucket and the rest elsewhere, rho grows with squares.
    rho, bound = 0.01, 3
    losses = [rho * (k / bound) ** 2 + rho * ((bound - k) / bound) ** 2 for k in range(bound + 1)]
    assert max(losses) == pytest.approx(rho)


def test_a_year_above_its_ceiling_is_refused():
    refuse_overspending(Cost(), pure(MOST_EPSILON), 0)
    for after in (pure(2.1), Cost(nano_rho=75_000_000), Cost()):
        with pytest.raises(BudgetSpent):
            refuse_overspending(Cost(), after, 1e-7)


@pytest.mark.parametrize("epsilon", [0.0, 0.49, 2.01, float("nan"), float("inf")])
def test_no_setting_makes_a_year_cost_more_than_may_ever_be(epsilon):
    with pytest.raises(BudgetSpent):
        check_epsilon(epsilon)


def test_an_epsilon_is_what_opendp_says_a_rho_stands_for():
    assert Cost(nano_rho=20_187_132).epsilon(1e-7) == pytest.approx(1.0, abs=1e-6)
    assert Cost(pure(0.5).micro_epsilon, 20_187_132).epsilon(1e-7) == pytest.approx(1.5, abs=1e-6)
    assert epsilon_of(0.10095, LIFETIME_DELTA) == pytest.approx(2.36, abs=0.01)


def test_the_stop_of_a_lifetime_comes_after_five_years_and_two_people_may_lift_it():
    yearly = Cost(nano_rho=20_187_132)
    spent = {year: {Part.CLOSE: [yearly]} for year in range(2026, 2031)}
    refuse_lifetime(spent, (), 2030)
    spent[2031] = {Part.CLOSE: [yearly]}
    with pytest.raises(BudgetSpent, match="lifetime"):
        refuse_lifetime(spent, {2030}, 2031)
    refuse_lifetime(spent, {2031}, 2031)
    assert lifetime(spent) == Cost(nano_rho=6 * 20_187_132)


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
