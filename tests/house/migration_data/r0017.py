"""What stands in a database at 0017: a mail that names a message of ours."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    assert len(everything(connection)["incoming_mail"]) == 1
