"""Clears away what is over: sessions and answers kept for repeated requests. Deletes no case."""

from sqlalchemy import delete

from hrd_report.clock import Clock
from hrd_report.records.cases import Answered
from hrd_report.records.database import Database
from hrd_report.records.people import SessionRow


def clear(database: Database, clock: Clock) -> None:
    """Delete sessions past a deadline and kept answers past their day."""
    now = clock()
    with database.writing() as session:
        session.execute(
            delete(SessionRow).where(
                (SessionRow.absolute_until <= now) | (SessionRow.idle_until <= now)
            )
        )
        session.execute(delete(Answered).where(Answered.until <= now))
