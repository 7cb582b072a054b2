"""What was done and read, by whom, on which day. Never a defender's visit, address or words."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from sqlalchemy import Index, Select, String, func, select, type_coerce, union_all
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrd_report.records.acts import Act
from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.cases import Consent
from hrd_report.records.escalations import Escalation
from hrd_report.records.keys import Item

_TURN: Final = 0x6872645F6175
"""The number of the PostgreSQL lock that whoever numbers rows holds."""


class AuditRow(Base):
    """One act. `actor` is a person's id, or nothing for a job; `object` what it was done to.

    `position` is its place in the hash tree, from 0, or nothing until it is numbered.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "object"),
        Index(None, "position", unique=True),
        Index(None, "actor", "day"),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(primary_key=True)
    day: Mapped[dt.date]
    act: Mapped[Act]
    actor: Mapped[bytes | None] = mapped_column(default=None)
    object: Mapped[bytes | None] = mapped_column(default=None)
    position: Mapped[int | None] = mapped_column(default=None)


class CheckpointRow(Base):
    """A signed note on the first `size` rows. `frontier` lets the next rows be added to them."""

    __tablename__ = "checkpoint"
    __table_args__ = (NO_ROWID,)

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    frontier: Mapped[bytes]


# As they lie there, so that a row nobody could have written is still read.
RAW: Final = (
    AuditRow.position,
    AuditRow.id,
    type_coerce(AuditRow.day, String).label("day"),
    type_coerce(AuditRow.act, String).label("act"),
    AuditRow.actor,
    AuditRow.object,
)


def acts_on(object_id: bytes) -> Select[AuditRow]:
    """Select what was done to one thing."""
    return select(AuditRow).where(AuditRow.object == object_id)


def acts_on_any(objects: Collection[bytes], acts: Collection[Act]) -> Select[AuditRow]:
    """Select what of these acts was done to any of these things, the newest day first."""
    return (
        select(AuditRow)
        .where(AuditRow.object.in_(objects), AuditRow.act.in_(acts))
        .order_by(AuditRow.day.desc(), AuditRow.id)
    )


def things_seen(actor: bytes, acts: Collection[Act], day: dt.date) -> Select[int]:
    """Select how many things one person did any of these acts to, on one day."""
    return select(func.count(AuditRow.object.distinct())).where(
        AuditRow.actor == actor, AuditRow.day == day, AuditRow.act.in_(acts)
    )


def was_done(actor: bytes, act: Act, thing: bytes, day: dt.date) -> Select[bytes]:
    """Select whether one person did something to a thing, on one day."""
    return (
        select(AuditRow.id)
        .where(
            AuditRow.object == thing,
            AuditRow.actor == actor,
            AuditRow.day == day,
            AuditRow.act == act,
        )
        .limit(1)
    )


def acts_around(case_id: bytes) -> Select[AuditRow]:
    """Select the numbered rows about a case, its items, consents and escalations, by position."""
    belonging = union_all(
        select(Item.id).where(Item.case_id == case_id),
        select(Consent.id).where(Consent.case_id == case_id),
        select(Escalation.id).where(Escalation.case_id == case_id),
    )
    return (
        select(AuditRow)
        .where(
            AuditRow.position.is_not(None),
            (AuditRow.object == case_id) | AuditRow.object.in_(belonging),
        )
        .order_by(AuditRow.position)
    )


def unnumbered() -> Select[AuditRow]:
    """Select the rows that have no position yet, in the order in which they get one."""
    return select(AuditRow).where(AuditRow.position.is_(None)).order_by(AuditRow.day, AuditRow.id)


def waiting() -> Select[int]:
    """Select how many rows have no position yet."""
    return select(func.count()).where(AuditRow.position.is_(None))


def numbered() -> Select[int | None, bytes, str, str, bytes | None, bytes | None]:
    """Select the raw columns of all numbered rows, by position."""
    return select(*RAW).where(AuditRow.position.is_not(None)).order_by(AuditRow.position)


def checkpoints() -> Select[CheckpointRow]:
    """Select all checkpoints, the smallest first."""
    return select(CheckpointRow).order_by(CheckpointRow.size)


def last_checkpoint() -> Select[CheckpointRow]:
    """Select the newest checkpoint."""
    return select(CheckpointRow).order_by(CheckpointRow.size.desc()).limit(1)


def last_day() -> Select[dt.date]:
    """Select the day of the last numbered row."""
    return (
        select(AuditRow.day)
        .where(AuditRow.position.is_not(None))
        .order_by(AuditRow.position.desc())
        .limit(1)
    )


def acts_by_day(since: dt.date) -> Select[dt.date, Act, int]:
    """Select how often each act was done on each day, the newest first. Names nobody."""
    return (
        select(AuditRow.day, AuditRow.act, func.count())
        .where(AuditRow.day >= since)
        .group_by(AuditRow.day, AuditRow.act)
        .order_by(AuditRow.day.desc(), AuditRow.act)
    )


def acts_of(person_id: bytes, since: dt.date) -> Select[AuditRow]:
    """Select what one person did, and what was done to them, the newest day first."""
    theirs = (AuditRow.actor == person_id) | (AuditRow.object == person_id)
    return (
        select(AuditRow)
        .where(theirs, AuditRow.day >= since)
        .order_by(AuditRow.day.desc(), AuditRow.position.desc())
    )


def take_turn(session: Session) -> None:
    """Wait until nobody else numbers rows. A writing transaction on SQLite is alone already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_TURN)))
