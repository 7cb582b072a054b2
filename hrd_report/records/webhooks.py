"""Where changes are told to, without content, and what is still to be told. Holds no word."""

import datetime as dt
import enum

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from hrd_report.records.base import NO_ROWID, Base
from hrd_report.records.cases import Case
from hrd_report.records.escalations import Escalation
from hrd_report.sealed import Sealed


class WebhookState(enum.Enum):
    """Whether it is told anything. STOPPED: it failed too often, until somebody takes it up."""

    ACTIVE = "active"
    STOPPED = "stopped"
    ENDED = "ended"


class EventKind(enum.Enum):
    """What may be told. The values are the `type` of a message."""

    CASE_RECEIVED = "case.received"
    CASE_CHANGED = "case.changed"
    ESCALATION_CHANGED = "escalation.changed"


class Webhook(Base):
    """An address that is told of a team's changes.

    `name` is the organisation's own label. `blob` holds the address and the signing key, sealed
    to the key of what sends; `public` is the other half of that key. `failures` in a row; what
    failed last is one of our codes (`problem`). `next_at`: not before. A key that follows stands in
    `later_blob` and `later_public`: until `switch_day` both sign, from then on it alone.
    """

    __tablename__ = "webhook"
    __table_args__ = (NO_ROWID,)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    team_id: Mapped[bytes] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(unique=True)
    state: Mapped[WebhookState]
    public: Mapped[bytes]
    day: Mapped[dt.date]
    next_at: Mapped[dt.datetime]
    made_by: Mapped[bytes | None] = mapped_column(ForeignKey("person.id"), default=None)
    blob: Mapped[Sealed | None] = mapped_column(default=None)
    failures: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(default=None)
    lease_until: Mapped[dt.datetime | None] = mapped_column(default=None)
    later_public: Mapped[bytes | None] = mapped_column(default=None)
    later_blob: Mapped[Sealed | None] = mapped_column(default=None)
    switch_day: Mapped[dt.date | None] = mapped_column(default=None)


class WebhookEvent(Base):
    """Something that is still to be told. `thing` is a case or an escalation; `at` a full hour."""

    __tablename__ = "webhook_event"
    __table_args__ = (Index(None, "webhook_id"), Index(None, "thing"), NO_ROWID)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    webhook_id: Mapped[bytes] = mapped_column(ForeignKey("webhook.id"))
    kind: Mapped[EventKind]
    thing: Mapped[bytes]
    at: Mapped[dt.datetime]


class WebhookTold(Base):
    """Which version of a case or an escalation was told last. Says not when."""

    __tablename__ = "webhook_told"
    __table_args__ = (NO_ROWID,)

    thing: Mapped[bytes] = mapped_column(primary_key=True)
    version: Mapped[int]


def webhooks() -> Select[Webhook]:
    """Select all that are not over, by name."""
    return select(Webhook).where(Webhook.state != WebhookState.ENDED).order_by(Webhook.name)


def named(name: str) -> Select[Webhook]:
    """Select what people call by this name, also when it is over."""
    return select(Webhook).where(Webhook.name == name)


def active_of(team_id: bytes) -> Select[Webhook]:
    """Select what is told of a team's changes."""
    return select(Webhook).where(Webhook.team_id == team_id, Webhook.state == WebhookState.ACTIVE)


def to_settle(day: dt.date) -> Select[Webhook]:
    """Select those whose former key does not sign any more, locked."""
    return select(Webhook).where(Webhook.switch_day <= day).with_for_update()


def listening_teams() -> Select[bytes]:
    """Select the teams whose changes somebody is told of."""
    return select(Webhook.team_id).where(Webhook.state == WebhookState.ACTIVE).distinct()


def due(now: dt.datetime) -> Select[Webhook]:
    """Select one that may be told something now, locked for nobody else to take."""
    waiting = select(WebhookEvent.id).where(WebhookEvent.webhook_id == Webhook.id).exists()
    return (
        select(Webhook)
        .where(
            Webhook.state == WebhookState.ACTIVE,
            Webhook.next_at <= now,
            Webhook.lease_until.is_(None) | (Webhook.lease_until <= now),
            waiting,
        )
        .order_by(Webhook.next_at, Webhook.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def waiting_for(webhook_id: bytes) -> Select[WebhookEvent]:
    """Select what one is still to be told, the oldest hour first."""
    return (
        select(WebhookEvent)
        .where(WebhookEvent.webhook_id == webhook_id)
        .order_by(WebhookEvent.at, WebhookEvent.id)
    )


def changed_cases(team_id: bytes, *, limit: int) -> Select[Case, WebhookTold]:
    """Select a team's cases in a version that was not told, each with the one that was."""
    return (
        select(Case, WebhookTold)
        .outerjoin(WebhookTold, WebhookTold.thing == Case.id)
        .where(Case.team_id == team_id, Case.restricted.is_(False), _is_news(Case))
        .limit(limit)
    )


def changed_escalations(team_id: bytes, *, limit: int) -> Select[Escalation, WebhookTold]:
    """Select a team's escalations in a version that was not told."""
    return (
        select(Escalation, WebhookTold)
        .join(Case, Case.id == Escalation.case_id)
        .outerjoin(WebhookTold, WebhookTold.thing == Escalation.id)
        .where(Case.team_id == team_id, Case.restricted.is_(False), _is_news(Escalation))
        .limit(limit)
    )


def escalation_in(escalation_id: bytes) -> Select[Escalation, Case]:
    """Select an escalation with its case."""
    return (
        select(Escalation, Case)
        .join(Case, Case.id == Escalation.case_id)
        .where(Escalation.id == escalation_id)
    )


def _is_news(thing: type[Case] | type[Escalation]) -> ColumnElement[bool]:
    return WebhookTold.version.is_(None) | (WebhookTold.version != thing.version)
