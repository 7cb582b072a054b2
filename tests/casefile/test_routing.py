"""The first rule that fits decides, nothing else does, and every report has exactly one answer."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.casefile.routing import Rule, Told, never_reached, route

EAST, WEST, NORTH = b"east", b"west", b"north"
LANGUAGES, THREATS, COUNTRIES = ("fr", "en", "ar"), ("doxing", "harassment"), ("FR", "BY")

reports = st.builds(
    Told,
    language=st.sampled_from(LANGUAGES),
    threats=st.frozensets(st.sampled_from(THREATS)),
    country=st.none() | st.sampled_from(COUNTRIES),
)
rules = st.builds(
    Rule,
    team_id=st.sampled_from((EAST, WEST, NORTH)),
    language=st.none() | st.sampled_from(LANGUAGES),
    threat=st.none() | st.sampled_from(THREATS),
    country=st.none() | st.sampled_from(COUNTRIES),
)


def every_report() -> list[Told]:
    sets = [frozenset[str](), *(frozenset({one}) for one in THREATS), frozenset(THREATS)]
    return [
        Told(language=language, threats=threats, country=country)
        for language, threats, country in product(LANGUAGES, sets, (None, *COUNTRIES))
    ]


@pytest.mark.parametrize("language", [None, *LANGUAGES])
@pytest.mark.parametrize("threat", [None, *THREATS])
@pytest.mark.parametrize("country", [None, *COUNTRIES])
def test_a_rule_takes_what_fits_each_of_its_conditions(language, threat, country):
    rule = Rule(team_id=EAST, language=language, threat=threat, country=country)
    for told in every_report():
        wanted = (
            (language is None or told.language == language)
            and (threat is None or threat in told.threats)
            and (country is None or told.country == country)
        )
        assert (route([rule], told) == EAST) is wanted, told


def test_no_rule_decides_nothing():
    assert route([], Told(language="fr")) is None


def test_the_first_of_two_that_fit_decides():
    french, everything = Rule(team_id=EAST, language="fr"), Rule(team_id=WEST)
    assert route([french, everything], Told(language="fr")) == EAST
    assert route([everything, french], Told(language="fr")) == WEST
    assert route([french, everything], Told(language="ar")) == WEST


def test_a_sealed_report_meets_only_rules_of_language():
    told = Told(language="fr")
    by_threat = Rule(team_id=EAST, language="fr", threat="doxing")
    by_country = Rule(team_id=WEST, language="fr", country="BY")
    assert route([by_threat, by_country, Rule(team_id=NORTH, language="fr")], told) == NORTH


@given(st.lists(rules), reports)
def test_the_answer_is_of_a_rule_that_fits_and_of_none_before_it(table, told):
    answer = route(table, told)
    fitting = [one for one in table if one.takes(told)]
    assert answer == (fitting[0].team_id if fitting else None)


@given(st.lists(rules), rules, reports)
def test_a_rule_added_at_the_end_changes_no_answer_that_stood(table, last, told):
    before = route(table, told)
    after = route([*table, last], told)
    assert after == before if before is not None else after in {None, last.team_id}


@given(st.lists(rules), reports)
def test_a_rule_that_is_never_reached_can_be_left_out(table, told):
    useless = never_reached(table)
    left = [one for place, one in enumerate(table) if place not in useless]
    assert route(left, told) == route(table, told)


@given(rules, rules)
def test_one_rule_covers_another_exactly_when_it_takes_all_of_its_reports(wide, narrow):
    takes_all = all(wide.takes(told) for told in every_report() if narrow.takes(told))
    assert wide.covers(narrow) is takes_all


def test_what_no_report_can_reach_is_named():
    table = [Rule(team_id=EAST), Rule(team_id=WEST, language="fr")]
    assert never_reached(table) == {1}
    assert never_reached(table[::-1]) == frozenset()
