"""Plans and tables that follow from others: shares, hidden countries, codes of other data sets."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import BudgetSpent
from hrd_report.records.facts import Part
from hrd_report.reference import spans
from hrd_report.statistics import derived, measurements, preview
from hrd_report.statistics.counting import count
from hrd_report.statistics.display import Figure, Status
from hrd_report.statistics.drawing import draw
from hrd_report.statistics.ledger import Cost, nano
from hrd_report.statistics.noise import rho_of
from hrd_report.statistics.plan import plan_of, rows_of, within
from hrd_report.statistics.tiers import TIERS


@pytest.mark.parametrize("size", ["M", "L", "XL", "XXL"])
def test_a_years_buckets_and_its_close_cost_no_more_than_the_year(lists, size):
    tier = TIERS[size]
    assert sum(tier.bucket.values()) + sum(tier.close.values()) == pytest.approx(1.0)
    cost = sum((plan_of(tier, part, lists).cost for part in Part), Cost())
    assert cost.nano_rho / 1e9 <= rho_of(1.0, tier.delta) + 1e-8
    assert cost.micro_epsilon == 0


@pytest.mark.parametrize(("size", "rows"), [("S", 34), ("M", 3444), ("L", 10281), ("XL", 178503)])
def test_a_release_has_as_many_rows_as_its_size_says(lists, size, rows):
    assert rows_of(plan_of(TIERS[size], Part.CLOSE, lists)) == rows


def test_a_plan_is_known_by_everything_that_decides_it(lists):
    plans = [
        plan_of(TIERS["M"], Part.CLOSE, lists),
        plan_of(TIERS["M"], Part.BUCKET, lists),
        plan_of(TIERS["M"], Part.CLOSE, lists, epsilon=0.5),
        plan_of(TIERS["M"], Part.CLOSE, lists, hidden=("SY",)),
    ]
    assert len({plan.digest for plan in plans}) == len(plans)
    assert plan_of(TIERS["M"], Part.CLOSE, lists).digest == plans[0].digest
    with pytest.raises(BudgetSpent):
        plan_of(TIERS["M"], Part.CLOSE, lists, epsilon=3)


@given(st.sampled_from("ML"), st.floats(0.0, 0.999))
def test_what_earlier_releases_took_the_close_does_not_spend_again(lists, size, share):
    plan, year = plan_of(TIERS[size], Part.CLOSE, lists), rho_of(1.0, 1e-7)
    kept = within(plan, Cost(nano_rho=nano(share * year)))
    assert kept.cost.nano_rho / 1e9 + share * year <= year + 1e-8
    fair = share <= sum(plan.tier.bucket.values())
    assert (kept.digest == plan.digest) == (kept.left == 1.0) == fair
    with pytest.raises(BudgetSpent):
        within(plan, Cost(nano_rho=nano(year)))


def test_measurements_come_back_as_they_were_kept(lists):
    plan = plan_of(TIERS["M"], Part.BUCKET, lists)
    drawing = draw(count(preview.invented(50, lists), plan.tables), plan)
    back = measurements.unpacked(measurements.packed(drawing.measured), plan)
    for one, other in zip(drawing.measured, back, strict=True):
        assert (one.table.id, one.variance) == (other.table.id, other.variance)
        assert (one.cells == other.cells).all()


def test_no_country_is_named_under_a_hundred_and_no_hidden_one_at_all(lists):
    plan = plan_of(TIERS["L"], Part.CLOSE, lists, hidden=("DZ",))
    drawing = draw(count(preview.invented(20_000, lists), plan.tables), plan)
    named = {one.code for one in drawing.figures if one.table == "country" and one.value}
    assert named
    assert "DZ" not in {one.code for one in drawing.figures if one.table == "country"}
    assert all(one.value >= 100 for one in drawing.figures if one.table == "country" and one.value)
    crossed = {
        one.code.split("*")[1]
        for one in drawing.figures
        if one.table == "threat*country" and one.value
    }
    assert crossed <= named


def shown(table, code, value, half=20):
    return Figure(table, code, value, value - half, value + half, Status.OK)


def test_what_named_countries_leave_over_stands_with_the_region(lists):
    figures = [
        shown("region", "northern_africa", 900),
        shown("country", "DZ", 500),
        shown("country", "EG", 250),
        *(shown("region", code, 12) for code in lists["region"].codes if code != "northern_africa"),
    ]
    left = {
        one.code: one
        for one in derived.other_countries(figures, lists["country"], lists["region"].codes, 40)
    }
    assert left["northern_africa"].value == 150
    assert left["northern_africa"].upper - left["northern_africa"].value == 34
    assert left["polynesia"].status is Status.BELOW_THRESHOLD


def test_threats_are_told_in_the_categories_of_the_dsa_database(lists):
    figures = [shown("threat", code, 100) for code in lists["threat"].codes]
    codes = lists["dsa_category"].codes
    found = {
        one.code: one
        for one in derived.folded("dsa_category", lists["threat"].into, codes, figures, 17)
    }
    assert found["outside"].value == 200
    assert found["STATEMENT_CATEGORY_CYBER_VIOLENCE"].value == 100
    assert sum(one.value for one in found.values()) == 900


@pytest.mark.parametrize(
    ("total", "size", "names"),
    [
        (None, "S", ["2026"]),
        (999, "S", ["2026"]),
        (1_000, "M", ["2026-H1", "2026-H2"]),
        (20_000, "L", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        (300_000, "XL", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        (1_000_000, "XXL", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
    ],
)
def test_a_year_is_cut_by_the_total_that_was_published(total, size, names):
    assert spans.size_of(total) == size
    stretches = spans.stretches(2026, size)
    assert [one.name for one in stretches] == names
    assert (stretches[0].first.month, stretches[-1].last.month) == (1, 12)
    for one, other in itertools.pairwise(stretches):
        assert (other.first - one.last).days == 1
