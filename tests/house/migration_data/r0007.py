"""What stands in a database at 0007: a row in each table of files on their way."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    rows = everything(connection)
    assert [len(rows[name]) for name in ("upload_pass", "upload", "upload_part")] == [1, 1, 1]
