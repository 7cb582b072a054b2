"""What stands in a database at 0009: a posting of the index."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    assert len(everything(connection)["posting"]) == 1
