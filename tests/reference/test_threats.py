from hypothesis import given
from hypothesis import strategies as st

from hrd_report.reference.load import load
from hrd_report.reference.threats import severity_after

REFERENCE = load()
effects = st.lists(st.sampled_from([one.effect for one in REFERENCE.severity_modifiers]))


@given(st.integers(1, 4), effects)
def test_a_severity_stays_between_critical_and_low(default, moved):
    assert 1 <= severity_after(default, moved) <= 4


@given(st.integers(1, 4), effects)
def test_a_circumstance_that_worsens_never_lowers_the_severity(default, moved):
    assert severity_after(default, [*moved, -1]) <= severity_after(default, moved)


def test_one_circumstance_moves_by_one():
    assert severity_after(3, [-1]) == 2
    assert severity_after(3, [1]) == 4
    assert severity_after(3, []) == 3


def test_doxing_is_both_harassment_and_a_matter_of_data_protection():
    categories = [one.category for one in REFERENCE.subtype("doxing.contact_location").dsa]
    assert categories == [
        "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    ]


def test_the_womens_category_stands_apart_and_is_never_the_default():
    women = "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN"
    apart = {one.category for subtype in REFERENCE.subtypes for one in subtype.dsa_women}
    assert apart == {women}


def test_intimate_images_are_asked_for_by_hash_only():
    for name in ("harassment.ncii", "harassment.synthetic_intimate"):
        subtype = REFERENCE.subtype(name)
        assert "image_hash" in subtype.evidence or "statement" in subtype.evidence
        assert "screenshot" not in subtype.evidence
        assert subtype.caution is not None
