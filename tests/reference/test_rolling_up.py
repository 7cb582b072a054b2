"""What findings on actions add up to: a proposal, by a rule that can be said aloud."""

from hypothesis import given
from hypothesis import strategies as st

from hrd_report.reference.rolling_up import proposed

ACTIONS = ("8.1", "8.2", "8.3")
values = st.sampled_from(["met", "partly", "not_met", "unknown", "not_applicable"])


def of(*found):
    return proposed(ACTIONS, zip(ACTIONS, found, strict=False))


def test_nobody_judged_so_nothing_is_proposed():
    assert of() is None


def test_met_needs_every_action_that_applies():
    assert of("met", "met", "met") == of("met", "not_applicable", "met") == "met"
    assert of("met", "met") == of("met", "unknown", "met") == "unknown"


def test_one_that_failed_among_others_makes_it_partly_met_and_nothing_else_not_met():
    assert of("not_met", "met", "met") == of("partly") == of("not_met", "partly") == "partly"
    assert of("not_met") == of("not_met", "unknown", "not_applicable") == "not_met"


def test_what_applies_nowhere_does_not_apply():
    assert of("not_applicable", "not_applicable", "not_applicable") == "not_applicable"
    assert of("not_applicable") == "unknown"


@given(st.lists(values, min_size=1, max_size=3), st.randoms())
def test_the_order_of_the_actions_does_not_matter(found, random):
    pairs = list(zip(ACTIONS, found, strict=False))
    mixed = list(pairs)
    random.shuffle(mixed)
    assert proposed(ACTIONS, pairs) == proposed(ACTIONS, mixed)


@given(st.lists(values, min_size=3, max_size=3))
def test_nothing_looks_better_than_its_best_action_or_worse_than_its_worst(found):
    proposal = of(*found)
    assert proposal != "met" or set(found) <= {"met", "not_applicable"}
    assert proposal != "not_met" or not {"met", "partly"} & set(found)
