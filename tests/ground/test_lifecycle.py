"""A lifecycle allows what its table says to those it names, and nothing else."""

import enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import IllegalTransition
from hrd_report.lifecycle import Lifecycle, Step, steps


class State(enum.Enum):
    NEW = "new"
    OPEN = "open"
    DONE = "done"
    NEVER = "never"


TABLE = Lifecycle(
    "thing",
    State.NEW,
    (
        *steps([(State.NEW, State.OPEN)], "program"),
        *steps([(State.OPEN, State.DONE), (State.DONE, State.OPEN)], "lead", needs=["reason"]),
        Step(State.OPEN, State.DONE, frozenset({"caseworker"})),
    ),
)
WHO = ("program", "lead", "caseworker", "nobody")


def test_a_step_of_the_table_is_allowed_to_whom_it_names():
    assert TABLE.step(State.NEW, State.OPEN, "program").needs == frozenset()
    assert TABLE.step(State.OPEN, State.DONE, "lead").needs == {"reason"}
    assert TABLE.step(State.OPEN, State.DONE, "caseworker").needs == frozenset()


@given(st.sampled_from(State), st.sampled_from(State), st.sampled_from(WHO))
def test_only_steps_of_the_table_are_allowed(before: State, after: State, who: str):
    listed = any(
        one.before is before and one.after is after and who in one.who for one in TABLE.steps
    )
    if listed:
        assert TABLE.step(before, after, who).after is after
    else:
        with pytest.raises(IllegalTransition):
            TABLE.step(before, after, who)
    assert (after in TABLE.following(before, who)) is listed


def test_a_refusal_names_states_and_role_only():
    with pytest.raises(IllegalTransition, match="thing: done to new by lead"):
        TABLE.step(State.DONE, State.NEW, "lead")


def test_what_follows_is_named_once_and_in_order():
    twice = Lifecycle("thing", State.NEW, (*TABLE.steps, *TABLE.steps))
    assert twice.following(State.OPEN, "lead") == (State.DONE,)


def test_states_that_no_step_reaches_are_not_counted():
    assert TABLE.states() == {State.NEW, State.OPEN, State.DONE}
