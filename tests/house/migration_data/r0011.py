"""What stands in a database at 0011: a row that says how long answers took."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    assert [row["count"] for row in everything(connection)["answering"]] == [7]
