"""Accounts of capture apps and bridges, which can add reports and nothing else. Keeps no secret."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base


class ChannelKind(enum.Enum):
    """What an account is for."""

    TELLA = "tella"
    BRIDGE = "bridge"


class ChannelAccount(Base):
    """An account that can add. `name` is the organisation's own label.

    `digest` is a keyed digest of a capture app's token. `public` is a bridge's Ed25519 key, where
    it has one. `ended`: since when it can do nothing any more.
    """

    __tablename__ = "channel_account"
    __table_args__ = (NO_ROWID,)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[ChannelKind]
    name: Mapped[str] = mapped_column(unique=True)
    day: Mapped[dt.date]
    made_by: Mapped[bytes | None] = mapped_column(ForeignKey("person.id"), default=None)
    digest: Mapped[bytes | None] = mapped_column(unique=True, default=None)
    public: Mapped[bytes | None] = mapped_column(default=None)
    ended: Mapped[dt.date | None] = mapped_column(default=None)


def accounts() -> Select[ChannelAccount]:
    """Select all accounts, those that are over at the end."""
    return select(ChannelAccount).order_by(ChannelAccount.ended.is_not(None), ChannelAccount.name)


def account_named(name: str) -> Select[ChannelAccount]:
    """Select the account people call by this name."""
    return select(ChannelAccount).where(ChannelAccount.name == name)


def with_digest(digest: bytes) -> Select[ChannelAccount]:
    """Select the account whose token has this digest, while it lasts."""
    return select(ChannelAccount).where(
        ChannelAccount.digest == digest,
        ChannelAccount.kind == ChannelKind.TELLA,
        ChannelAccount.ended.is_(None),
    )


def bridge(account: bytes) -> Select[ChannelAccount]:
    """Select a bridge's account, while it lasts."""
    return select(ChannelAccount).where(
        ChannelAccount.id == account,
        ChannelAccount.kind == ChannelKind.BRIDGE,
        ChannelAccount.ended.is_(None),
    )
