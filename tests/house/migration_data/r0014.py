"""What stands in a database at 0014: nobody said yet how they want to see evidence."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    assert [one["viewing"] for one in everything(connection)["person"]] == [None]
