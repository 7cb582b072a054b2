"""What stands in a database at 0002: nothing new, a role holds no rows."""

from sqlalchemy import Connection


def load(connection: Connection) -> None:
    del connection


def check(connection: Connection) -> None:
    del connection
