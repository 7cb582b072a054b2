"""Clears away what is over: sessions, answers kept for repeats, counted tries. Deletes no case."""

from sqlalchemy import delete

from hrd_report.accounts.actions import throttling
from hrd_report.clock import Clock
from hrd_report.records import programs
from hrd_report.records.cases import Answered
from hrd_report.records.database import Database
from hrd_report.records.factors import UsedChallenge
from hrd_report.records.people import SessionRow


def clear(database: Database, clock: Clock) -> None:
    """Delete what is past its time: sessions, kept answers, used challenges, counted tries."""
    now = clock()
    with database.writing() as session:
        session.execute(
            delete(SessionRow).where(
                (SessionRow.absolute_until <= now) | (SessionRow.idle_until <= now)
            )
        )
        session.execute(delete(Answered).where(Answered.until <= now))
        session.execute(delete(UsedChallenge).where(UsedChallenge.until <= now))
        programs.forget_over(session, now.date())
        throttling.clear(session, now)
