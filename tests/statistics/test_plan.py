"""What a release measures with which noise: every table once, and never more than its share."""

import pytest

from hrd_report.records.facts import Part
from hrd_report.statistics import noise
from hrd_report.statistics.plan import LAPLACE, plan_of
from hrd_report.statistics.tiers import LIGHT, TIERS

PLANS = [(size, part) for size, tier in TIERS.items() for part in Part if tier.shares(part)]


@pytest.mark.parametrize(("size", "part"), PLANS)
def test_every_table_lies_under_one_noise(lists, size, part):
    plan = plan_of(TIERS[size], part, lists)
    under = [table.id for one in plan.noises for table in plan.under(one)]
    assert under == [table.id for table in plan.tables]
    assert [one.tables for one in plan.noises] == [len(plan.under(one)) for one in plan.noises]


@pytest.mark.parametrize(("size", "part"), PLANS)
def test_all_tables_of_an_order_cost_its_share_and_no_more(lists, size, part):
    tier = TIERS[size]
    plan = plan_of(tier, part, lists)
    year = noise.rho_of(plan.epsilon, tier.delta) if tier.delta else plan.epsilon
    for order, share in tier.shares(part).items():
        cost = sum(one.loss for one in plan.noises if one.order == order)
        assert year * share * (1 - 1e-6) < cost <= year * share * (1 + 1e-12)


@pytest.mark.parametrize("size", ["M", "L", "XL"])
def test_a_light_table_has_twice_the_noise_of_others_of_its_order(lists, size):
    plan = plan_of(TIERS[size], Part.CLOSE, lists)
    full, light = (one for one in plan.noises if one.order == 2)
    assert light.scale == pytest.approx(2 * full.scale)
    assert {table.names for table in plan.under(light)} == set(LIGHT)


def test_the_smallest_size_has_one_noise_for_all(lists):
    (one,) = plan_of(TIERS["S"], Part.CLOSE, lists).noises
    assert (one.mechanism, one.weight) == (LAPLACE, 1.0)


def test_other_weights_are_another_plan(lists, monkeypatch):
    plan = plan_of(TIERS["M"], Part.CLOSE, lists)
    before = plan.digest
    monkeypatch.setattr("hrd_report.statistics.tiers._LIGHTER", 0.5)
    assert plan.digest != before
