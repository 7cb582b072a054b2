"""What stands in a database at 0005: a row in each new table, older rows with their defaults."""

from rows import everything, fill
from sqlalchemy import Connection

NEW = (
    "custody",
    "invitation",
    "passkey",
    "proposal",
    "roster",
    "routing_rule",
    "throttle",
    "tombstone",
    "totp",
    "used_challenge",
)


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    rows = everything(connection)
    assert [len(rows[name]) for name in NEW] == [1] * len(NEW)
    (case,) = rows["case"]
    assert (bool(case["restricted"]), bool(case["held"])) == (False, False)
    assert [one["epoch"] for one in rows["team"]] == [1]
    assert [one["stage"] for one in rows["session"]] == ["full"]
    assert [one["shelf"] for one in rows["grant"]] == [None]
