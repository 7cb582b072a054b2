"""How a team works: when it is there, how soon it answers, who declined what. No case's words."""

import datetime as dt

from sqlalchemy import ColumnElement, ForeignKey, Select, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.cases import Case, Urgency


class Helpline(Base):
    """Whether a team is there at all, and in which time zone its hours are meant."""

    __tablename__ = "helpline"
    __table_args__ = (NO_ROWID,)

    team_id: Mapped[bytes] = mapped_column(ForeignKey("team.id"), primary_key=True)
    zone: Mapped[str]
    staffed: Mapped[bool]


class OpenHours(Base):
    """From when to when a team is there on a day of the week (0 is Monday), in minutes."""

    __tablename__ = "open_hours"
    __table_args__ = (NO_ROWID,)

    team_id: Mapped[bytes] = mapped_column(ForeignKey("team.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[int]
    closes: Mapped[int]


class ClosedDay(Base):
    """A day on which a team is not there, such as a holiday."""

    __tablename__ = "closed_day"
    __table_args__ = (NO_ROWID,)

    team_id: Mapped[bytes] = mapped_column(ForeignKey("team.id"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)


class AlertTimes(Base):
    """After how many minutes of being there a first answer alerts, alerts again, and is due."""

    __tablename__ = "alert_times"
    __table_args__ = (NO_ROWID,)

    team_id: Mapped[bytes] = mapped_column(ForeignKey("team.id"), primary_key=True)
    urgency: Mapped[Urgency] = mapped_column(primary_key=True)
    first: Mapped[int]
    second: Mapped[int]
    promise: Mapped[int]


class Declined(Base):
    """A case that somebody does not want to be offered. Why is nobody's to know, nor when."""

    __tablename__ = "declined"
    __table_args__ = (NO_ROWID,)

    person_id: Mapped[bytes] = mapped_column(ForeignKey("person.id"), primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)


def declined_by(person_id: bytes) -> ColumnElement[bool]:
    """Say that somebody declined a case."""
    return exists().where(Declined.person_id == person_id, Declined.case_id == Case.id)


def open_hours(team_id: bytes) -> Select[OpenHours]:
    """Select when a team is there."""
    return select(OpenHours).where(OpenHours.team_id == team_id)


def closed_days(team_id: bytes, since: dt.date) -> Select[dt.date]:
    """Select the days on which a team is not there, the next first."""
    wanted = select(ClosedDay.day).where(ClosedDay.team_id == team_id, ClosedDay.day >= since)
    return wanted.order_by(ClosedDay.day)


def alert_times(team_id: bytes) -> Select[AlertTimes]:
    """Select how soon a team answers."""
    return select(AlertTimes).where(AlertTimes.team_id == team_id)
