"""Calls for a second person to a critical case, and where staff are woken. Holds no word."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import ForeignKey, Index, Select, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.cases import OVER, Case, visible_to
from hrd_report.records.keys import Grant
from hrd_report.records.people import TEAM_ROLES, Person, PersonState
from hrd_report.sealed import Sealed


class Alarm(Base):
    """A call that stands until somebody else answers it.

    `next_at`: when the jobs process writes to colleagues next, or nothing; it is also its lease.
    `calls`: how often it did.
    """

    __tablename__ = "alarm"
    __table_args__ = (
        Index(None, "case_id"),
        Index(
            "ix_alarm_open",
            "next_at",
            sqlite_where=text("answered_by IS NULL"),
            postgresql_where=text("answered_by IS NULL"),
        ),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey("case.id"))
    raised_by: Mapped[bytes] = mapped_column(ForeignKey("person.id"))
    day: Mapped[dt.date]
    next_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    calls: Mapped[int] = mapped_column(default=0)
    answered_by: Mapped[bytes | None] = mapped_column(ForeignKey("person.id"), default=None)
    answered_day: Mapped[dt.date | None] = mapped_column(default=None)


class WakingAddress(Base):
    """Where somebody is woken: sealed to the key of what sends, so that no page shows it."""

    __tablename__ = "waking_address"
    __table_args__ = (NO_ROWID,)

    person_id: Mapped[bytes] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"))
    blob: Mapped[Sealed]
    day: Mapped[dt.date]


def open_of(case_id: bytes) -> Select[Alarm]:
    """Select the call of a case that nobody answered."""
    return select(Alarm).where(Alarm.case_id == case_id, Alarm.answered_by.is_(None))


def of_case(case_id: bytes) -> Select[Alarm]:
    """Select all calls of a case, answered ones too."""
    return select(Alarm).where(Alarm.case_id == case_id)


def standing(team_id: bytes, kid: bytes) -> Select[Alarm, Case]:
    """Select the calls that somebody of a team sees: never of a case they may not open.

    They are few: their own index is to be used, and none of the cases'.
    """
    ours = func.coalesce(Case.team_id, b"") == team_id
    return (
        select(Alarm, Case)
        .join(Case, Case.id == Alarm.case_id)
        .where(
            Alarm.answered_by.is_(None),
            ours,
            Case.state.not_in(OVER),
            visible_to(kid),
        )
        .order_by(Case.number)
    )


def due(now: dt.datetime) -> Select[Alarm, Case]:
    """Select a call that colleagues are to be written to about, locked for nobody else to take."""
    return (
        select(Alarm, Case)
        .join(Case, Case.id == Alarm.case_id)
        .where(
            Alarm.answered_by.is_(None),
            Alarm.next_at <= now,
            Case.state.not_in(OVER),
        )
        .order_by(Alarm.next_at)
        .limit(1)
        .with_for_update(of=Alarm, skip_locked=True)
    )


def to_wake(case: Case, but: Collection[bytes]) -> Select[Person, WakingAddress]:
    """Select the colleagues who may open a case and said where they are woken."""
    found = (
        select(Person, WakingAddress)
        .join(WakingAddress, WakingAddress.person_id == Person.id)
        .where(
            Person.team_id == case.team_id,
            Person.role.in_(TEAM_ROLES),
            Person.state == PersonState.ACTIVE,
            Person.id.not_in(but),
        )
        .order_by(Person.id)
    )
    if case.restricted:
        found = found.join(Grant, Grant.holder == Person.kid).where(Grant.child == case.kid)
    return found


def could_answer(case: Case, but: bytes) -> Select[bytes]:
    """Select the colleagues who could answer a call of a case."""
    found = select(Person.id).where(
        Person.team_id == case.team_id,
        Person.role.in_(TEAM_ROLES),
        Person.state == PersonState.ACTIVE,
        Person.id != but,
    )
    if case.restricted:
        found = found.join(Grant, Grant.holder == Person.kid).where(Grant.child == case.kid)
    return found
