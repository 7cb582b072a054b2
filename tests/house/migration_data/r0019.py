"""What stands in a database at 0019: what a case adds to its team's overviews."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    assert [row["shelf"] for row in everything(connection)["tally"]] == [7]
