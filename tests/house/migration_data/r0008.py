"""What stands in a database at 0008: an account of an app or a bridge."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    assert len(everything(connection)["channel_account"]) == 1
