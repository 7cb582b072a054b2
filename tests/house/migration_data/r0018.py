"""What stands in a database at 0018: an escalation that contests another one."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    assert {"appeal_of", "appeal_due", "look_due"} <= set(everything(connection)["escalation"][0])
