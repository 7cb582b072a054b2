"""Tells the organisation's own systems that something changed, and nothing of what it is.

What changed is seen by its version, every five minutes: no act need know of this, several changes
are one message, and the minute in which a defender wrote is told to nobody. A message is sent
until it is taken: with the same id each time, so that a second one is known for what it is.
"""

import datetime as dt
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.clock import Clock, hour_before
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.escalation.channels.wire import Server, Wire
from hrd_report.escalation.undelivered import NotDelivered
from hrd_report.jobs import hook_keys
from hrd_report.records import webhooks
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.database import Database
from hrd_report.records.webhooks import (
    EventKind,
    Webhook,
    WebhookEvent,
    WebhookState,
    WebhookTold,
)
from hrd_report.sealed import Sealed
from hrd_report.vault import channels
from hrd_report.vault.keys import Key
from hrd_report.vault.signatures import SigningKey
from hrd_report.web.services import Services

EVERY: Final = dt.timedelta(minutes=5)
LEASE: Final = dt.timedelta(minutes=2)
WAITS: Final = (1, 5, 30, 120, 300, 600, 840, 1200, 1440)
"""Minutes between tries. After the last one it is stopped."""

_AT_ONCE: Final = 500
_SECONDS: Final = 8.0
_TAKEN: Final = range(200, 300)


@dataclass(frozen=True, slots=True, repr=False)
class Teller:
    """What telling needs: `key` opens where to, `wire` reaches it."""

    database: Database
    clock: Clock
    key: Key
    wire: Wire


@dataclass(frozen=True, slots=True, repr=False)
class _Taken:
    """A message that is ours to send until its lease ends."""

    hook_id: bytes
    event_id: bytes
    kind: EventKind
    name: str
    at: dt.datetime
    blob: Sealed | None
    later: Sealed | None
    switch: dt.date | None
    until: dt.datetime


def look(database: Database, clock: Clock) -> int:
    """Note what changed in every team that somebody listens to; return how much that is."""
    at = hour_before(clock())
    with database.reading() as session:
        teams = session.scalars(webhooks.listening_teams()).all()
    return sum(_look(database, team, at) for team in teams)


def tell_one(parts: Services, key: Key) -> bool:
    """Send one message of a running program. See `tell`."""
    wire = Wire(proxy=parts.settings.outbound_proxy, seconds=_SECONDS)
    return tell(Teller(parts.database, parts.clock, key, wire))


def tell(teller: Teller) -> bool:
    """Send one message that may go now, and note how that went. False if there was none."""
    taken = _take(teller)
    if taken is None:
        return False
    problem, gone = _send(teller, taken)
    with teller.database.writing() as session:
        hook = session.get(Webhook, taken.hook_id, with_for_update=True)
        if hook is not None and hook.lease_until == taken.until:
            hook.lease_until = None
        # Ended or taken over meanwhile: then it is no more ours to say how it went.
        if hook is not None and hook.state is WebhookState.ACTIVE and not hook.lease_until:
            _note(session, hook, taken, problem, now=teller.clock(), gone=gone)
    return True


def _look(database: Database, team_id: bytes, at: dt.datetime) -> int:
    with database.writing() as session:
        hooks = session.scalars(webhooks.active_of(team_id)).all()
        cases = session.execute(webhooks.changed_cases(team_id, limit=_AT_ONCE)).all()
        requests = session.execute(webhooks.changed_escalations(team_id, limit=_AT_ONCE)).all()
        news = {one.id: _now_told(session, one.id, one.version, told) for one, told in cases}
        for request, told in requests:
            _now_told(session, request.id, request.version, told)
            news[request.id] = EventKind.ESCALATION_CHANGED
        session.add_all(
            WebhookEvent(id=keeping.new_id(), webhook_id=hook.id, kind=kind, thing=thing, at=at)
            for thing, kind in news.items()
            for hook in hooks
        )
    return len(news)


def _now_told(session: Session, thing: bytes, version: int, told: WebhookTold | None) -> EventKind:
    """Note that a version is told, and return what that is of a case."""
    if told is None:
        session.add(WebhookTold(thing=thing, version=version))
        return EventKind.CASE_RECEIVED
    told.version = version
    return EventKind.CASE_CHANGED


def _take(teller: Teller) -> _Taken | None:
    now = teller.clock()
    with teller.database.reading() as session:
        if session.scalars(webhooks.due(now)).first() is None:
            return None
    with teller.database.writing() as session:
        hook = session.scalars(webhooks.due(now)).first()
        if hook is None:
            return None
        for event in session.scalars(webhooks.waiting_for(hook.id)):
            name = _name(session, hook, event)
            if name is None:
                session.delete(event)
                continue
            hook.lease_until = now + LEASE
            return _Taken(
                hook_id=hook.id,
                event_id=event.id,
                kind=event.kind,
                name=name,
                at=event.at,
                blob=hook.blob,
                later=hook.later_blob,
                switch=hook.switch_day,
                until=hook.lease_until,
            )
    return None


def _name(session: Session, hook: Webhook, event: WebhookEvent) -> str | None:
    """Return what a thing is called in the API; nothing where it is gone, or closed meanwhile."""
    if event.kind is EventKind.ESCALATION_CHANGED:
        found = session.execute(webhooks.escalation_in(event.thing)).first()
        case, name = (found[1], event.thing.hex()) if found is not None else (None, "")
    else:
        case = session.get(Case, event.thing)
        name = case.number if case is not None else ""
    if case is None or case.restricted or case.team_id != hook.team_id:
        return None
    return name


def _send(teller: Teller, taken: _Taken) -> tuple[str | None, bool]:
    """Return what failed, if something did, and whether nobody wants to be told any more."""
    try:
        now = teller.clock()
        secret = hook_keys.opened(taken.blob, taken.hook_id, teller.key)
        parts = urlsplit(secret["address"])
        signing = hook_keys.signing(
            secret["seed"], taken.later, taken.switch, taken.hook_id, teller.key, now.date()
        )
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        server = Server(teller.wire, f"https://{parts.netloc}", {})
        status = server.notify(path, *_message(taken, signing, now))
    except (Damaged, NotAllowed):
        return "damaged", True
    except NotDelivered as failure:
        return failure.problem, False
    if status in _TAKEN:
        return None, False
    return "refused_content", status == HTTPStatus.GONE


def _message(
    taken: _Taken, signing: list[SigningKey], now: dt.datetime
) -> tuple[bytes, dict[str, str]]:
    said = {
        "type": taken.kind.value,
        "timestamp": taken.at.isoformat().replace("+00:00", "Z"),
        "data": {"id": taken.name},
    }
    body = json.dumps(said, separators=(",", ":")).encode()
    name, moment = f"msg_{taken.event_id.hex()}", int(now.timestamp())
    return body, {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(
            channels.sign_hook(one, name, moment, body) for one in signing
        ),
    }


def _note(
    session: Session,
    hook: Webhook,
    taken: _Taken,
    problem: str | None,
    *,
    now: dt.datetime,
    gone: bool,
) -> None:
    if problem is None:
        session.execute(delete(WebhookEvent).where(WebhookEvent.id == taken.event_id))
        hook.failures, hook.problem, hook.next_at = 0, None, now
        return
    hook.failures, hook.problem = hook.failures + 1, problem
    if not gone and hook.failures <= len(WAITS):
        hook.next_at = now + dt.timedelta(minutes=WAITS[hook.failures - 1])
        return
    hook.state = WebhookState.STOPPED
    session.execute(delete(WebhookEvent).where(WebhookEvent.webhook_id == hook.id))
    keeping.record(session, Act.WEBHOOK_STOPPED, actor=None, thing=hook.id, day=now.date())
