"""Two at two cases of one notice in one moment: nobody is thrown out, nothing leaves twice."""

import threading
from collections.abc import Callable, Iterator

import pytest
from escalation.escalated import Sheet, Work
from escalation.test_together import begun, beside, ready
from sqlalchemy import text
from sqlalchemy.orm import Session

from hrd_report.casefile import consents, erasing
from hrd_report.escalation import casefile, telling
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case, Consent
from hrd_report.records.database import insisting
from hrd_report.records.erasure import Cause

pytestmark = pytest.mark.postgresql

_WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def together(work: Work) -> tuple[Work, bytes, Sheet]:
    """Put a notice for two cases into the outbox; return the other case and its consent."""
    other = beside(work)
    work.consent()
    consent = other.consent()
    sheet = ready(begun(work, other))
    assert sheet.send().status_code == 303
    return other, consent, sheet


class Beside(threading.Thread):
    """Does something in a transaction of its own, beside the test."""

    def __init__(self, work: Work, act: Callable[[Session], object]) -> None:
        super().__init__()
        self.work, self.act, self.problem = work, act, None
        self.start()

    def run(self) -> None:
        try:
            with self.work.house.services.database.writing() as session:
                self.act(session)
        except Exception as problem:  # noqa: BLE001 - the test says what it was
            self.problem = problem

    def until_it_waits(self, session: Session) -> None:
        """Return once it stands before a lock that the test holds, or is through."""
        while self.is_alive() and not session.scalar(_WAITS):
            self.join(0.01)


def told_while(work: Work, sheet: Sheet, act: Callable[[Session], object]) -> None:
    """Tell all cases of a notice that it left, with its rows locked, while somebody else acts."""
    person, now = work.house.people["heron"].key, work.house.clock.now
    with work.house.services.database.writing() as session:
        _, row = casefile.escalation(session, sheet.id.hex(), person, change=True)
        thread = Beside(work, act)
        thread.until_it_waits(session)
        telling.tell(session, row, telling.news(row, "escalation_sent", now))
        session.flush()
    thread.join()
    assert thread.problem is None


def test_news_for_a_case_and_a_withdrawal_there_do_not_throw_each_other_out(work: Work):
    other, consent, sheet = together(work)
    now = work.house.clock.now

    def withdraw(session: Session) -> None:
        consents.withdraw(session, session.get_one(Consent, consent), now=now)

    told_while(work, sheet, withdraw)
    assert sheet.state == "stopped"
    assert other.events() == ["escalation_queued", "escalation_sent", "escalation_stopped"]


def test_an_erasure_and_whoever_writes_to_an_appeal_wait_in_one_order(work: Work):
    other, _, sheet = together(work)
    now = work.house.clock.now

    def erase(session: Session) -> None:
        erasing.erase(session, other.case_id, Cause.DEFENDER, now=now)

    told_while(work, sheet, erase)
    assert sheet.state == "stopped"


def test_whoever_is_thrown_out_all_the_same_does_it_again_or_is_told_so(work: Work):
    """Two locks the wrong way round, as no code of ours takes them."""
    other, database = beside(work), work.house.services.database
    first, second = sorted((work.case_id, other.case_id))
    tries = []

    def lock(session: Session, case_id: bytes) -> None:
        session.get_one(Case, case_id, with_for_update=LOCKED)

    def backwards(session: Session) -> None:
        tries.append(1)
        lock(session, second)
        lock(session, first)

    with database.writing() as session:
        # Whoever looks for the ring first is thrown out: that shall be the other one.
        session.execute(text("SET LOCAL deadlock_timeout = '60s'"))
        lock(session, first)
        thread = Beside(work, lambda _: insisting(database.writing, backwards))
        thread.until_it_waits(session)
        lock(session, second)
    thread.join()
    assert (thread.problem, len(tries)) == (None, 2)


@pytest.fixture
def impatient(work: Work) -> Iterator[Work]:
    """Let nobody wait for a lock: PostgreSQL throws them out at once."""
    engine = work.house.services.database.engine
    name = engine.url.database

    def say(what: str) -> None:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"ALTER DATABASE {name} {what} lock_timeout"))
        engine.dispose()

    say("SET lock_timeout = '50ms'; --")
    yield work
    say("RESET")


def test_a_reader_who_is_thrown_out_reads_so_and_nothing_was_kept(impatient: Work):
    _, _, sheet = together(impatient)
    version = sheet.row.version
    with impatient.house.services.database.writing() as session:
        session.get_one(Case, impatient.case_id, with_for_update=LOCKED)
        answer = impatient.post(f"{sheet.path}/stop", {"version": version})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "Nothing of yours was kept" in answer.text
    assert sheet.state == "queued"
