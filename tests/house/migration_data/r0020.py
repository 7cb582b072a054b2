"""What stands in a database at 0020: nobody put a case off, hours and a declined case."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    rows = everything(connection)
    assert [(bool(one["asleep"]), one["asleep_until"]) for one in rows["case"]] == [(False, None)]
    assert [one["views"] for one in rows["team"]] == [None]
    assert len(rows["declined"]) == len(rows["open_hours"]) == len(rows["alert_times"]) == 1
