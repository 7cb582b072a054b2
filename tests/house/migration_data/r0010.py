"""What stands in a database at 0010: a release and its cost moved over, a row in each new table."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    rows = everything(connection)
    assert [len(rows[name]) for name in ("attempt", "lift", "envelope")] == [1, 1, 1]
    assert [one["size"] for one in rows["bucket"]] == ["S"]
    (release,), (row,) = rows["release"], rows["ledger"]
    assert (release["year"], release["part"], row["part"]) == (2026, "close", "close")
    assert row["release_id"] == release["id"]
