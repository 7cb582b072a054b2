"""What stands in a database at 0012: a token of a staff program."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    assert len(everything(connection)["program_token"]) == 1
