"""Each row of the table is tried on its own: it can speak, and only when all it names is seen."""

import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import NotFound
from hrd_report.reference import signs
from hrd_report.reference.load import load
from hrd_report.reference.suggestions import STRENGTH, CaseFacts, firing, suggest

REFERENCE = load()
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)
LATE, SOON = 400 * HOUR, HOUR
QUIET = CaseFacts(platform="reddit", critical=False, waited=HOUR, account_needed=False)
"""A case at a platform of which little is known, that runs as it should."""

REFUSED = frozenset({"refused"})
EXAMPLES = {
    ("clock", "acknowledgement_missing"): {"waited": LATE},
    ("clock", "acknowledgement_late"): {"waited": LATE, "acknowledged_after": LATE},
    ("clock", "acknowledgement_in_time"): {"acknowledged_after": SOON},
    ("clock", "decision_missing"): {"waited": LATE, "acknowledged_after": SOON},
    ("clock", "decision_late"): {"decided_after": LATE},
    ("clock", "decision_in_time"): {"decided_after": SOON},
    ("clock", "critical"): {"critical": True},
    ("clock", "critical_unanswered"): {"critical": True, "waited": 3 * HOUR},
    ("clock", "silent"): {"ended": "no_response"},
    ("answer", "granted"): {"results": frozenset({"granted"})},
    ("answer", "partly"): {"results": frozenset({"partly"})},
    ("answer", "refused"): {"results": REFUSED},
    ("answer", "refused_without_reasons"): {"results": REFUSED, "reasons_given": False},
    ("answer", "refused_without_appeal"): {"results": REFUSED, "appeal_offered": False},
    ("answer", "reasons_given"): {"reasons_given": True},
    ("answer", "upheld"): {"ended": "upheld"},
    ("answer", "overturned"): {"ended": "overturned"},
    ("answer", "undeliverable"): {"ended": "failed"},
    ("language", "union"): {"language": "fr"},
    ("language", "outside_union"): {"language": "ti"},
    ("language", "read"): {"reviewer_reads_language": True},
    ("language", "unread"): {"reviewer_reads_language": False},
}
"""For each sign of a case, what the case must know. Signs of a platform are the directory's."""


def examples(dimension, sign):
    """Return the facts under which a sign is seen, in the directory as it is."""
    if dimension == "threat":
        return [{"threats": frozenset({sign})}]
    if dimension in ("platform", "programme"):
        alone = {"account_needed": None}
        return [
            {"platform": one.id, **alone}
            for one in REFERENCE.platforms
            if sign in signs.seen(known(platform=one.id, **alone), one, REFERENCE.clocks)[dimension]
        ]
    return [EXAMPLES[dimension, sign]]


def known(**facts):
    return dataclasses.replace(QUIET, **facts)


def said(**facts):
    return {one.step: (one.finding, one.reason_id) for one in suggest(known(**facts), REFERENCE)}


def speaks(rule, facts):
    return rule in firing(facts, REFERENCE)


def together(rule, *, without=None):
    """Return the facts of every way to see all that a rule names, or all but one dimension.

    Where no dimension of the directory is left, the case may lie at any platform.
    """
    named = [
        [facts for sign in wanted for facts in examples(dimension, sign)]
        for dimension, wanted in rule.when.items()
        if dimension != without
    ]
    if without in ("platform", "programme"):
        named.append([{"platform": one.id} for one in REFERENCE.platforms])
    for parts in itertools.product(*named):
        yield known(**{name: value for part in parts for name, value in part.items()})


def test_there_is_an_example_of_every_sign_and_it_is_seen():
    for dimension, names in signs.KNOWN.items():
        for sign in names:
            found = examples(dimension, sign)
            assert found, (dimension, sign)
            facts = known(**found[0])
            platform = REFERENCE.platform(facts.platform)
            assert sign in signs.seen(facts, platform, REFERENCE.clocks)[dimension]


@pytest.mark.parametrize("rule", REFERENCE.rules, ids=lambda rule: rule.id)
def test_a_rule_speaks_whenever_all_it_names_is_seen(rule):
    ways = list(together(rule))
    assert ways
    assert all(speaks(rule, facts) for facts in ways)


@pytest.mark.parametrize("rule", REFERENCE.rules, ids=lambda rule: rule.id)
def test_a_rule_is_silent_where_one_thing_it_names_is_missing(rule):
    for dimension in rule.when:
        assert not all(speaks(rule, facts) for facts in together(rule, without=dimension)), (
            dimension
        )


@pytest.mark.parametrize("rule", REFERENCE.rules, ids=lambda rule: rule.id)
def test_a_rule_is_heard_once_what_tells_more_is_put_aside(rule):
    facts = next(together(rule))
    others = {one.id for one in REFERENCE.rules} - {rule.id}
    (alone,) = suggest(facts, REFERENCE, without=others)
    assert (alone.step, alone.finding, alone.reason_id) == (rule.step, rule.finding, rule.id)
    assert rule.id not in {one.reason_id for one in suggest(facts, REFERENCE, without={rule.id})}


@pytest.mark.parametrize("rule", REFERENCE.rules, ids=lambda rule: rule.id)
def test_a_rule_says_why_in_a_whole_sentence_and_asks_where_something_failed(rule):
    assert rule.reason.endswith(".")
    assert rule.request is not None or rule.finding == "met"
    assert all(action.startswith(f"{rule.step}.") for action in rule.actions)


def test_every_step_has_a_rule():
    assert {rule.step for rule in REFERENCE.rules} == {step.id for step in REFERENCE.steps}


def test_no_acknowledgement_in_time_speaks_against_step_8():
    assert "8" not in said(waited=24 * HOUR)
    assert said(waited=24 * HOUR + SECOND)["8"] == ("not_met", "never_acknowledged")


def test_a_critical_notice_has_a_clock_of_two_hours():
    assert "5" not in said(critical=True, waited=2 * HOUR)
    assert said(critical=True, waited=2 * HOUR + SECOND)["5"] == ("not_met", "urgent_unanswered")
    answered = {"waited": 30 * HOUR, "answered_after": HOUR, "acknowledged_after": HOUR}
    assert "5" not in said(critical=True, **answered)


def test_a_missing_reason_counts_only_in_a_refusal():
    assert said(reasons_given=False, appeal_offered=False) == said()


def test_what_the_case_found_out_about_accounts_outweighs_the_directory():
    assert said(platform="weibo", account_needed=None)["8"][1] == "account_required"
    assert "8" not in said(platform="weibo", account_needed=False)


def test_an_unknown_platform_is_not_found():
    with pytest.raises(NotFound):
        suggest(known(platform="nowhere"), REFERENCE)


spans = st.timedeltas(min_value=dt.timedelta(), max_value=dt.timedelta(days=60))
perhaps = st.none() | st.booleans()
facts = st.builds(
    CaseFacts,
    platform=st.sampled_from([platform.id for platform in REFERENCE.platforms]),
    critical=st.booleans(),
    waited=spans,
    acknowledged_after=st.none() | spans,
    answered_after=st.none() | spans,
    decided_after=st.none() | spans,
    results=st.frozensets(st.sampled_from(["granted", "partly", "refused", "open", "silence"])),
    ended=st.sampled_from([None, "no_response", "upheld", "overturned", "failed"]),
    reasons_given=perhaps,
    appeal_offered=perhaps,
    reviewer_reads_language=perhaps,
    account_needed=perhaps,
    threats=st.frozensets(st.sampled_from([threat.id for threat in REFERENCE.threats])),
    language=st.sampled_from(["", "fr", "ti", "pt-BR"]),
)


@given(facts, st.frozensets(st.sampled_from([rule.id for rule in REFERENCE.rules])))
def test_each_step_gets_at_most_one_suggestion_and_none_that_was_put_aside(case, aside):
    found = suggest(case, REFERENCE, without=aside)
    steps = [one.step for one in found]
    assert steps == sorted(set(steps), key=int)
    assert aside.isdisjoint(one.reason_id for one in found)


@given(facts, spans)
def test_more_silence_never_looks_better(case, longer):
    def strength(facts):
        answers = {one.step: one.finding for one in suggest(facts, REFERENCE)}
        return {step: STRENGTH.index(finding) for step, finding in answers.items()}

    before = strength(case)
    after = strength(dataclasses.replace(case, waited=case.waited + longer))
    assert all(after.get(step, 99) <= rank for step, rank in before.items())
