"""What stands in a database at 0016: a trace of a case and a paper of a team."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    rows = everything(connection)
    assert len(rows["trace"]) == len(rows["paper"]) == 1
