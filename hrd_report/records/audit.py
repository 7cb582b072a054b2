"""What was done and read, by whom, on which day. Never a defender's visit, address or words."""

import datetime as dt
import enum

from sqlalchemy import Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base


class Act(enum.Enum):
    """Everything staff or a job can do that is worth proving later."""

    LOGGED_IN = "logged_in"
    TOOK = "took"
    RELEASED_CASE = "released_case"
    OPENED = "opened"
    FILE_OPENED = "file_opened"
    CLASSIFIED = "classified"
    ASSESSED_RISK = "assessed_risk"
    RECORDED_FINDING = "recorded_finding"
    NOTED = "noted"
    MESSAGED = "messaged"
    CONSENT_RECORDED = "consent_recorded"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    STATE_CHANGED = "state_changed"
    DRAFTED = "drafted"
    QUEUED = "queued"
    SENT = "sent"
    NOT_SENT = "not_sent"
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    SILENCE_RECORDED = "silence_recorded"
    FACT_WRITTEN = "fact_written"
    RELEASED_FIGURES = "released_figures"
    STAFF_ADDED = "staff_added"
    STAFF_LEFT = "staff_left"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an act


class AuditRow(Base):
    """One act. `actor` is a person's id, or nothing for a job; `object` what it was done to."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "object"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    day: Mapped[dt.date]
    act: Mapped[Act]
    actor: Mapped[bytes | None] = mapped_column(default=None)
    object: Mapped[bytes | None] = mapped_column(default=None)


def acts_on(object_id: bytes) -> Select[AuditRow]:
    """Select what was done to one thing."""
    return select(AuditRow).where(AuditRow.object == object_id)
