"""The lifecycles as tables: only their steps succeed, everywhere and for everybody."""

import datetime as dt
import itertools
from pathlib import Path

import pytest
from desk.desk_house import worker
from hypothesis import given
from hypothesis import strategies as st

import hrd_report.desk
from hrd_report.desk import lifecycles
from hrd_report.desk.actions import moving
from hrd_report.errors import IllegalTransition, NotReady
from hrd_report.lifecycle import Lifecycle
from hrd_report.records import cases
from hrd_report.records.cases import OVER, CaseState, ReportState

EVERYTHING = frozenset(lifecycles.TO_END)
ROLES = (*lifecycles.STAFF, lifecycles.PROGRAM, lifecycles.DEFENDER, "analyst", "administrator")


@given(st.lists(st.tuples(st.sampled_from(CaseState), st.sampled_from(ROLES)), max_size=30))
def test_a_random_walk_follows_the_table_only(walk):
    state = lifecycles.CASE.first
    for after, role in walk:
        allowed = after in lifecycles.CASE.following(state, role)
        try:
            lifecycles.CASE.step(state, after, role)
        except IllegalTransition:
            assert not allowed
        else:
            assert allowed
            state = after


@pytest.mark.parametrize("table", [lifecycles.CASE, lifecycles.REPORT])
def test_every_state_can_be_reached_and_is_labelled(table: Lifecycle):
    labels = lifecycles.CASE_LABELS if table is lifecycles.CASE else lifecycles.REPORT_LABELS
    assert table.states() == set(type(table.first)) == set(labels)


def test_every_end_asks_for_outcome_last_word_and_consents():
    ends = [one for one in lifecycles.CASE.steps if one.after in OVER]
    assert ends
    assert all(one.needs == EVERYTHING for one in ends)


def test_nobody_but_staff_ends_a_case():
    for one in lifecycles.CASE.steps:
        if one.after in OVER:
            assert one.who == frozenset(lifecycles.STAFF)


def test_an_unreadable_report_can_come_back_and_a_duplicate_stays():
    assert ReportState.IN_TRIAGE in lifecycles.REPORT.following(ReportState.UNREADABLE, "program")
    assert lifecycles.REPORT.following(ReportState.DUPLICATE, "lead") == ()


def test_the_one_writer_takes_exactly_the_steps_of_the_table(house, file_case):
    who = worker(house, "heron")
    for before, after in itertools.product(CaseState, CaseState):
        filed = file_case(state=before)
        allowed = after in lifecycles.CASE.following(before, who.role.value)
        assert _moves(house, filed, after, who) is allowed


def _moves(house, filed, after, who) -> bool:
    with house.services.database.writing() as session:
        case = session.scalars(cases.case(filed.id)).one()
        before = case.state
        try:
            moving.move_case(
                session,
                case,
                after,
                who.role.value,
                actor=who.id,
                now=house.clock.now,
                have=EVERYTHING,
            )
        except IllegalTransition:
            assert case.state is before
            return False
        assert case.state is after
        assert (case.due_at is None) is (after in OVER)
        return True


@pytest.mark.parametrize("missing", lifecycles.TO_END)
def test_an_end_without_one_of_its_needs_is_not_taken(house, file_case, missing):
    filed = file_case(state=CaseState.IN_PROGRESS)
    with house.services.database.writing() as session:
        case = session.scalars(cases.case(filed.id)).one()
        with pytest.raises(NotReady) as refused:
            moving.move_case(
                session,
                case,
                CaseState.CLOSED,
                "lead",
                actor=None,
                now=house.clock.now,
                have=EVERYTHING - {missing},
            )
        assert refused.value.reasons == [missing]
        assert case.state is CaseState.IN_PROGRESS


def test_no_other_line_of_the_desk_writes_a_state():
    folder = Path(hrd_report.desk.__file__).parent
    writers = {path.name for path in folder.rglob("*.py") if ".state = " in path.read_text()}
    assert writers == {"moving.py"}


def test_waiting_for_the_defender_pauses_and_coming_back_starts_a_clock(house, file_case):
    filed = file_case(state=CaseState.OPEN)
    now = house.clock.now
    with house.services.database.writing() as session:
        case = session.scalars(cases.case(filed.id)).one()
        moving.move_case(session, case, CaseState.WAITING_DEFENDER, "lead", actor=None, now=now)
        assert case.due_at > now + dt.timedelta(days=6)
        moving.move_case(session, case, CaseState.IN_PROGRESS, "lead", actor=None, now=now)
        assert case.due_at < now + dt.timedelta(days=4)
