import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import NotFound
from hrd_report.reference.load import load
from hrd_report.reference.suggestions import STRENGTH, CaseFacts, suggest

REFERENCE = load()
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)

spans = st.timedeltas(min_value=dt.timedelta(), max_value=dt.timedelta(days=60))
perhaps = st.none() | st.booleans()
facts = st.builds(
    CaseFacts,
    platform=st.sampled_from([platform.id for platform in REFERENCE.platforms]),
    critical=st.booleans(),
    waited=spans,
    acknowledged_after=st.none() | spans,
    answered_after=st.none() | spans,
    refused=st.booleans(),
    reasons_given=perhaps,
    appeal_offered=perhaps,
    reviewer_reads_language=perhaps,
    account_needed=perhaps,
)
QUIET = CaseFacts(platform="reddit", critical=False, waited=HOUR, account_needed=False)


def said(**known):
    answers = suggest(dataclasses.replace(QUIET, **known), REFERENCE)
    return {one.step: (one.finding, one.reason_id) for one in answers}


def test_nothing_is_said_of_a_case_that_runs_as_it_should():
    assert set(said()) == {"3"}
    assert said()["3"] == ("unknown", "partner_line_unknown")


def test_no_acknowledgement_in_time_speaks_against_step_8():
    assert "8" not in said(waited=24 * HOUR)
    assert said(waited=24 * HOUR + SECOND)["8"] == ("not_met", "never_acknowledged")


def test_a_late_acknowledgement_is_half_a_channel():
    assert "8" not in said(waited=90 * HOUR, acknowledged_after=24 * HOUR)
    late = said(waited=90 * HOUR, acknowledged_after=25 * HOUR)
    assert late["8"] == ("partly", "acknowledged_late")


def test_a_critical_notice_has_a_clock_of_two_hours():
    assert said(critical=True, waited=2 * HOUR).keys() == {"3"}
    assert said(critical=True, waited=2 * HOUR + SECOND)["8"][0] == "not_met"
    assert said(critical=True, waited=2 * HOUR + SECOND)["5"] == ("not_met", "urgent_unanswered")


def test_an_answer_within_the_clock_speaks_for_the_staff():
    answered = said(critical=True, waited=30 * HOUR, answered_after=HOUR, acknowledged_after=HOUR)
    assert "5" not in answered


def test_a_refusal_without_reasons_speaks_against_channel_and_remedy():
    refusal = said(refused=True, reasons_given=False)
    assert refusal["8"] == ("not_met", "refused_silently_channel")
    assert refusal["9"] == ("not_met", "refused_silently_remedy")


def test_a_refusal_without_appeal_speaks_against_remedy():
    refusal = said(refused=True, reasons_given=True, appeal_offered=False)
    assert refusal["9"] == ("not_met", "no_appeal_route")
    assert "8" not in refusal


def test_a_missing_reason_counts_only_in_a_refusal():
    assert said(reasons_given=False, appeal_offered=False) == said()


def test_nobody_who_reads_the_language_speaks_against_local_capacity():
    assert said(reviewer_reads_language=False)["6"] == ("not_met", "language_unread")
    assert "6" not in said(reviewer_reads_language=True)


def test_rules_that_name_defenders_speak_for_the_policy():
    assert said(platform="facebook")["1"] == ("met", "defenders_named")
    assert "3" not in said(platform="facebook")


def test_a_way_only_with_an_account_is_half_a_channel():
    assert said(account_needed=True)["8"] == ("partly", "account_required")
    assert said(platform="weibo", account_needed=None)["8"] == ("partly", "account_required")
    assert "8" not in said(platform="bluesky", account_needed=None)


def test_a_partner_line_known_to_be_missing_is_not_met():
    none = dataclasses.replace(
        REFERENCE.platform("reddit"),
        partner=dataclasses.replace(REFERENCE.platform("reddit").partner, verified=True),
    )
    others = tuple(none if one.id == "reddit" else one for one in REFERENCE.platforms)
    changed = dataclasses.replace(REFERENCE, platforms=others)
    assert [(one.step, one.finding) for one in suggest(QUIET, changed)] == [("3", "not_met")]


def test_an_unknown_platform_is_not_found():
    with pytest.raises(NotFound):
        suggest(dataclasses.replace(QUIET, platform="nowhere"), REFERENCE)


@given(facts)
def test_each_step_gets_at_most_one_suggestion_in_the_order_of_the_steps(known):
    steps = [one.step for one in suggest(known, REFERENCE)]
    assert steps == sorted(set(steps), key=int)


@given(facts)
def test_every_suggestion_says_why_by_a_rule_of_the_table(known):
    for one in suggest(known, REFERENCE):
        rule = REFERENCE.rule(one.reason_id)
        assert (rule.step, rule.finding, rule.source) == (one.step, one.finding, one.source)
        assert rule.reason.endswith(".")


@given(facts)
def test_what_nobody_knows_leads_to_no_suggestion(known):
    unknown = dataclasses.replace(
        known, reasons_given=None, appeal_offered=None, reviewer_reads_language=None
    )
    assert not {"6", "9"} & {one.step for one in suggest(unknown, REFERENCE)}


@given(facts, spans)
def test_more_silence_never_looks_better(known, longer):
    def strength(case):
        answers = {one.step: one.finding for one in suggest(case, REFERENCE)}
        return {step: STRENGTH.index(finding) for step, finding in answers.items()}

    before = strength(known)
    after = strength(dataclasses.replace(known, waited=known.waited + longer))
    assert all(after.get(step, 99) <= rank for step, rank in before.items())


@given(facts)
def test_the_same_case_gets_the_same_answer(known):
    assert suggest(known, REFERENCE) == suggest(known, REFERENCE)
