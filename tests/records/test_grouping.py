"""Many works end in one commit; each is kept or refused on its own, and none is told too early."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from records.kept_rows import Opened, keep_team
from sqlalchemy import NullPool, create_engine, event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from hrd_report.errors import StorageFull
from hrd_report.records.database import Database, open_database
from hrd_report.records.grouping import Group, Interrupted
from hrd_report.records.people import Team

CROWD = 12


@dataclass
class Crowd:
    """Works that are made to meet: the first holds its transaction until all others wait."""

    database: Database
    met: threading.Event = field(default_factory=threading.Event)

    def keep(self, *works: Callable[[Session], object]) -> list[object]:
        """Return what each work came to: its result, or what it raised."""
        begun = threading.Event()

        def first(session: Session) -> None:
            del session
            begun.set()
            self.met.wait(30)

        with ThreadPoolExecutor(len(works) + 1) as pool:
            leading = pool.submit(self.database.together, first)
            begun.wait(30)
            waiting = [pool.submit(self._told, work) for work in works]
            # Nobody can see who waits for a lock; each that does not yet would only come later.
            threading.Event().wait(0.2)
            self.met.set()
            leading.result(30)
            return [one.result(30) for one in waiting]

    def _told(self, work: Callable[[Session], object]) -> object:
        try:
            return self.database.together(work)
        except BaseException as problem:  # noqa: BLE001 - the test looks at it
            return problem


def named(name: str) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        keep_team(session, name)
        return name

    return work


def fail(session: Session) -> None:
    keep_team(session, "of a work that failed")
    session.flush()
    raise ZeroDivisionError


def kept(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(Team.name)))


@pytest.fixture
def commits(database: Database) -> list[object]:
    """Give a list that grows with each commit from now on."""
    seen: list[object] = []
    event.listen(database.engine, "commit", seen.append)
    return seen


def test_a_work_is_kept_and_its_result_handed_back(database: Database):
    assert database.together(named("first")) == "first"
    assert kept(database) == {"first"}


def test_a_work_that_fails_keeps_nothing_and_tells_its_caller(database: Database):
    with pytest.raises(ZeroDivisionError):
        database.together(fail)
    assert kept(database) == set()


@pytest.mark.sqlite
def test_works_that_meet_share_one_commit(database: Database, commits: list[object]):
    names = [f"team {number}" for number in range(CROWD)]
    assert Crowd(database).keep(*map(named, names)) == names
    assert len(commits) <= 3, "the one held open, those that met, and perhaps one that came late"
    assert kept(database) == set(names)


def test_a_work_that_fails_takes_nobody_down(database: Database):
    told = Crowd(database).keep(named("before"), fail, named("behind"))
    assert told[0] == "before"
    assert isinstance(told[1], ZeroDivisionError)
    assert told[2] == "behind"
    assert kept(database) == {"before", "behind"}


def test_a_row_that_is_there_already_refuses_one_work_only(database: Database):
    told = Crowd(database).keep(named("same"), named("same"), named("other"))
    assert sorted(type(one).__name__ for one in told) == ["IntegrityError", "str", "str"]
    assert kept(database) == {"same", "other"}
    assert any(isinstance(one, IntegrityError) for one in told)


def test_a_statement_that_breaks_the_transaction_takes_nobody_down(database: Database):
    def break_it(session: Session) -> None:
        session.execute(text("ROLLBACK"))
        session.execute(text("SELECT nothing_of_that_name"))

    told = Crowd(database).keep(named("before"), break_it, named("behind"))
    assert (told[0], told[2]) == ("before", "behind")
    assert isinstance(told[1], Exception)
    assert kept(database) == {"before", "behind"}


@pytest.mark.sqlite
def test_a_full_disk_reaches_everybody_and_nothing_is_kept(opened: Opened):
    small = open_database(opened.url)
    with small.reading() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()

    def too_much(number: int) -> Callable[[Session], None]:
        def work(session: Session) -> None:
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            for row in range(40):
                keep_team(session, f"{number}-{row:>2000}")

        return work

    told = Crowd(small).keep(*map(too_much, range(4)))
    small.close()
    assert {type(one) for one in told} == {StorageFull}
    assert kept(opened.whole) == set()


@pytest.mark.sqlite
def test_a_commit_that_fails_is_told_to_all_it_was_for(database: Database):

    def refuse(connection: object) -> None:
        del connection
        raise OperationalError("COMMIT", {}, Exception("the disk is gone"))

    crowd = Crowd(database)
    event.listen(database.engine, "commit", refuse)
    with ThreadPoolExecutor(4) as pool:
        told = [pool.submit(crowd._told, named(f"team {number}")) for number in range(4)]
    event.remove(database.engine, "commit", refuse)
    assert {type(one.result()) for one in told} == {OperationalError}
    assert kept(database) == set()


def stop(session: Session) -> None:
    del session
    raise SystemExit


@pytest.mark.sqlite
def test_a_leader_that_is_stopped_leaves_nobody_waiting_and_lies_to_nobody(database: Database):
    told = Crowd(database).keep(named("before"), stop, named("behind"))
    assert {type(one) for one in told} <= {str, SystemExit, Interrupted}
    assert kept(database) == {one for one in told if isinstance(one, str)}
    assert database.together(named("later")) == "later"


def test_what_is_told_is_durable_for_every_reader(database: Database):
    def tell_and_look(number: int) -> bool:
        name = database.together(named(f"team {number}"))
        return name in kept(database)

    with ThreadPoolExecutor(CROWD) as pool:
        assert all(pool.map(tell_and_look, range(60)))
    assert len(kept(database)) == 60


def test_a_fork_in_the_middle_of_a_group_does_not_wait_for_its_parent_s_leader():
    engine = create_engine("sqlite://", poolclass=NullPool)
    group = Group(sessionmaker(engine).begin)
    begun, over = threading.Event(), threading.Event()

    def hold(session: Session) -> None:
        del session
        begun.set()
        over.wait(60)

    with ThreadPoolExecutor(1) as pool:
        leading = pool.submit(group, hold)
        begun.wait(30)
        child = os.fork()
        if child == 0:
            os._exit(group(lambda session: session.scalar(text("SELECT 7"))))
        _, status = os.waitpid(child, 0)
        over.set()
        leading.result(30)
    assert os.waitstatus_to_exitcode(status) == 7
