"""Readers see a snapshot, writers take turns, a failure keeps nothing, a full disk says so."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress

import pytest
from records.kept_rows import Opened, keep_case, keep_team
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from hrd_report.errors import StorageFull
from hrd_report.records import cases
from hrd_report.records.beside import beside
from hrd_report.records.cases import Case
from hrd_report.records.database import Database, open_database
from hrd_report.records.people import Team


def names(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(Team.name)))


def test_what_a_block_wrote_is_kept_when_it_ends_well(database: Database):
    with database.writing() as session:
        keep_team(session)
    assert names(database) == {"first"}


def write_and_fail(database: Database) -> None:
    with database.writing() as session:
        keep_team(session)
        raise ZeroDivisionError


def test_nothing_of_a_block_that_failed_is_kept(database: Database):
    with pytest.raises(ZeroDivisionError):
        write_and_fail(database)
    assert names(database) == set()


class Broken(Exception):
    """A fault in a block."""


def undone_when(database: Database, work: Callable[[Session], object]) -> bool:
    """Whether what was made beside a block that does a work is undone; a fault ends here."""
    undone: list[bool] = []
    made = beside(database.writing, lambda: undone.append(True))
    with suppress(Broken, SQLAlchemyError), made as session:
        work(session)
    return bool(undone)


def fails(session: Session) -> None:
    keep_team(session)
    raise Broken


def is_refused_at_its_end(session: Session) -> None:
    session.add(Team(id=b"?", name="nobody", kid=b"unknown"))


def test_what_was_made_beside_a_block_is_undone_where_nothing_was_kept(database: Database):
    assert undone_when(database, fails)
    assert undone_when(database, is_refused_at_its_end)
    assert names(database) == set()
    assert not undone_when(database, keep_team)
    assert names(database) == {"first"}


def test_what_was_made_is_undone_too_where_no_block_can_begin():
    undone: list[bool] = []

    def closed() -> AbstractContextManager[Session]:
        raise Broken

    with pytest.raises(Broken), beside(closed, lambda: undone.append(True)):
        pass
    assert undone == [True]


def test_where_the_line_breaks_once_all_was_kept_nothing_beside_it_is_undone(database: Database):
    def breaks(_: Session) -> None:
        raise OperationalError("COMMIT", None, ConnectionError())

    def is_cut_off(session: Session) -> None:
        event.listen(session, "after_commit", breaks)
        keep_team(session)

    assert not undone_when(database, is_cut_off)
    assert names(database) == {"first"}


def test_a_reader_does_not_hold_a_writer_up(database: Database):
    with database.writing() as session:
        keep_team(session)
    with database.reading() as reader:
        before = reader.scalars(select(func.count()).select_from(Team)).one()
        with database.writing() as writer:
            keep_team(writer, "second")
    assert before == 1
    assert names(database) == {"first", "second"}


def test_a_writer_does_not_hold_a_reader_up(database: Database):
    with database.writing() as session:
        keep_team(session)
        assert names(database) == set()


def test_writers_take_turns_and_none_is_lost(database: Database):
    with database.writing() as session:
        case = keep_case(session, keep_team(session), version=0)

    def add_one(_: int) -> None:
        with database.writing() as session:
            row = session.scalars(cases.case(case.id).with_for_update()).one()
            row.version += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(40)))
    with database.reading() as session:
        assert session.get(Case, case.id).version == 40


@pytest.mark.sqlite
def test_a_second_writer_waits_for_the_first(opened: Opened):
    entered = threading.Event()

    def write_too() -> float:
        entered.set()
        with opened.whole.writing() as session:
            keep_team(session, "second")
            return time.monotonic()

    with ThreadPoolExecutor(1) as pool:
        with opened.whole.writing() as session:
            keep_team(session)
            later = pool.submit(write_too)
            entered.wait(5)
            time.sleep(0.2)
            done = time.monotonic()
        assert later.result(30) > done
    assert names(opened.whole) == {"first", "second"}


def test_a_connection_survives_what_it_is_handed_from_thread_to_thread(database: Database):
    def write(number: int) -> None:
        with database.writing() as session:
            keep_team(session, f"team {number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(12)))
    assert len(names(database)) == 12


def write_much(database: Database) -> None:
    with database.writing() as session:
        keep_team(session)
        for number in range(200):
            keep_team(session, f"{number:>2000}")


@pytest.mark.sqlite
def test_a_full_disk_is_told_and_leaves_nothing_half_written(opened: Opened):
    small = open_database(opened.url)
    with small.reading() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StorageFull):
        write_much(small)
    assert names(opened.whole) == set()
    small.close()


@pytest.mark.postgresql
def test_what_postgresql_says_of_a_full_disk_is_understood(opened: Opened):
    full = text("DO $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$")
    with pytest.raises(StorageFull), opened.whole.writing() as session:
        session.execute(full)


@pytest.mark.sqlite
def test_sqlite_is_opened_for_durability(opened: Opened):
    with opened.whole.reading() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }
