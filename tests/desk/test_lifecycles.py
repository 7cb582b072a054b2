"""The lifecycles as tables: only their steps succeed, everywhere and for everybody."""

import ast
import datetime as dt
import itertools
from pathlib import Path

import drawn_lifecycles
import pytest
from desk.desk_house import worker
from hypothesis import given
from hypothesis import strategies as st
from source_tree import program
from sqlalchemy import inspect

import hrd_report.desk
from hrd_report.casefile import lifecycles
from hrd_report.desk.actions import moving
from hrd_report.errors import IllegalTransition, NotReady
from hrd_report.lifecycle import Lifecycle
from hrd_report.records import cases
from hrd_report.records.cases import OVER, Case, CaseState, Report, ReportState
from hrd_report.records.escalations import Escalation

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


TABLES = [table for _, table, _, _ in drawn_lifecycles.SHOWN]
ROWS = {"case": Case, "report": Report, "escalation": Escalation}


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_every_state_can_be_reached_and_is_labelled(table: Lifecycle):
    labels = next(labels for _, one, labels, _ in drawn_lifecycles.SHOWN if one is table)
    assert table.states() == set(type(table.first)) == set(labels)


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_every_need_of_a_table_has_a_name(table: Lifecycle):
    names = next(needs for _, one, _, needs in drawn_lifecycles.SHOWN if one is table)
    assert {need for one in table.steps for need in one.needs} <= set(names)


@pytest.mark.parametrize("table", [one for one in TABLES if one.name in ROWS], ids=lambda t: t.name)
def test_a_row_takes_no_state_that_does_not_follow(table: Lifecycle):
    for before, after in itertools.product(type(table.first), type(table.first)):
        row = inspect(ROWS[table.name]).class_manager.new_instance()
        row.state = before
        try:
            row.state = after
        except IllegalTransition:
            assert not table.allows(before, after)
            assert row.state is before
        else:
            assert table.allows(before, after)


def test_a_row_from_the_database_is_guarded_also_before_its_state_was_read(house, file_case):
    filed = file_case(state=CaseState.OPEN)
    with house.services.database.writing() as session:
        case = session.scalars(cases.case(filed.id)).one()
        session.expire(case)
        with pytest.raises(IllegalTransition):
            case.state = CaseState.RECEIVED


def test_no_statement_writes_a_state_past_the_rows():
    calls = [
        (one.module, text)
        for one in program()
        if "state=" in one.text and "update(" in one.text
        for node in ast.walk(one.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "values"
        if any(keyword.arg == "state" for keyword in node.keywords)
        for text in (ast.unparse(node),)
        if any(f"update({name.__name__})" in text for name in ROWS.values())
    ]
    assert calls == []


def test_the_documents_show_the_tables_as_they_are():
    for name, text in drawn_lifecycles.written().items():
        assert (drawn_lifecycles.DOCS / name).read_text() == text, name


def test_the_help_pages_show_every_lifecycle_in_the_readers_language(desk):
    found = desk.get("/desk/help").text + desk.get("/desk/help/escalations").text
    for name in ("report", "case", "measure", "escalation"):
        assert f'id="{name}"' in found
    assert found.count("<svg") == len(TABLES)


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
