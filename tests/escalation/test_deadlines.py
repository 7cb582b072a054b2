import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hrd_report.escalation.deadlines import (
    Facts,
    acknowledgement_due,
    decision_due,
    next_due,
    open_deadlines,
)
from hrd_report.reference.load import load

CLOCKS = load().clocks
SENT = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
hours = st.integers(0, 24 * 40).map(lambda count: count * HOUR)


def test_a_notice_is_due_in_a_day_and_in_three():
    facts = Facts(SENT, critical=False)
    assert acknowledgement_due(facts, CLOCKS) == SENT + 24 * HOUR
    assert decision_due(facts, CLOCKS) == SENT + 72 * HOUR


def test_a_critical_one_in_two_hours_and_in_a_day():
    facts = Facts(SENT, critical=True)
    assert acknowledgement_due(facts, CLOCKS) == SENT + 2 * HOUR
    assert decision_due(facts, CLOCKS) == SENT + 24 * HOUR


@given(st.booleans())
def test_the_earliest_deadline_is_the_next(critical):
    facts = Facts(SENT, critical)
    due = next_due(facts, CLOCKS)
    assert due is not None
    assert due.at == min(one.at for one in open_deadlines(facts, CLOCKS))
    assert due.kind == "acknowledgement"


@given(st.booleans(), hours, hours, st.integers(4, 200))
def test_a_fact_that_is_added_never_moves_the_next_deadline_back(critical, first, second, days):
    sent = Facts(SENT, critical)
    acknowledged = replace(sent, acknowledged_at=SENT + first)
    decided = replace(acknowledged, decided_at=SENT + first + second, appeal_days=days)
    walk = [next_due(facts, CLOCKS) for facts in (sent, acknowledged, decided)]
    moments = [due.at for due in walk if due is not None]
    assert moments == sorted(moments)
    assert len(moments) == 3


@given(hours)
def test_whoever_confirms_late_has_the_whole_time_from_then_on(after):
    facts = Facts(SENT, critical=False, acknowledged_at=SENT + after)
    due = decision_due(facts, CLOCKS)
    assert due > facts.acknowledged_at
    assert due == (SENT if after < 72 * HOUR else facts.acknowledged_at) + 72 * HOUR


def test_nothing_is_due_after_a_decision_that_cannot_be_appealed():
    assert next_due(Facts(SENT, critical=False, decided_at=SENT + HOUR), CLOCKS) is None
