"""Rows get their places once, whoever numbers them, and what was signed here is remembered."""

import datetime as dt
import threading

import pytest
from audit_log import CHECKPOINTS, TABLE, Log
from house import House
from sqlalchemy import delete

from hrd_report.casefile.audit import numbering
from hrd_report.errors import Damaged
from hrd_report.jobs import loop, sequencing
from hrd_report.records.acts import Act


@pytest.fixture
def log(house: House) -> Log:
    made = Log(house)
    made.number()
    return made


def test_rows_of_a_batch_are_numbered_by_day_then_id(log: Log):
    before = len(log.rows())
    log.add(5)
    log.house.clock.advance(dt.timedelta(days=1))
    log.add(5)
    log.number()
    fresh = log.rows()[before:]
    assert len(fresh) == 10
    assert fresh == sorted(fresh, key=lambda one: (one["day"], one["id"]))
    assert [one["position"] for one in fresh] == list(range(before, before + 10))


def test_nothing_is_signed_where_nothing_waits(log: Log):
    signed = len(log.checkpoints())
    log.number()
    assert len(log.checkpoints()) == signed


def test_a_clock_that_was_set_back_is_told_and_breaks_nothing(log: Log):
    log.fill(3)
    log.house.clock.advance(dt.timedelta(days=-400))
    log.fill(2)
    verdict = log.verdict()
    assert (verdict.problems, verdict.turned_back) == ([], 1)


def test_more_rows_than_one_transaction_takes_are_all_numbered(log: Log, monkeypatch):
    monkeypatch.setattr(numbering, "MOST", 4)
    signed = len(log.checkpoints())
    log.add(10)
    log.number()
    assert len(log.checkpoints()) == signed + 3
    assert (log.verdict().problems, log.verdict().waiting) == ([], 0)


def test_many_who_number_at_once_number_each_row_once(log: Log, monkeypatch):
    monkeypatch.setattr(numbering, "MOST", 3)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(6):
                log.add(3)
                log.number()
        except BaseException as problem:  # noqa: BLE001 - told to the test below
            failures.append(problem)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    log.number()
    assert not failures
    verdict = log.verdict()
    assert (verdict.problems, verdict.waiting) == ([], 0)
    assert verdict.rows == len({one["id"] for one in log.rows()}) >= 72


def test_a_database_that_lost_its_end_is_not_signed_on(log: Log):
    log.fill(4, 4)
    last, before = log.checkpoints()[-1], log.checkpoints()[-2]
    with log.house.services.database.writing() as session:
        session.execute(delete(TABLE).where(TABLE.c.position >= before.size))
        session.execute(delete(CHECKPOINTS).where(CHECKPOINTS.c.size == last.size))
    log.add(9)
    for _ in range(2):
        with pytest.raises(Damaged):
            log.number()
    assert log.checkpoints()[-1].size == before.size
    assert [one.fault.value for one in log.verdict().problems] == ["cut"]


def test_a_copy_of_an_older_checkpoint_is_no_harm(log: Log):
    older = log.copy.read_bytes()
    log.fill(2)
    log.copy.write_bytes(older)
    log.fill(2)
    assert log.verdict().problems == []
    assert log.copy.read_text(encoding="utf-8") == log.checkpoints()[-1].text


@pytest.mark.parametrize("content", [b"", b"\xff", b"old 1\n\n"])
def test_a_copy_that_was_altered_is_refused(log: Log, content: bytes):
    log.copy.write_bytes(content)
    log.add(1)
    with pytest.raises(Damaged):
        log.number()


def test_the_copy_is_ours_alone_and_nothing_else_lies_beside_it(log: Log):
    log.fill(1)
    assert log.copy.stat().st_mode & 0o077 == 0
    assert not list(log.copy.parent.glob(".audit-*"))


def test_the_jobs_process_numbers_what_waits(log: Log):
    log.add(2, Act.TOOK)
    stop = threading.Event()
    worker = threading.Thread(target=loop.run, args=(log.house.services, log.house.secrets, stop))
    worker.start()
    try:
        while log.verdict().waiting:
            stop.wait(0.02)
    finally:
        stop.set()
        worker.join()
    assert sequencing.kept(log.copy, log.public).size == len(log.rows())


def test_a_clock_that_was_set_back_stops_no_chore():
    now = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    chore = loop._Chore(lambda: None, dt.timedelta(minutes=1))
    assert chore.is_due(now)
    chore.last = now
    assert not chore.is_due(now + dt.timedelta(seconds=59))
    assert chore.is_due(now + dt.timedelta(seconds=60))
    assert chore.is_due(now - dt.timedelta(seconds=1))
