"""The severity matrix and the marking of cases: data with a shape, rules that only get stricter."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.reference import handling, severity
from hrd_report.reference.load import load
from hrd_report.reference.reading import BrokenReference

REFERENCE = load()
AXES, HANDLING = REFERENCE.severity_axes, REFERENCE.handling
subtypes = st.sampled_from(REFERENCE.subtypes)
circumstances = st.sets(st.sampled_from([one.id for one in REFERENCE.severity_modifiers]))
tlp, pap = (
    st.sampled_from([one.id for one in levels]) | st.text(max_size=5)
    for levels in (HANDLING.tlp, HANDLING.pap)
)
doings = st.sampled_from([one.id for one in HANDLING.doings])


def propose(found, chosen=()):
    return severity.propose(found, chosen, REFERENCE.severity_modifiers, AXES)


@given(subtypes)
def test_without_circumstances_a_case_has_the_severity_of_its_subtype(one):
    found = propose([one])
    assert (found.level, found.impact, found.gravest) == (one.severity, one.severity, one)


@given(st.lists(subtypes, min_size=1), circumstances)
def test_a_proposal_says_the_very_cell_and_what_led_there(named, chosen):
    found = propose(named, chosen)
    assert found.level == AXES.level(found.impact, found.likelihood, found.exposure)
    assert {one.id for one in found.moved} == chosen
    assert found.gravest.severity == min(one.severity for one in named)


def test_a_cell_that_is_milder_where_something_is_graver_stops_the_start():
    row = AXES.matrix[1]
    for levels in ((3, 3, 3, 4), (1, 2, 4, 3), (1, 2, 3)):
        mended = (AXES.matrix[0], replace(row, levels=levels), *AXES.matrix[2:])
        with pytest.raises(BrokenReference):
            severity.check(replace(AXES, matrix=mended), [1, 2, 3, 4])
    with pytest.raises(BrokenReference):
        severity.check(replace(AXES, matrix=AXES.matrix[1:]), [1, 2, 3, 4])


@given(tlp, pap, doings)
def test_nothing_is_freer_than_either_marking_says(red, green, doing):
    found = handling.verdict(HANDLING, tlp=red, pap=green, doing=doing)
    alone = [
        handling.verdict(HANDLING, tlp=red, pap="clear", doing=doing).rule,
        handling.verdict(HANDLING, tlp="clear", pap=green, doing=doing).rule,
    ]
    assert found.rule in alone
    assert ("no" in alone) is (found.rule == "no")
    assert bool(found.because) is (found.rule != "free")


@given(st.text(), doings)
def test_an_unknown_marking_counts_as_the_strictest(name, doing):
    if name not in {one.id for one in HANDLING.tlp}:
        red = handling.verdict(HANDLING, tlp="red", pap="clear", doing=doing)
        assert handling.verdict(HANDLING, tlp=name, pap="clear", doing=doing) == red


def test_red_goes_to_nobody_outside_and_to_a_platform_only_with_a_second_person():
    for doing in ("partner", "community", "public"):
        assert not handling.may(HANDLING, tlp="red", pap="clear", doing=doing, second=True)
    assert not handling.may(HANDLING, tlp="red", pap="clear", doing="notice")
    assert handling.may(HANDLING, tlp="red", pap="clear", doing="notice", second=True)
    assert not handling.may(HANDLING, tlp="clear", pap="red", doing="notice", second=True)


def test_a_freer_level_never_allows_less():
    levels = (replace(HANDLING.tlp[0], rules={}), *HANDLING.tlp[1:])
    with pytest.raises(BrokenReference):
        handling.check(replace(HANDLING, tlp=levels))
