"""What stands in a database at 0022: cases, found by their language."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    assert len(everything(connection)["case"]) == 1
