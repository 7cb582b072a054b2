"""What stands in a database at 0001: one row in every table."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    rows = everything(connection)
    assert len(rows) > 10
    assert all(len(found) == 1 for found in rows.values())
