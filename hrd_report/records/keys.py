"""Keys, grants, locks and items: the four tables that carry all access. Public or sealed only."""

import datetime as dt
import enum
from collections.abc import Collection

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    func,
    literal,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.sealed import Sealed


class KeyKind(enum.Enum):
    """Whose key it is."""

    PERSON = "person"
    TEAM = "team"
    CASE = "case"
    RECEIPT = "receipt"
    RECOVERY = "recovery"
    ANALYST = "analyst"
    INTAKE = "intake"
    DELIVERY = "delivery"
    BUCKET = "bucket"


class KeyState(enum.Enum):
    """Whether new things are still sealed to it.

    DUE: they are, until it is replaced soon: somebody without a right may know it.
    """

    ACTIVE = "active"
    DUE = "due"
    RETIRED = "retired"


class KeyRow(Base):
    """The public half of a key. `kid` is the first 16 bytes of a hash of `public`.

    `successor` is the key that took a case's former one's place and does not lead to it yet.
    """

    __tablename__ = "key"
    __table_args__ = (
        Index(None, "kind"),
        Index(
            "ix_key_due",
            "kid",
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
        Index(
            "ix_key_successor",
            "successor",
            sqlite_where=text("successor IS NOT NULL"),
            postgresql_where=text("successor IS NOT NULL"),
        ),
        NO_ROWID,
    )

    kid: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[KeyKind]
    public: Mapped[bytes]
    day: Mapped[dt.date]
    state: Mapped[KeyState] = mapped_column(default=KeyState.ACTIVE)
    successor: Mapped[bytes | None] = mapped_column(default=None)


class Grant(Base):
    """The seed of `child`, sealed to `holder`: who holds the one may follow to the other.

    `shelf` is the week under whose secret a case's grant is sealed once more, so that an old
    backup opens nothing; other grants have none.
    """

    __tablename__ = "grant"
    __table_args__ = (Index(None, "holder"), Index(None, "shelf"), NO_ROWID)

    child: Mapped[bytes] = mapped_column(ForeignKey("key.kid"), primary_key=True)
    holder: Mapped[bytes] = mapped_column(ForeignKey("key.kid"), primary_key=True)
    blob: Mapped[Sealed]
    day: Mapped[dt.date]
    shelf: Mapped[int | None] = mapped_column(default=None)


class LockMethod(enum.Enum):
    """What opens a lock."""

    PASSWORD = "password"  # noqa: S105 - the name of a method
    PASSKEY = "passkey"


class Lock(Base):
    """A person's seed under something only that person has. `params` are public numbers."""

    __tablename__ = "lock"
    __table_args__ = (Index(None, "kid"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"))
    method: Mapped[LockMethod]
    params: Mapped[dict[str, int | str]]
    blob: Mapped[Sealed]


class ItemKind(enum.Enum):
    """What a sealed piece of a case is for. The same names stand in its preamble."""

    REPORT = "report"
    ADDITION = "addition"
    MESSAGE = "message"
    NEWS = "news"
    NOTE = "note"
    FILE = "file"
    FILEMETA = "filemeta"
    CONSENT = "consent"
    ASSESSMENT = "assessment"
    FINDING = "finding"
    NOTICE = "notice"
    DECISION = "decision"
    DELIVERY = "delivery"
    FACT = "fact"
    ANSWER = "answer"
    RECORD = "record"
    CAPTURE = "capture"
    DESCRIPTION = "description"
    DERIVATIVE = "derivative"
    DERIVED = "derived"
    EXPORT = "export"
    MEASURE = "measure"
    PARTICIPANT = "participant"
    MAIL = "mail"
    INDICATORS = "indicators"
    LINK = "link"


class Item(Base):
    """An age file sealed to exactly one key (`kid`): here (`blob`) or in the store (`object`).

    `size` is the sealed, padded size in bytes. `digest` is the SHA-256 of the sealed file as it
    was first read again, `checked` the day it was read last.
    """

    __tablename__ = "item"
    __table_args__ = (
        Index(None, "case_id", "kind"),
        Index(None, "kid"),
        Index(
            "ix_item_checked",
            "checked",
            sqlite_where=text("object IS NOT NULL"),
            postgresql_where=text("object IS NOT NULL"),
        ),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey("case.id"))
    kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"))
    kind: Mapped[ItemKind]
    size: Mapped[int]
    day: Mapped[dt.date]
    blob: Mapped[Sealed | None] = mapped_column(default=None)
    object: Mapped[str | None] = mapped_column(default=None)
    digest: Mapped[bytes | None] = mapped_column(default=None)
    checked: Mapped[dt.date | None] = mapped_column(default=None)


def to_read_again(before: dt.date, limit: int) -> Select[bytes, str | None, int]:
    """Select the files that nobody read again up to a day, those that never were first."""
    return (
        select(Item.id, Item.object, Item.size)
        .where(Item.object.is_not(None), (Item.checked <= before) | Item.checked.is_(None))
        .order_by(Item.checked.nulls_first())
        .limit(limit)
    )


def active(kind: KeyKind) -> Select[KeyRow]:
    """Select the keys of a kind that new things are sealed to."""
    return select(KeyRow).where(KeyRow.kind == kind, KeyRow.state == KeyState.ACTIVE)


def of_kind(kind: KeyKind) -> Select[bytes]:
    """Select the names of all keys of a kind, the youngest first."""
    return select(KeyRow.kid).where(KeyRow.kind == kind).order_by(KeyRow.day.desc(), KeyRow.kid)


def grants_of(child: bytes) -> Select[Grant, KeyRow]:
    """Select the grants through which a key may be reached, each with the child's public half."""
    return select(Grant, KeyRow).join(KeyRow, KeyRow.kid == Grant.child).where(Grant.child == child)


def on_the_shelf() -> Select[Grant]:
    """Select the grants that lie under some week of the shelf."""
    return select(Grant).where(Grant.shelf.is_not(None))


def oldest_on_the_shelf() -> Select[dt.date | None]:
    """Select the day of the oldest grant that lies under some week of the shelf."""
    return select(func.min(Grant.day)).where(Grant.shelf.is_not(None))


def grants_of_any(children: Collection[bytes]) -> Select[Grant, KeyRow]:
    """Select the grants through which any of these keys may be reached."""
    return (
        select(Grant, KeyRow)
        .join(KeyRow, KeyRow.kid == Grant.child)
        .where(Grant.child.in_(children))
    )


def grants_below(holder: bytes) -> Select[Grant, KeyRow]:
    """Select the grants that lead on from a key, step by step: from a case's to its former ones."""
    below = select(Grant.child).where(Grant.holder == holder).cte("below", recursive=True)
    further = select(Grant.child).join(below, Grant.holder == below.c.child)
    reached = below.union(further)
    holders = union_all(select(literal(holder, LargeBinary)), select(reached.c.child))
    return (
        select(Grant, KeyRow)
        .join(KeyRow, KeyRow.kid == Grant.child)
        .where(Grant.holder.in_(holders))
    )


def case_kids_under(case_id: bytes) -> Select[bytes]:
    """Select the keys of cases that a case's items are sealed to: its key, and former ones."""
    under = select(Item.kid).where(Item.case_id == case_id)
    return select(KeyRow.kid).where(KeyRow.kind == KeyKind.CASE, KeyRow.kid.in_(under))


def superseded(kid: bytes) -> Select[bytes]:
    """Select the keys whose place one took, step by step, and that it does not lead to yet."""
    before = select(KeyRow.kid).where(KeyRow.successor == kid).cte("before", recursive=True)
    earlier = select(KeyRow.kid).join(before, KeyRow.successor == before.c.kid)
    reached = before.union(earlier)
    return select(reached.c.kid)


def case_kids_beside(kids: Collection[bytes]) -> Select[bytes]:
    """Select the keys of cases joined to any of these: former ones and later ones."""
    later = aliased(KeyRow)
    joined = union_all(
        select(Grant.child).where(Grant.holder.in_(kids)),
        select(Grant.holder).where(Grant.child.in_(kids)),
        select(KeyRow.kid).where(KeyRow.successor.in_(kids)),
        select(later.kid).join(KeyRow, KeyRow.successor == later.kid).where(KeyRow.kid.in_(kids)),
    )
    return select(KeyRow.kid).where(KeyRow.kind == KeyKind.CASE, KeyRow.kid.in_(joined))


def locks_of(kid: bytes) -> Select[Lock]:
    """Select the locks of a person's key."""
    return select(Lock).where(Lock.kid == kid)


def items_of(case_id: bytes, *kinds: ItemKind) -> Select[Item]:
    """Select a case's items of the kinds named, or of every kind."""
    found = select(Item).where(Item.case_id == case_id)
    return found.where(Item.kind.in_(kinds)) if kinds else found
