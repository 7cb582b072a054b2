"""What stands in a database at 0004: nothing new, an index holds no rows of its own."""

from sqlalchemy import Connection


def load(connection: Connection) -> None:
    del connection


def check(connection: Connection) -> None:
    del connection
