"""What stands in a database at 0021: an address that is told, and a case that was told of."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    rows = everything(connection)
    assert len(rows["webhook"]) == len(rows["webhook_event"]) == len(rows["webhook_told"]) == 1
