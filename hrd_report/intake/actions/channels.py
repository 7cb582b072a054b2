"""Accounts that may add, as the door asks for them. Reads no report."""

from sqlalchemy.orm import Session

from hrd_report.errors import WrongPassword
from hrd_report.records import channels
from hrd_report.records.channels import ChannelAccount
from hrd_report.vault import channels as secrets


class NoAccount(WrongPassword):
    """Nobody is known by this secret, or the account is over; which of them is never said."""

    code = "no_account"


def by_token(session: Session, token: str, pepper: bytes) -> ChannelAccount:
    """Return the account of a capture app that shows a token. Raises `NoAccount`."""
    digest = secrets.token_digest(token, pepper)
    found = session.scalars(channels.with_digest(digest)).first()
    if found is None:
        raise NoAccount
    return found


def bridge(session: Session, account: bytes) -> ChannelAccount:
    """Return a bridge's account. Raises `NoAccount`."""
    found = session.scalars(channels.bridge(account)).first()
    if found is None:
        raise NoAccount
    return found
