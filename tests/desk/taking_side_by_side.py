"""Several processes that take the next case at the same moment. Checks nothing itself."""

import datetime as dt
import multiprocessing
from multiprocessing.synchronize import Barrier

from hrd_report.desk.actions import taking
from hrd_report.desk.worker import Worker
from hrd_report.errors import Conflict, NotFound
from hrd_report.records.database import open_database
from hrd_report.records.people import Role
from hrd_report.vault.keys import Key


def taken(url: str, team: bytes, people: list[bytes], now: dt.datetime) -> list[list[str]]:
    """Let each of these people, in a process of their own, take until nothing is left."""
    start = multiprocessing.get_context("spawn")
    gate, answers = start.Barrier(len(people)), start.Queue()
    crowd = [
        start.Process(target=_take_all, args=(url, team, one, now, gate, answers)) for one in people
    ]
    for one in crowd:
        one.start()
    found = [answers.get(timeout=120) for _ in crowd]
    for one in crowd:
        one.join()
    return found


def _take_all(
    url: str,
    team: bytes,
    person: bytes,
    now: dt.datetime,
    gate: Barrier,
    answers: "multiprocessing.Queue[list[str]]",
) -> None:
    database, got = open_database(url), list[str]()
    worker = Worker(person, "somebody", Role.CASEWORKER, team, Key.new())
    gate.wait()
    while True:
        try:
            with database.writing() as session:
                got.append(taking.take_next(session, worker, now=now).number)
        except NotFound:
            break
        except Conflict:
            continue
    database.close()
    answers.put(got)
