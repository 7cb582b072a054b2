"""An audit in a house's database, filled, numbered and then meddled with by somebody."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from house import House
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.audit import verifying
from hrd_report.casefile.audit.verifying import Verdict
from hrd_report.jobs import sequencing
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow, CheckpointRow

TABLE = AuditRow.__table__
CHECKPOINTS = CheckpointRow.__table__
Rows = list[dict[str, Any]]


@dataclass
class Log:
    """The audit of a house, and the keys to it."""

    house: House

    @property
    def copy(self) -> Path:
        return sequencing.copy_of(self.house.services.settings)

    @property
    def public(self) -> bytes:
        return self.house.secrets.audit.public_raw

    def add(self, count: int, act: Act = Act.NOTED) -> None:
        """Write rows as the program does, on the clock's day."""
        person, day = self.house.people["heron"].id, self.house.clock.now.date()
        with self.house.services.database.writing() as session:
            for _ in range(count):
                keeping.record(session, act, actor=person, thing=keeping.new_id(), day=day)

    def number(self) -> None:
        sequencing.run(self.house.services.database, self.house.secrets.audit, self.copy)

    def fill(self, *batches: int) -> None:
        """Write and number batches of rows, a day apart."""
        for count in batches:
            self.add(count)
            self.number()
            self.house.clock.advance(dt.timedelta(days=1))

    def rows(self) -> Rows:
        with self.house.services.database.reading() as session:
            return rows(session)

    def checkpoints(self) -> list[CheckpointRow]:
        with self.house.services.database.reading() as session:
            return list(session.scalars(select(CheckpointRow).order_by(CheckpointRow.size)))

    def verdict(self) -> Verdict:
        known = sequencing.kept(self.copy, self.public)
        with self.house.services.database.reading() as session:
            return verifying.verify(session, self.public, [known] if known else [])

    @contextmanager
    def meddled(self) -> Iterator[Session]:
        """Give a transaction to meddle and look in; nothing of it stays."""
        with self.house.services.database.writing() as session:
            try:
                yield session
            finally:
                session.rollback()

    def verdict_after(self, meddle: Callable[[Session], object]) -> Verdict:
        with self.meddled() as session:
            meddle(session)
            return verifying.verify(session, self.public)


def rows(session: Session) -> Rows:
    """Return the numbered rows, by position."""
    found = session.execute(
        select(TABLE).where(TABLE.c.position.is_not(None)).order_by(TABLE.c.position)
    )
    return [dict(one._mapping) for one in found]


def replace_rows(session: Session, wanted: Rows) -> None:
    """Put other rows in the place of all numbered ones, numbered as they stand."""
    session.execute(delete(TABLE).where(TABLE.c.position.is_not(None)))
    for position, one in enumerate(wanted):
        session.execute(insert(TABLE).values({**one, "position": position}))
