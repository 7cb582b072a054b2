import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hrd_report.escalation import ladder
from hrd_report.escalation.ladder import Ground, Standpoint
from hrd_report.records.escalations import EscalationState as State
from hrd_report.reference.load import load

CLOCKS = load().clocks
MISSED = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
EVERYTHING = Ground(member=True, has_form=True, under_dsa=True, illegal=True)


def after(days, rung="partner", ground=EVERYTHING, tried=(), reminders=0):
    here = Standpoint(rung, State.NO_RESPONSE, missed_at=MISSED, reminders=reminders)
    return [one.rung for one in ladder.proposals(here, tried, ground, CLOCKS, MISSED + days * DAY)]


def test_silence_is_chased_then_another_way_then_the_coordinator():
    assert after(0) == ["reminder"]
    assert after(1, reminders=1) == ["reminder"]
    assert after(7, reminders=2) == ["form"]
    assert after(30, reminders=2) == ["form", "coordinator"]


def test_the_ladder_goes_up_one_rung_at_a_time():
    walked, rung = ["partner"], "partner"
    while following := after(8, rung, tried=tuple(walked), reminders=2):
        rung = following[0]
        walked.append(rung)
    assert tuple(walked) == ladder.RUNGS


def test_before_its_time_the_next_way_is_announced_with_its_day():
    here = Standpoint("form", State.NO_RESPONSE, missed_at=MISSED, reminders=2)
    (one,) = ladder.proposals(here, (), EVERYTHING, CLOCKS, MISSED)
    assert (one.rung, one.at) == ("art16", MISSED + 7 * DAY)


def test_a_refusal_is_contested_inside_then_outside():
    here = Standpoint("form", State.DECIDED, refused=True)
    rungs = [one.rung for one in ladder.proposals(here, (), EVERYTHING, CLOCKS, MISSED)]
    assert rungs == ["complaint", "settlement"]
    granted = Standpoint("form", State.DECIDED, refused=False)
    assert ladder.proposals(granted, (), EVERYTHING, CLOCKS, MISSED) == []


def test_where_the_law_does_not_reach_there_is_no_more_than_the_platform_itself():
    ground = Ground(member=False, has_form=True, under_dsa=False, illegal=True)
    assert ladder.open_rungs(ground) == ("form",)
    assert ladder.first(ground) == "form"
    assert after(40, "form", ground, reminders=2) == []


@given(
    st.builds(Ground, *[st.booleans()] * 4),
    st.sampled_from(ladder.RUNGS),
    st.frozensets(st.sampled_from(ladder.RUNGS)),
    st.integers(0, 90),
    st.integers(0, 2),
)
def test_no_way_is_proposed_that_is_closed_or_was_taken(ground, rung, tried, days, reminders):
    found = after(days, rung, ground, tried, reminders)
    ways = [one for one in found if one != ladder.REMINDER]
    assert set(ways) <= set(ladder.open_rungs(ground)) - tried - {rung}
    assert all(ladder.RUNGS.index(one) > ladder.RUNGS.index(rung) for one in ways)
