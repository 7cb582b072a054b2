"""What stands in a database at 0024: an address whose key another one follows."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    (hook,) = everything(connection)["webhook"]
    assert hook["public"]
