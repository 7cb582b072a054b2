"""What stands in a database at 0013: an account, a token, a mail, and a delivery in parts."""

from rows import everything, fill
from sqlalchemy import Connection


def load(connection: Connection) -> None:
    fill(connection)


def check(connection: Connection) -> None:
    rows = everything(connection)
    assert len(rows["platform_account"]) == len(rows["reply_token"]) == 1
    assert [row["object"] for row in rows["incoming_mail"]] == ["incoming_mail.object"]
    assert "done" in rows["delivery"][0]
