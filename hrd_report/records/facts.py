"""Buckets, sealed facts, releases and the ledger: all that statistics may read. No case, no day."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.sealed import Sealed


class BucketState(enum.Enum):
    """A bucket takes facts until it is frozen; a frozen one is released once."""

    OPEN = "open"
    FROZEN = "frozen"
    RELEASED = "released"


class Bucket(Base):
    """A stretch of time, `first` to `last` day, disjoint from all others, with a key of its own.

    `public` and `grant` make statistics independent of the key tables: `grant` is the bucket's
    seed sealed to the analysts' key `holder`.
    """

    __tablename__ = "bucket"
    __table_args__ = (NO_ROWID,)

    name: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[dt.date] = mapped_column(unique=True)
    last: Mapped[dt.date] = mapped_column(unique=True)
    state: Mapped[BucketState]
    kid: Mapped[bytes]
    public: Mapped[bytes]
    holder: Mapped[bytes]
    grant: Mapped[Sealed]


class Fact(Base):
    """A coded, nameless row sealed to its bucket. No foreign key and no time, on purpose."""

    __tablename__ = "fact"
    __table_args__ = (Index(None, "bucket"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    bucket: Mapped[str]
    body: Mapped[Sealed]


class ReleaseState(enum.Enum):
    """A reserved release has spent its budget, whatever happens next."""

    RESERVED = "reserved"
    DONE = "done"


class Release(Base):
    """The figures of one bucket, drawn once. `archive` are the bytes every download gives."""

    __tablename__ = "release"
    __table_args__ = (NO_ROWID,)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(ForeignKey("bucket.name"), unique=True)
    state: Mapped[ReleaseState]
    tier: Mapped[str]
    day: Mapped[dt.date]
    manifest: Mapped[bytes | None] = mapped_column(default=None)
    signature: Mapped[bytes | None] = mapped_column(default=None)
    archive: Mapped[bytes | None] = mapped_column(default=None)


class LedgerRow(Base):
    """Privacy budget spent on a year, in millionths of epsilon. Rows are added, never changed."""

    __tablename__ = "ledger"
    __table_args__ = (Index(None, "year"), NO_ROWID)

    release_id: Mapped[bytes] = mapped_column(ForeignKey("release.id"), primary_key=True)
    year: Mapped[int]
    bucket: Mapped[str] = mapped_column(unique=True)
    micro_epsilon: Mapped[int]


READABLE = frozenset({"bucket", "fact", "release", "ledger"})
"""The tables a statistics connection may read."""

WRITABLE = frozenset({"bucket", "release", "ledger"})
"""The tables a statistics connection may write."""


def bucket(name: str) -> Select[Bucket]:
    """Select one bucket."""
    return select(Bucket).where(Bucket.name == name)


def bucket_on(day: dt.date) -> Select[Bucket]:
    """Select the bucket a day falls into."""
    return select(Bucket).where(Bucket.first <= day, Bucket.last >= day)


def buckets() -> Select[Bucket]:
    """Select all buckets, newest first."""
    return select(Bucket).order_by(Bucket.first.desc())


def bodies(bucket_name: str) -> Select[Sealed]:
    """Select a bucket's sealed facts in the order of their random ids."""
    return select(Fact.body).where(Fact.bucket == bucket_name).order_by(Fact.id)


def release(release_id: bytes) -> Select[Release]:
    """Select one release."""
    return select(Release).where(Release.id == release_id)


def releases() -> Select[Release, Bucket]:
    """Select all releases with their buckets, newest first."""
    return (
        select(Release, Bucket)
        .join(Bucket, Bucket.name == Release.bucket)
        .order_by(Bucket.first.desc())
    )


def spent(year: int) -> Select[int]:
    """Select the budget a year has spent, in millionths of epsilon."""
    return select(func.coalesce(func.sum(LedgerRow.micro_epsilon), 0)).where(LedgerRow.year == year)
