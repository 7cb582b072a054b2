"""Reports, cases and consents: the clear envelope around sealed items, and no word of them."""

import datetime as dt
import enum
from collections.abc import Collection

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Row,
    Select,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.keys import Grant, KeyRow
from hrd_report.sealed import Sealed


class ReportState(enum.Enum):
    """How far a report has come. The lifecycle's table is `casefile.lifecycles`."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    IN_TRIAGE = "in_triage"
    ACCEPTED = "accepted"
    NEEDS_INFORMATION = "needs_information"
    REFERRED = "referred"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"


class CaseState(enum.Enum):
    """How far a case has come."""

    RECEIVED = "received"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING_DEFENDER = "waiting_defender"
    WAITING_PLATFORM = "waiting_platform"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Urgency(enum.Enum):
    """How soon somebody must look, the soonest first.

    Set by the defender's first answer, then by the desk.
    """

    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"


class Due(enum.Enum):
    """What the next clock of a case is for. Names no platform: that is sealed."""

    FIRST_ANSWER = "first_answer"
    TRIAGE = "triage"
    WORD_TO_DEFENDER = "word_to_defender"
    ACKNOWLEDGEMENT = "acknowledgement"
    DECISION = "decision"
    APPEAL = "appeal"
    LOOK_AGAIN = "look_again"
    NOTHING = "nothing"


OVER = (CaseState.RESOLVED, CaseState.CLOSED)
"""States in which nothing is due any more."""


class Case(Base):
    """What caseworkers work on. Times are rounded up to the hour, days are days of receipt.

    `number` is a random label people can say aloud. `version` grows with every change.
    `restricted`: the team has no grant, only people named. `held`: retention does not erase it.
    `asleep`: put off, until `asleep_until` or an answer; a clock that ran over wakes it.
    `state_day`: since when the state is what it is, if it ever moved. `warned_day`: when its
    erasure was announced.
    """

    __tablename__ = "case"
    __table_args__ = (
        Index(None, "team_id", "state", "urgency", "due_at"),
        Index(None, "team_id", "assignee", "state", "urgency", "due_at"),
        Index(None, "team_id", "language", "state", "urgency", "due_at"),
        Index(None, "state", "state_day"),
        Index(None, "kid"),
        Index(
            "ix_case_assignee",
            "assignee",
            sqlite_where=text("assignee IS NOT NULL"),
            postgresql_where=text("assignee IS NOT NULL"),
        ),
        Index(
            "ix_case_restricted",
            "team_id",
            sqlite_where=text("restricted = 1"),
            postgresql_where=text("restricted"),
        ),
        Index(
            "ix_case_asleep",
            "team_id",
            sqlite_where=text("asleep = 1"),
            postgresql_where=text("asleep"),
        ),
        NO_ROWID,
    )

    id: Mapped[bytes] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"))
    team_id: Mapped[bytes] = mapped_column(ForeignKey("team.id"))
    state: Mapped[CaseState]
    urgency: Mapped[Urgency]
    language: Mapped[str]
    received_day: Mapped[dt.date]
    due: Mapped[Due]
    due_from: Mapped[dt.datetime | None] = mapped_column(default=None)
    due_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    assignee: Mapped[bytes | None] = mapped_column(ForeignKey("person.id"), default=None)
    size: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    restricted: Mapped[bool] = mapped_column(default=False, server_default=false())
    held: Mapped[bool] = mapped_column(default=False, server_default=false())
    state_day: Mapped[dt.date | None] = mapped_column(default=None)
    warned_day: Mapped[dt.date | None] = mapped_column(default=None)
    asleep: Mapped[bool] = mapped_column(default=False, server_default=false())
    asleep_until: Mapped[dt.date | None] = mapped_column(default=None)


class Report(Base):
    """What a defender sent. `lookup` is derived from the receipt and finds nothing without it.

    `digest` recognises the same form sent twice: it is keyed by the receipt, or by the pepper for
    what came sealed.
    """

    __tablename__ = "report"
    __table_args__ = (Index(None, "case_id"), NO_ROWID)

    lookup: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey("case.id"))
    receipt_kid: Mapped[bytes] = mapped_column(ForeignKey("key.kid"))
    state: Mapped[ReportState]
    digest: Mapped[bytes]
    day: Mapped[dt.date]


class Answered(Base):
    """An answer kept for a repeated `Idempotency-Key`, sealed under that key itself."""

    __tablename__ = "answered"
    __table_args__ = (Index(None, "until"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    blob: Mapped[Sealed]
    until: Mapped[dt.datetime]


class ConsentState(enum.Enum):
    """Whether a consent holds."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Consent(Base):
    """One purpose a defender agreed to. What it is about is sealed: to the case and the receipt."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "case_id"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[bytes] = mapped_column(ForeignKey("case.id"))
    state: Mapped[ConsentState]
    item_id: Mapped[bytes] = mapped_column(ForeignKey("item.id"))
    day: Mapped[dt.date]
    until: Mapped[dt.datetime | None] = mapped_column(default=None)


def case(case_id: bytes) -> Select[Case]:
    """Select one case."""
    return select(Case).where(Case.id == case_id)


def visible_to(kid: bytes) -> ColumnElement[bool]:
    """Say that a case is not restricted, or granted to this person's key."""
    return or_(~Case.restricted, _granted_to(kid))


def numbers_of(case_ids: Collection[bytes], kid: bytes) -> Select[bytes, str]:
    """Select ids and numbers of those among some cases that are open to this person's key."""
    return select(Case.id, Case.number).where(Case.id.in_(case_ids), visible_to(kid))


def sleeps(now: dt.datetime) -> ColumnElement[bool]:
    """Say that somebody put a case off, and that nothing woke it yet."""
    return (
        Case.asleep
        & (Case.asleep_until.is_(None) | (Case.asleep_until > now.date()))
        & (Case.due_at.is_(None) | (Case.due_at >= now))
    )


def asleep(team_id: bytes, kid: bytes, now: dt.datetime) -> Select[Urgency, bool, int]:
    """Count a team's sleeping cases by urgency, and whether nobody has them: `hidden` left out.

    They are few: as with those, their own index alone is to be used.
    """
    ours = func.coalesce(Case.team_id, b"") == team_id
    free = Case.assignee.is_(None)
    return (
        select(Case.urgency, free, func.count())
        .where(sleeps(now), ours, visible_to(kid), Case.state.not_in(OVER))
        .group_by(Case.urgency, free)
    )


def hidden(team_id: bytes, kid: bytes) -> Select[Case]:
    """Select a team's restricted cases that are not granted to this person's key.

    They are few: the index of restricted cases alone is to be used, so none may be for the team.
    """
    ours = func.coalesce(Case.team_id, b"") == team_id
    return select(Case).where(Case.restricted, ours, ~_granted_to(kid))


def granted_to(kid: bytes) -> Select[Case]:
    """Select the cases that are granted to a person's own key, oldest first."""
    granted = select(Case).join(Grant, Grant.child == Case.kid).where(Grant.holder == kid)
    return granted.order_by(Case.received_day, Case.id)


def _granted_to(kid: bytes) -> ColumnElement[bool]:
    return exists().where(Grant.child == Case.kid, Grant.holder == kid)


def numbered(number: str) -> Select[Case]:
    """Select the case people call by this number."""
    return select(Case).where(Case.number == number)


def report(lookup: bytes) -> Select[Report]:
    """Select what answers to a receipt."""
    return select(Report).where(Report.lookup == lookup)


_reports, _cases, _keys = Report.__table__, Case.__table__, KeyRow.__table__
# Built once, and of bare columns: every report that arrives asks this.
_place = (
    select(_reports.c.case_id, _keys.c.public, _reports.c.digest)
    .join_from(_reports, _cases, _cases.c.id == _reports.c.case_id)
    .join(_keys, _keys.c.kid == _cases.c.kid)
    .where(_reports.c.lookup == bindparam("lookup"))
)


def place(session: Session, lookup: bytes) -> Row[bytes, bytes, bytes] | None:
    """Return of what answers to a receipt: its case's id and public key, and its digest."""
    return session.connection().execute(_place, {"lookup": lookup}).first()


def report_of(case_id: bytes) -> Select[Report]:
    """Select the report a case grew from."""
    return select(Report).where(Report.case_id == case_id)


def consents_of(case_id: bytes) -> Select[Consent]:
    """Select a case's consents."""
    return select(Consent).where(Consent.case_id == case_id)


def answered(key_id: bytes) -> Select[Answered]:
    """Select the answer kept for a repeated request."""
    return select(Answered).where(Answered.id == key_id)
