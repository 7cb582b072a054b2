"""What stands in a database at 0015: a call for a second person, and where somebody is woken."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    rows = everything(connection)
    assert [row["calls"] for row in rows["alarm"]] == [7]
    assert [row["blob"] for row in rows["waking_address"]] == [b"waking_address.blob"]
