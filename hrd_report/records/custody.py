"""Signed rosters of keys, and who keeps which share of the recovery key. Keeps no share."""

import datetime as dt

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrd_report.records.base import NO_ROWID, Base


class RosterRow(Base):
    """A roster as its owner signed it: public keys, until when they hold. All is published."""

    __tablename__ = "roster"
    __table_args__ = (NO_ROWID,)

    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    day: Mapped[dt.date]


class Custody(Base):
    """That a share of a recovery key was given away: its number, to whom, when last seen."""

    __tablename__ = "custody"
    __table_args__ = (NO_ROWID,)

    kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"), primary_key=True)
    share: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[dt.date]
    person_id: Mapped[bytes | None] = mapped_column(ForeignKey("person.id"), default=None)
    seen_day: Mapped[dt.date | None] = mapped_column(default=None)


def last_roster() -> Select[RosterRow]:
    """Select the newest roster."""
    return select(RosterRow).order_by(RosterRow.epoch.desc()).limit(1)


_rosters = RosterRow.__table__
# Built once, and of bare columns: every report that makes a case asks this.
_last_note = select(_rosters.c.text).order_by(_rosters.c.epoch.desc()).limit(1)


def last_note(session: Session) -> str | None:
    """Return the text of the newest roster, as it lies there."""
    note: str | None = session.connection().scalar(_last_note)
    return note
