import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.escalation.calendars import Calendar
from hrd_report.escalation.deadlines import (
    Facts,
    Window,
    Within,
    acknowledgement_due,
    appeal_due,
    decision_due,
    look_due,
    next_due,
    of_addressee,
    open_deadlines,
)
from hrd_report.reference.load import load

CLOCKS = load().clocks
SENT = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)  # a Saturday
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NORMAL = of_addressee(CLOCKS, critical=False)
CRITICAL = of_addressee(CLOCKS, critical=True)
SETTLEMENT = Within(5 * DAY, 90 * DAY, 90 * DAY)
BLUESKY = Window("own", days=14)
LAW = Window("dsa_complaint", months=6)
OFFICE = Calendar(ZoneInfo("Europe/Paris"), frozenset({5, 6}), frozenset({dt.date(2026, 12, 4)}))

hours = st.integers(0, 24 * 40).map(lambda count: count * HOUR)
withins = st.sampled_from([NORMAL, CRITICAL, SETTLEMENT, Within(2 * DAY, 10 * DAY, days=True)])
calendars = st.sampled_from([OFFICE, Calendar(ZoneInfo("UTC"))])


@pytest.mark.parametrize(
    ("within", "acknowledged", "decided"),
    [(NORMAL, 24 * HOUR, 72 * HOUR), (CRITICAL, 2 * HOUR, 24 * HOUR)],
)
def test_our_own_clocks_run_day_and_night(within, acknowledged, decided):
    facts = Facts(SENT, within)
    assert acknowledgement_due(facts) == SENT + acknowledged
    assert decision_due(facts) == SENT + decided


def test_whoever_has_working_days_is_given_them():
    facts = Facts(SENT, Within(1 * DAY, 10 * DAY, days=True), theirs=OFFICE)
    # From Saturday on: Monday is the day it comes in, Tuesday the first one after.
    assert acknowledgement_due(facts) == dt.datetime(2026, 11, 23, 23, tzinfo=dt.UTC)
    # The 4th of December is closed, so the tenth day is a Tuesday.
    assert decision_due(facts) == dt.datetime(2026, 12, 7, 23, tzinfo=dt.UTC)


def test_an_out_of_court_body_has_ninety_days_and_ninety_more():
    facts = Facts(SENT, SETTLEMENT)
    assert decision_due(facts) == SENT + 90 * DAY
    assert decision_due(replace(facts, extended=True)) == SENT + 180 * DAY


def test_of_two_rules_about_appeals_the_shorter_one_counts():
    facts = Facts(SENT, NORMAL, decided_at=SENT, refused=True, windows=(LAW, BLUESKY))
    assert appeal_due(facts) == SENT + 14 * DAY
    assert appeal_due(replace(facts, windows=(LAW,))) == dt.datetime(2027, 5, 21, 10, tzinfo=dt.UTC)
    assert appeal_due(replace(facts, refused=False)) is None


def test_an_appeal_that_ends_on_a_closed_day_is_due_the_working_day_before():
    # Fourteen days from Saturday is Saturday; Friday the 4th is closed, so Thursday ends it.
    facts = Facts(SENT, NORMAL, decided_at=SENT, refused=True, windows=(BLUESKY,), ours=OFFICE)
    assert appeal_due(facts) == dt.datetime(2026, 12, 3, 23, tzinfo=dt.UTC)


def test_what_was_removed_is_looked_at_again_after_thirty_days():
    facts = Facts(SENT, NORMAL, decided_at=SENT, granted=True, ours=OFFICE)
    assert look_due(facts) == dt.datetime(2026, 12, 21, 10, tzinfo=dt.UTC)
    assert look_due(replace(facts, looked_at=SENT)) is None


@given(withins, calendars, calendars)
def test_the_earliest_deadline_is_the_next(within, theirs, ours):
    facts = Facts(SENT, within, theirs=theirs, ours=ours)
    due = next_due(facts)
    assert due == min(open_deadlines(facts))
    assert due.kind == "acknowledgement"


@given(withins, calendars, hours, hours, st.integers(3, 200), st.booleans(), st.booleans())
def test_a_fact_that_is_added_never_moves_a_deadline_back(
    within, calendar, first, second, days, extended, granted
):
    sent = Facts(SENT, within, theirs=calendar, ours=calendar)
    acknowledged = replace(sent, acknowledged_at=SENT + first)
    longer = replace(acknowledged, extended=extended)
    decided = replace(
        longer,
        decided_at=SENT + first + second,
        refused=True,
        granted=granted,
        windows=(Window("own", days=days), LAW),
    )
    assert decision_due(sent) <= decision_due(acknowledged) <= decision_due(longer)
    assert next_due(sent).at <= next_due(acknowledged).at <= next_due(longer).at
    # What is owed after an answer begins with the answer.
    assert next_due(decided).at >= decided.decided_at


@given(hours)
def test_whoever_confirms_late_has_the_whole_time_from_then_on(after):
    facts = Facts(SENT, NORMAL, acknowledged_at=SENT + after)
    due = decision_due(facts)
    assert due > facts.acknowledged_at
    assert due == (SENT if after < 72 * HOUR else facts.acknowledged_at) + 72 * HOUR


def test_nothing_is_due_after_a_decision_that_cannot_be_appealed():
    assert next_due(Facts(SENT, NORMAL, decided_at=SENT + HOUR)) is None
