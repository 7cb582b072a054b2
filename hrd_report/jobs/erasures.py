"""Completes erasures that were begun, and repeats them in a database from before. Opens nothing."""

import datetime as dt
from typing import Final

from sqlalchemy import select

from hrd_report.casefile import erasing
from hrd_report.casefile.erasing import Erased
from hrd_report.clock import Clock
from hrd_report.errors import NotFound
from hrd_report.records.cases import Case
from hrd_report.records.database import Database
from hrd_report.records.erasure import Cause, Tombstone
from hrd_report.store.objects import Store

_AGAIN: Final = dt.timedelta(hours=1)


class Erasures:
    """Looks whether a case is there although its tombstone is, and erases it again.

    Tombstones lie in the store, where restoring a database takes none away.
    """

    def __init__(self, database: Database, store: Store, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._clock = clock
        self._seen: frozenset[bytes] = frozenset()
        self._looked: dt.datetime | None = None

    def complete(self) -> int:
        """Look at the tombstones, and at the cases if there is a new one or an hour has passed.

        Returns how many cases were erased.
        """
        marks = frozenset(self._marks())
        now = self._clock()
        rested = self._looked is not None and dt.timedelta() <= now - self._looked < _AGAIN
        if rested and marks == self._seen:
            return 0
        found = risen(self._database, marks)
        for case_id in found:
            erase(self._database, self._store, case_id, now)
        self._seen, self._looked = marks, now
        return len(found)

    def _marks(self) -> set[bytes]:
        """Return all tombstones; one that a full disk kept out of the store is put there now."""
        there = set(erasing.marked(self._store))
        with self._database.reading() as session:
            rows = session.scalars(select(Tombstone)).all()
        for one in rows:
            if one.id not in there:
                erasing.mark(self._store, one.id, one.cause)
        return there | {one.id for one in rows}


def risen(database: Database, tombstones: frozenset[bytes]) -> list[bytes]:
    """Return the cases that are there although they have a tombstone."""
    if not tombstones:
        return []
    with database.reading() as session:
        ids = session.scalars(select(Case.id))
        return [one for one in ids if erasing.tombstone_of(one) in tombstones]


def erase(database: Database, store: Store, case_id: bytes, now: dt.datetime) -> Erased | None:
    """Complete the erasure of a case whose tombstone lies there."""
    tombstone = erasing.tombstone_of(case_id)
    try:
        cause = erasing.cause_of(store, tombstone)
    except NotFound:
        cause = Cause.DEFENDER
    try:
        with database.writing() as session:
            done = erasing.erase(session, case_id, cause, now=now)
    except NotFound:
        # Somebody else completed it meanwhile.
        return None
    erasing.forget_files(store, done)
    return done
