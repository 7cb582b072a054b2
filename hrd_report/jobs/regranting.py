"""Lets a holder's keys do their duty beside the pages: one thread, only while there is something.

The key stays in memory until the work is done, some seconds for ten thousand cases.
"""

import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from hrd_report.casefile import handing, regranting, rekeying
from hrd_report.casefile.regranting import Batch, Duty, Hand
from hrd_report.casefile.trust import Trust
from hrd_report.clock import Clock
from hrd_report.records.database import Database
from hrd_report.vault.keys import Key
from hrd_report.vault.rolling import Rolled, roll_many
from hrd_report.web import log

WORKERS: Final = 2
_REST_SECONDS: Final = 60
_POLITE: Final = 5


@dataclass(slots=True)
class Regranter:
    """Starts the work when a holder comes by. One at a time in each process."""

    database: Database
    clock: Clock
    trust: Trust
    workers: int = WORKERS
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None
    _rest_until: float = 0

    def wake(self, person_id: bytes | None, key: Key) -> None:
        """Begin if this person's keys have something to do. Returns at once."""
        if self._rest_until > time.monotonic() or not self._turn.acquire(blocking=False):
            return
        try:
            if (self._thread is None or not self._thread.is_alive()) and self._is_due(key):
                self._thread = threading.Thread(
                    target=self._work, args=(person_id, key), name="regranting", daemon=True
                )
                self._thread.start()
        finally:
            self._turn.release()

    def wait(self) -> None:
        """Return when nothing is under way in this process."""
        if self._thread is not None:
            self._thread.join()

    def run(self, person_id: bytes | None, key: Key) -> int:
        """Do all that these keys can do now; return how many cases got a fresh key or a grant."""
        day = self.clock().date()
        with self.database.reading() as session:
            of = regranting.hand(session, key)
        with self.database.writing() as session:
            done = handing.carry_on(session, key, day=day)
        while bound := self._bind(of, person_id):
            done += bound
        for duty in regranting.duties(of):
            done += self._do(of, duty, person_id)
        while rekeyed := self._rekey(of):
            done += rekeyed
        with self.database.writing() as session:
            regranting.finish(session, of, self.trust, day=day)
        return done

    def _is_due(self, key: Key) -> bool:
        with self.database.reading() as session:
            return regranting.is_due(session, self.trust, key.kid) or handing.is_due(session)

    def _work(self, person_id: bytes | None, key: Key) -> None:
        try:
            if not self.run(person_id, key):
                # Others may be able to do what is left: not at every page of this person's.
                self._rest_until = time.monotonic() + _REST_SECONDS
        except Exception as problem:  # noqa: BLE001 - nobody waits for this thread's answer
            log.unexpected(problem)
            self._rest_until = time.monotonic() + _REST_SECONDS

    def _do(self, of: Hand, duty: Duty, by: bytes | None) -> int:
        """Work through one duty: while one batch is kept, the next ones are being sealed."""
        first = self._find(of, duty, b"")
        if first.after is None:
            return self._keep(first, first.rolled(), by)
        done, batch = 0, first
        waiting: deque[tuple[Batch, Future[list[Rolled | None]]]] = deque()
        with _pool(self.workers) as pool:
            while True:
                tasks = list(batch.tasks.values())
                waiting.append((batch, pool.submit(roll_many, tasks, batch.seeds)))
                if len(waiting) > self.workers:
                    done += self._collect(*waiting.popleft(), by)
                if batch.after is None:
                    break
                batch = self._find(of, duty, batch.after)
            while waiting:
                done += self._collect(*waiting.popleft(), by)
        return done

    def _bind(self, of: Hand, by: bytes | None) -> int:
        with self.database.writing() as session:
            return regranting.bind(session, of, self.trust, by=by, day=self.clock().date())

    def _rekey(self, of: Hand) -> int:
        with self.database.writing() as session:
            return rekeying.carry_on(session, of, self.trust, day=self.clock().date())

    def _find(self, of: Hand, duty: Duty, after: bytes) -> Batch:
        with self.database.reading() as session:
            return regranting.find(session, of, duty, self.trust, after=after)

    def _collect(self, batch: Batch, sealed: Future[list[Rolled | None]], by: bytes | None) -> int:
        return self._keep(batch, sealed.result(), by)

    def _keep(self, batch: Batch, rolled: list[Rolled | None], by: bytes | None) -> int:
        if not batch.tasks:
            return 0
        with self.database.writing() as session:
            return regranting.keep(
                session, batch, rolled, self.trust, by=by, day=self.clock().date()
            )


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes that let reports and pages go first. Sealing holds the interpreter."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_be_polite) as pool:
        yield pool


def _be_polite() -> None:
    os.nice(_POLITE)
