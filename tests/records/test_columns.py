"""Columns take what they are meant for and give it back; a row never prints itself."""

import datetime as dt

import pytest
from records.kept_rows import NOW, keep_case, keep_item, keep_team, some_id
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from hrd_report.records import cases, keys
from hrd_report.records.cases import Answered, Case, CaseState, Urgency
from hrd_report.records.database import Database
from hrd_report.records.keys import Item
from hrd_report.sealed import Sealed


def test_a_sealed_column_takes_sealed_bytes_and_nothing_else(database: Database):
    with database.writing() as session:
        item = keep_item(session, keep_case(session, keep_team(session)), blob=Sealed(b"\x00age"))
    with database.reading() as session:
        assert session.get(Item, item.id).blob == Sealed(b"\x00age")
    for slip in (b"words", "words"):
        with pytest.raises(StatementError, match="only Sealed"), database.writing() as session:
            session.get(Item, item.id).blob = slip


def test_a_moment_comes_back_in_utc(database: Database):
    there = dt.timezone(dt.timedelta(hours=5, minutes=30))
    with database.writing() as session:
        case = keep_case(session, keep_team(session), due_at=NOW.astimezone(there))
    with database.reading() as session:
        kept = session.get(Case, case.id).due_at
    assert kept == NOW
    assert kept.utcoffset() == dt.timedelta(0)


def test_a_moment_without_a_zone_is_refused(database: Database):
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="time zone"), database.writing() as session:
        session.add(Answered(id=b"1", digest=b"2", blob=Sealed(b"3"), until=naive))


def test_an_enum_is_kept_by_its_value(database: Database):
    with database.writing() as session:
        case = keep_case(session, keep_team(session), urgency=Urgency.CRITICAL)
        kept = session.execute(text('SELECT urgency, state FROM "case"')).one()
    assert tuple(kept) == ("critical", "open")
    with database.reading() as session:
        assert session.scalars(cases.case(case.id)).one().state is CaseState.OPEN


def test_a_row_does_not_print_what_it_holds(database: Database):
    with database.writing() as session:
        case = keep_case(session, keep_team(session), number="K7Q-2M4")
    assert "K7Q" not in repr(case)


def test_a_failing_statement_does_not_print_what_it_was_given(database: Database):
    with database.writing() as session:
        team = keep_team(session, "a name nobody should read in a log")
    with pytest.raises(IntegrityError) as refused, database.writing() as session:
        keep_team(session, team.name)
    assert team.name not in str(refused.value).split("[SQL")[1]
    assert "SQL parameters hidden" in str(refused.value)


def test_a_row_that_names_a_missing_one_is_refused(database: Database):
    with pytest.raises(IntegrityError), database.writing() as session:
        keep_case(session, keep_team(session), kid=some_id())


def test_selects_narrow_by_kind_of_item(database: Database):
    with database.writing() as session:
        case = keep_case(session, keep_team(session))
        note = keep_item(session, case, keys.ItemKind.NOTE)
        report = keep_item(session, case, keys.ItemKind.REPORT)
        keep_item(session, keep_case(session, keep_team(session, "second")))
    with database.reading() as session:
        every = {one.id for one in session.scalars(keys.items_of(case.id))}
        assert every == {note.id, report.id}
        only = session.scalars(keys.items_of(case.id, keys.ItemKind.REPORT)).all()
        assert [one.id for one in only] == [report.id]
