"""Accounts at platforms, what answers are found by, and mails that came. Words are sealed."""

import datetime as dt
import enum
from collections.abc import Collection

from sqlalchemy import ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.sealed import Sealed


class AccountKind(enum.Enum):
    """Where an account of the organisation is."""

    MASTODON = "mastodon"
    ATPROTO = "atproto"
    LUMEN = "lumen"


class PlatformAccount(Base):
    """An account that the organisation reports with. `name` is its own label.

    `blob` (server, name there, secret) is sealed to the delivery key: no page can show it again.
    `ended`: since when it is used no more; its secret is gone then.
    """

    __tablename__ = "platform_account"
    __table_args__ = (NO_ROWID,)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[AccountKind]
    name: Mapped[str] = mapped_column(unique=True)
    day: Mapped[dt.date]
    blob: Mapped[Sealed | None] = mapped_column(default=None)
    made_by: Mapped[bytes | None] = mapped_column(ForeignKey("person.id"), default=None)
    ended: Mapped[dt.date | None] = mapped_column(default=None)


class ReplyToken(Base):
    """How an answer finds its escalation: the digest of a random token that stood in our mail.

    `sender`, keyed by the pepper and the token, is a domain that may answer: a row for each.
    """

    __tablename__ = "reply_token"
    __table_args__ = (Index(None, "escalation_id"), NO_ROWID)

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    sender: Mapped[bytes] = mapped_column(primary_key=True)
    escalation_id: Mapped[bytes] = mapped_column(ForeignKey("escalation.id"))


class MailKind(enum.Enum):
    """What came: an answer, a program's answer, a bounce, or what belongs to nothing for sure."""

    ANSWER = "answer"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    UNMATCHED = "unmatched"


class MailState(enum.Enum):
    """Whether somebody dealt with it."""

    NEW = "new"
    DONE = "done"


class IncomingMail(Base):
    """A mail that came. An answer lies in its case (`item_id`); one that matches nothing here.

    `digest` is of its bytes, keyed by the pepper: the same mail is taken once. `problem`, a stable
    code, is why it matches nothing, or what bounced. `token`: digest of
    the token of ours that it named. `blob` or `object` is the whole mail, sealed
    to the team (`kid`). `size` is sealed and padded.
    """

    __tablename__ = "incoming_mail"
    __table_args__ = (
        Index(None, "escalation_id"),
        Index(None, "team_id", "state"),
        Index(None, "digest", unique=True),
        Index(None, "token"),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    day: Mapped[dt.date]
    kind: Mapped[MailKind]
    state: Mapped[MailState]
    team_id: Mapped[bytes] = mapped_column(ForeignKey("team.id"))
    size: Mapped[int] = mapped_column(default=0)
    escalation_id: Mapped[bytes | None] = mapped_column(ForeignKey("escalation.id"), default=None)
    item_id: Mapped[bytes | None] = mapped_column(ForeignKey("item.id"), default=None)
    kid: Mapped[bytes | None] = mapped_column(ForeignKey("key.kid"), default=None)
    blob: Mapped[Sealed | None] = mapped_column(default=None)
    object: Mapped[str | None] = mapped_column(default=None)
    problem: Mapped[str | None] = mapped_column(default=None)
    token: Mapped[bytes | None] = mapped_column(default=None)


def accounts() -> Select[PlatformAccount]:
    """Select all accounts, those that are over at the end."""
    return select(PlatformAccount).order_by(
        PlatformAccount.ended.is_not(None), PlatformAccount.name
    )


def accounts_of(kind: AccountKind) -> Select[PlatformAccount]:
    """Select the accounts of a kind that are in use."""
    return (
        select(PlatformAccount)
        .where(PlatformAccount.kind == kind, PlatformAccount.ended.is_(None))
        .order_by(PlatformAccount.name)
    )


def account_named(name: str) -> Select[PlatformAccount]:
    """Select the account people call by this name."""
    return select(PlatformAccount).where(PlatformAccount.name == name)


def tokens(digest: bytes) -> Select[ReplyToken]:
    """Select what an answer's token leads to: a row for each domain that may answer."""
    return select(ReplyToken).where(ReplyToken.digest == digest)


def mail_with(digest: bytes) -> Select[IncomingMail]:
    """Select a mail by the digest of its bytes."""
    return select(IncomingMail).where(IncomingMail.digest == digest)


def heard_of(token: bytes) -> Select[IncomingMail]:
    """Select what came about one message of ours: then it had left."""
    return select(IncomingMail).where(IncomingMail.token == token)


def mails_of(escalation_id: bytes) -> Select[IncomingMail]:
    """Select what came to an escalation, the oldest first."""
    return (
        select(IncomingMail)
        .where(IncomingMail.escalation_id == escalation_id)
        .order_by(IncomingMail.day, IncomingMail.id)
    )


def new_mails_of(escalations: Collection[bytes]) -> Select[IncomingMail]:
    """Select what came to these escalations and nobody has seen."""
    return select(IncomingMail).where(
        IncomingMail.escalation_id.in_(escalations), IncomingMail.state == MailState.NEW
    )


def unmatched_of(team_id: bytes, *, limit: int) -> Select[IncomingMail]:
    """Select a team's mails that belong to nothing for sure and wait for somebody."""
    return (
        select(IncomingMail)
        .where(
            IncomingMail.team_id == team_id,
            IncomingMail.state == MailState.NEW,
            IncomingMail.kind == MailKind.UNMATCHED,
        )
        .order_by(IncomingMail.day, IncomingMail.id)
        .limit(limit)
    )
