"""Buckets, sealed facts, releases and the ledger: all that statistics may read. No case, no day."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, Select, func, select, type_coerce
from sqlalchemy.orm import Mapped, mapped_column, undefer

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.sealed import Sealed


class BucketState(enum.Enum):
    """A bucket takes facts until it is frozen; a frozen one is released once.

    Of a destroyed one, long after its year's last release, neither key nor fact is left.
    """

    OPEN = "open"
    FROZEN = "frozen"
    RELEASED = "released"
    DESTROYED = "destroyed"


class Bucket(Base):
    """A stretch of time, `first` to `last` day, disjoint from all others, with a key of its own.

    `public` and `grant` make statistics independent of the key tables: `grant` is the bucket's
    seed sealed to the analysts' key `holder`. `size` is that of its whole year.
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
    size: Mapped[str] = mapped_column(default="S", server_default="S")


class Fact(Base):
    """A coded, nameless row sealed to its bucket. No foreign key and no time, on purpose."""

    __tablename__ = "fact"
    __table_args__ = (Index(None, "bucket"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    bucket: Mapped[str]
    body: Mapped[Sealed]


class Envelope(Base):
    """A key that many facts of a large bucket lie under, sealed to that bucket once."""

    __tablename__ = "envelope"
    __table_args__ = (Index(None, "bucket"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    bucket: Mapped[str]
    body: Mapped[Sealed]


class ReleaseState(enum.Enum):
    """A reserved release has spent its budget, whatever happens next."""

    RESERVED = "reserved"
    DONE = "done"


class Part(enum.Enum):
    """What a release stands for: one bucket of several, or the close of a whole year."""

    BUCKET = "bucket"
    CLOSE = "close"


class Release(Base):
    """Figures drawn once: of the bucket of that name, or of the year where a year has several.

    `plan` is the hash of what was to be measured, `measured` the noisy numbers before anything was
    made to agree, which a year's close takes in. `archive` are the bytes every download gives and
    `total` the number in them by which the next year's size is chosen.
    """

    __tablename__ = "release"
    __table_args__ = (NO_ROWID,)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int]
    part: Mapped[Part]
    state: Mapped[ReleaseState]
    tier: Mapped[str]
    plan: Mapped[bytes]
    day: Mapped[dt.date]
    manifest: Mapped[bytes | None] = mapped_column(default=None)
    signature: Mapped[bytes | None] = mapped_column(default=None)
    archive: Mapped[bytes | None] = mapped_column(default=None, deferred=True)
    measured: Mapped[bytes | None] = mapped_column(default=None, deferred=True)
    total: Mapped[int | None] = mapped_column(default=None)


class LedgerRow(Base):
    """Privacy budget spent, in millionths of epsilon or billionths of rho. Rows are only added."""

    __tablename__ = "ledger"
    __table_args__ = (Index(None, "year"), NO_ROWID)

    release_id: Mapped[bytes] = mapped_column(ForeignKey("release.id"), primary_key=True)
    year: Mapped[int]
    part: Mapped[Part]
    bucket: Mapped[str] = mapped_column(unique=True)
    micro_epsilon: Mapped[int]
    nano_rho: Mapped[int]


class Attempt(Base):
    """One beginning of a reserved release. Only the first that ends is ever seen by anybody."""

    __tablename__ = "attempt"
    __table_args__ = (NO_ROWID,)

    release_id: Mapped[bytes] = mapped_column(ForeignKey("release.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Lift(Base):
    """A wish to let a year pass the stop of a lifetime: in force once a second person agreed."""

    __tablename__ = "lift"
    __table_args__ = (NO_ROWID,)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked_by: Mapped[bytes]
    day: Mapped[dt.date]
    agreed_by: Mapped[bytes | None] = mapped_column(default=None)


READABLE = frozenset({"bucket", "fact", "envelope", "release", "ledger", "attempt", "lift"})
"""The tables a statistics connection may read."""

WRITABLE = frozenset({"bucket", "release", "lift"})
"""The tables a statistics connection may add to and change."""

APPENDABLE = frozenset({"ledger", "attempt"})
"""The tables it may add to, and never change."""


def bucket(name: str) -> Select[Bucket]:
    """Select one bucket."""
    return select(Bucket).where(Bucket.name == name)


def bucket_on(day: dt.date) -> Select[Bucket]:
    """Select the bucket a day falls into."""
    return select(Bucket).where(Bucket.first <= day, Bucket.last >= day)


def buckets() -> Select[Bucket]:
    """Select all buckets, newest first."""
    return select(Bucket).order_by(Bucket.first.desc())


def bodies(bucket_name: str) -> Select[bytes]:
    """Select a bucket's sealed facts in the order of their random ids: bare bytes, no `Sealed`.

    There may be millions, and an object around each costs more time than opening it.
    """
    bare = type_coerce(Fact.body, LargeBinary)
    return select(bare).where(Fact.bucket == bucket_name).order_by(Fact.id)


def envelopes(bucket_name: str) -> Select[Envelope]:
    """Select the envelopes that a bucket's facts may lie under."""
    return select(Envelope).where(Envelope.bucket == bucket_name)


def release(release_id: bytes) -> Select[Release]:
    """Select one release."""
    return select(Release).where(Release.id == release_id)


def releases() -> Select[Release]:
    """Select all releases in the order of their stretches, a year's close after its buckets."""
    return select(Release).order_by(Release.year, Release.part, Release.bucket)


def attempts(release_id: bytes) -> Select[int]:
    """Select how often a release was begun."""
    return select(func.count()).select_from(Attempt).where(Attempt.release_id == release_id)


def spendings() -> Select[LedgerRow]:
    """Select the whole ledger."""
    return select(LedgerRow).order_by(LedgerRow.year, LedgerRow.bucket)


def lifts() -> Select[Lift]:
    """Select every wish to pass the stop of a lifetime."""
    return select(Lift).order_by(Lift.year)


def last_total() -> Select[Any]:
    """Select the yearly total that was published last, if one was."""
    return (
        select(Release.total)
        .where(Release.part == Part.CLOSE, Release.state == ReleaseState.DONE)
        .order_by(Release.year.desc())
        .limit(1)
    )


WITH_FILES = (undefer(Release.archive),)
"""Options of a select that needs the files themselves."""

WITH_MEASURED = (undefer(Release.measured),)
"""Options of a select that needs the noisy numbers."""
