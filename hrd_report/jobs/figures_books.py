"""What the figures' own door cannot do for itself: follow grants, write to the audit. Counts none.

Each method is an act of its own and commits: it is handed to the statistics door as a service.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from hrd_report.casefile import buckets
from hrd_report.clock import Clock
from hrd_report.records.acts import Act
from hrd_report.records.database import Database
from hrd_report.records.facts import Bucket
from hrd_report.vault.keys import Key


@dataclass(frozen=True, slots=True)
class FiguresBooks:
    """Opens buckets for analysts, and writes down what they do. `regrant` returns at once."""

    database: Database
    clock: Clock
    regrant: Callable[[bytes | None, Key], None]

    def open_bucket(self, person: Key, bucket: Bucket) -> Key:
        """Open a bucket and write down who did. Raises `NotAllowed`."""
        with self.database.writing() as session:
            key = buckets.open_bucket(session, person, bucket)
            buckets.write_down(session, Act.FACTS_OPENED, bucket.name, person, self._today())
        self.regrant(None, person)
        return key

    def record_release(self, person: Key, name: str) -> None:
        """Write down who drew the figures of a bucket or a year, once."""
        with self.database.writing() as session:
            buckets.write_down_release(session, name, person, self._today())

    def record_lift(self, person: Key, name: str, *, agreed: bool) -> None:
        """Write down who asked, or agreed, that a year passes the stop of a lifetime."""
        act = Act.AGREED_LIFT if agreed else Act.ASKED_LIFT
        with self.database.writing() as session:
            buckets.write_down_year(session, act, name, person, self._today())

    def _today(self) -> dt.date:
        return self.clock().date()
