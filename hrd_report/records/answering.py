"""How long first answers took, counted by day and whole hours. Names no case and nobody's visit."""

import datetime as dt

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.cases import Case, Due


class Answering(Base):
    """So many first answers of a `day` came after so many full `hours`."""

    __tablename__ = "answering"
    __table_args__ = (NO_ROWID,)

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    hours: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]


def since(day: dt.date) -> Select[int, int]:
    """Select how many answers came after how many hours since a day, the quickest first."""
    return (
        select(Answering.hours, func.sum(Answering.count))
        .where(Answering.day >= day)
        .group_by(Answering.hours)
        .order_by(Answering.hours)
    )


def overdue(since_day: dt.date, now: dt.datetime) -> Select[int]:
    """Select how many reports that came since a day wait longer than was promised."""
    return select(func.count()).where(
        Case.due == Due.FIRST_ANSWER, Case.due_at <= now, Case.received_day >= since_day
    )
