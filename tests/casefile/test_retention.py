"""When a case that is over ends: pure rules, and nothing that somebody works on is ever reached."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hrd_report.casefile import retention, states
from hrd_report.records.cases import OVER, Case, CaseState, Due, ReportState, Urgency

KEPT = {"resolved": 200, "closed": 365, "rejected": 90, "unreadable": 90}
DAY = dt.date(2026, 11, 21)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1))


def case(state: CaseState = CaseState.CLOSED, **columns: object) -> Case:
    return Case(
        id=b"i" * 16,
        number="K7Q-2M4",
        kid=b"k" * 16,
        team_id=b"t" * 16,
        state=state,
        urgency=Urgency.NORMAL,
        language="fr",
        received_day=DAY,
        due=Due.NOTHING,
        **columns,
    )


@given(st.sampled_from(CaseState), st.sampled_from(ReportState))
def test_only_what_is_over_ever_ends_by_itself(state, report):
    kept = retention.days(state, report, KEPT)
    assert (kept is not None) == (state in OVER)


def test_of_a_closed_case_what_became_of_its_report_counts_first():
    closed = CaseState.CLOSED
    assert retention.days(closed, ReportState.ACCEPTED, KEPT) == 365
    assert retention.days(closed, ReportState.REJECTED, KEPT) == 90
    assert retention.days(CaseState.RESOLVED, ReportState.REJECTED, KEPT) == 200
    assert retention.days(closed, ReportState.ACCEPTED, {}) is None


@given(DAYS, DAYS, st.none() | DAYS, st.integers(60, 400))
def test_nothing_is_erased_before_its_end_nor_without_thirty_days_of_warning(
    since, today, warned, kept
):
    one = case(state_day=since, warned_day=warned)
    end = retention.ends_on(one, kept)
    if retention.is_to_erase(one, end, today):
        assert today >= since + dt.timedelta(days=kept)
        assert warned is not None
        assert today >= warned + dt.timedelta(days=30)
        assert not retention.is_to_warn(one, end, today)
    if retention.is_to_warn(one, end, today):
        assert today >= end - dt.timedelta(days=30)


@given(DAYS, st.integers(60, 400))
def test_day_by_day_it_is_warned_once_and_erased_thirty_days_later(since, kept):
    one = case(state_day=since)
    end = retention.ends_on(one, kept)
    warned, erased = [], []
    for number in range(kept + 5):
        today = since + dt.timedelta(days=number)
        if retention.is_to_warn(one, end, today):
            one.warned_day = today
            warned.append(today)
        if retention.is_to_erase(one, end, today):
            erased.append(today)
    assert warned == [end - dt.timedelta(days=30)]
    assert erased[0] == end == retention.announced(end, warned[0])


def test_a_hold_and_an_unknown_beginning_stop_the_clock():
    assert retention.ends_on(case(state_day=DAY, held=True), 90) is None
    assert retention.ends_on(case(), 90) is None


def test_a_warning_of_a_clock_that_ran_ahead_counts_for_nothing():
    one = case(state_day=DAY, warned_day=DAY + dt.timedelta(days=900))
    end = retention.ends_on(one, 90)
    assert not retention.is_to_erase(one, end, DAY + dt.timedelta(days=200))
    assert retention.is_to_warn(one, end, DAY + dt.timedelta(days=200))


def test_moving_on_forgets_a_warning_and_starts_anew():
    one = case(state_day=DAY, warned_day=DAY)
    states.put(one, CaseState.IN_PROGRESS, DAY + dt.timedelta(days=9))
    assert (one.state_day, one.warned_day) == (DAY + dt.timedelta(days=9), None)
    states.put(one, CaseState.IN_PROGRESS, DAY + dt.timedelta(days=19))
    assert one.state_day == DAY + dt.timedelta(days=9)
