"""What statistics needs done beside the pages: rows that keep no order, years that end."""

from sqlalchemy import text

from hrd_report.casefile import bucket_years
from hrd_report.clock import Clock
from hrd_report.records.database import Database


def tidy(database: Database) -> None:
    """Take out of the database what still shows in which order facts were written."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            return
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM fact"))


def destroy_old(database: Database, clock: Clock) -> tuple[str, ...]:
    """Destroy the keys and facts of years that were closed ninety days ago."""
    with database.writing() as session:
        return bucket_years.destroy_old(session, clock().date())
