"""What stands in a database at 0023: an item from before, which nobody read again yet."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    [item] = everything(connection)["item"]
    assert (item["digest"], item["checked"]) == (None, None)
