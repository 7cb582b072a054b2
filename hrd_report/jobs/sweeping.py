"""Forgets sealed files that belong to nothing: what a crash left between a file and its case."""

import datetime as dt
from typing import Final

from hrd_report.casefile import erasing
from hrd_report.clock import Clock
from hrd_report.records import uploads
from hrd_report.records.database import Database
from hrd_report.store.objects import Store

_WAIT: Final = dt.timedelta(days=1)


class Sweep:
    """Looks again and again; what belonged to nothing for a whole day is forgotten.

    Files carry no time on purpose, so the day is counted here: after a restart it begins anew.
    """

    def __init__(self, database: Database, store: Store, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._clock = clock
        self._since: dict[str, dt.datetime] = {}

    def look(self) -> int:
        """Look once. Returns how many files were forgotten."""
        there = {name for name in self._store.names() if not erasing.is_mark(name)}
        with self._database.reading() as session:
            kept = set(session.scalars(uploads.known_objects()))
        now = self._clock()
        self._since = {name: self._since.get(name, now) for name in there - kept}
        over = [name for name, since in self._since.items() if now - since >= _WAIT]
        for name in over:
            self._store.remove(name)
        return len(over)
