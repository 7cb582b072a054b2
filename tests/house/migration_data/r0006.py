"""What stands in a database at 0006: the keys there were lead to no later one."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    assert [one["successor"] for one in everything(connection)["key"]] == [None]
