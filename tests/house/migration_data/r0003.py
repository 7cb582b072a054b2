"""What stands in a database at 0003: a checkpoint, and a row of the audit without a place."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    rows = everything(connection)
    assert [one["position"] for one in rows["audit"]] == [None]
    assert len(rows["checkpoint"]) == 1
