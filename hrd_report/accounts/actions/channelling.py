"""Makes and ends accounts of capture apps and bridges. Their secret is shown once, kept nowhere."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.errors import Damaged, Invalid, NotFound
from hrd_report.records import channels
from hrd_report.records.acts import Act
from hrd_report.records.channels import ChannelAccount, ChannelKind
from hrd_report.sealed import Plain
from hrd_report.vault import channels as secrets

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


def every(session: Session) -> Sequence[ChannelAccount]:
    """Return all accounts, those that are over at the end."""
    return session.scalars(channels.accounts()).all()


def make(
    session: Session,
    name: str,
    kind: ChannelKind,
    *,
    pepper: bytes,
    day: dt.date,
    by: bytes | None = None,
    public: str = "",
) -> tuple[ChannelAccount, Plain | None]:
    """Make an account; return it with its secret, which nobody can show again.

    A bridge that signs with a key of its own (`public`, `whpk_…`) has no secret here. Raises
    `Invalid` for a name that is none or taken, or for no such key.
    """
    called = name.strip().lower()
    if not _NAME.fullmatch(called):
        raise Invalid({"name": ["bad_name"]})
    if session.scalars(channels.account_named(called)).first() is not None:
        raise Invalid({"name": ["taken"]})
    account = ChannelAccount(id=keeping.new_id(), kind=kind, name=called, day=day, made_by=by)
    secret: Plain | None
    if kind is ChannelKind.TELLA:
        secret = secrets.new_password()
        account.digest = secrets.token_digest(secrets.token(secret), pepper)
    elif public.strip():
        secret = None
        account.public = _public(public)
    else:
        secret = secrets.spell_hook_secret(secrets.hook_secret(account.id, pepper))
    session.add(account)
    keeping.record(session, Act.CHANNEL_MADE, actor=by, thing=account.id, day=day)
    return account, secret


def _public(text: str) -> bytes:
    try:
        return secrets.read_hook_public(text)
    except Damaged:
        raise Invalid({"public": ["bad_key"]}) from None


def end(session: Session, account: bytes, *, day: dt.date, by: bytes | None = None) -> str:
    """End an account at once; return its name. What it sent stays. Raises `NotFound`."""
    row = session.get(ChannelAccount, account)
    if row is None or row.ended is not None:
        raise NotFound
    row.ended = day
    row.digest = None
    keeping.record(session, Act.CHANNEL_ENDED, actor=by, thing=row.id, day=day)
    return row.name


def named(session: Session, name: str) -> ChannelAccount:
    """Return the account people call by a name. Raises `NotFound`."""
    row = session.scalars(channels.account_named(name.strip().lower())).first()
    if row is None:
        raise NotFound
    return row
