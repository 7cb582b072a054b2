import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import IllegalTransition
from hrd_report.escalation.lifecycle import ESCALATIONS, LABELS, PROGRAM, move
from hrd_report.records.escalations import Escalation, EscalationState

State = EscalationState
WHO = ("caseworker", "lead", PROGRAM, "defender", "analyst")


def escalation(state: State) -> Escalation:
    return Escalation(id=b"e", case_id=b"c", state=state, notice_item=b"n", day=None)


def test_every_state_can_be_reached_and_has_a_name():
    assert ESCALATIONS.states() == frozenset(State) == frozenset(LABELS)


@given(st.lists(st.tuples(st.sampled_from(list(State)), st.sampled_from(WHO)), max_size=12))
def test_a_walk_takes_only_steps_of_the_table(walk):
    row = escalation(State.DRAFT)
    for to, who in walk:
        before, version = row.state, row.version
        if to in ESCALATIONS.following(before, who):
            move(row, to, who)
            assert (row.state, row.version) == (to, version + 1)
        else:
            with pytest.raises(IllegalTransition):
                move(row, to, who)
            assert (row.state, row.version) == (before, version)


@pytest.mark.parametrize("late", [State.ACKNOWLEDGED, State.DECIDED])
def test_an_answer_may_come_after_silence_was_recorded(late):
    row = escalation(State.NO_RESPONSE)
    move(row, late, "caseworker")
    assert row.state is late


def test_only_the_program_says_that_something_was_sent_or_that_nobody_answered():
    for one in ESCALATIONS.steps:
        if one.after in {State.SENT, State.FAILED, State.NO_RESPONSE}:
            assert one.who == {PROGRAM}


def test_what_is_closed_stays_closed():
    assert not any(ESCALATIONS.following(State.CLOSED, who) for who in WHO)
