"""Adds and ends addresses that are told of changes. It seals what it takes, and opens nothing."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.errors import Conflict, Invalid, NotFound
from hrd_report.records import keys, webhooks
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.escalations import Escalation
from hrd_report.records.keys import KeyKind
from hrd_report.records.people import Team
from hrd_report.records.webhooks import Webhook, WebhookEvent, WebhookState, WebhookTold
from hrd_report.sealed import Plain
from hrd_report.vault import items
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.preamble import ID_BYTES, Context
from hrd_report.vault.signatures import SigningKey

KIND: Final = "webhook"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
LATER: Final = b"key that is next"
"""In the place of a case: a key that follows is never taken for an address and its key."""

BOTH_SIGN: Final = dt.timedelta(days=7)
_LONGEST: Final = 500


def every(session: Session) -> Sequence[Webhook]:
    """Return all that are not over."""
    return session.scalars(webhooks.webhooks()).all()


def make(
    session: Session,
    name: str,
    address: Plain,
    team_id: bytes,
    *,
    now: dt.datetime,
    by: bytes | None = None,
) -> Webhook:
    """Add an address for a team's changes, with a signing key of its own.

    Address and key are sealed to what sends, so that no page shows them. What stands in the
    database already is no news. Raises `Invalid`, and `Conflict` where there is no outbox.
    """
    called = name.strip().lower()
    _check(session, called, address.reveal().strip(), team_id)
    outbox = session.scalars(keys.active(KeyKind.DELIVERY)).first()
    if outbox is None:
        raise Conflict
    key, hook_id = SigningKey.new(), keeping.new_id()
    secret = {"address": address.reveal().strip(), "seed": key.seed.hex()}
    context = Context(KIND, bytes(ID_BYTES), hook_id)
    hook = Webhook(
        id=hook_id,
        team_id=team_id,
        name=called,
        state=WebhookState.ACTIVE,
        public=key.public_raw,
        day=now.date(),
        next_at=now,
        made_by=by,
        blob=items.seal_json(secret, PublicKey.from_raw(outbox.public), context),
    )
    if session.scalars(webhooks.active_of(team_id)).first() is None:
        _begin_here(session, team_id)
    session.add(hook)
    keeping.record(session, Act.WEBHOOK_MADE, actor=by, thing=hook.id, day=now.date())
    return hook


def resume(session: Session, hook_id: bytes, *, now: dt.datetime, by: bytes | None = None) -> None:
    """Take one up again that failed too often. What it missed is not told. Raises `NotFound`."""
    hook = _find(session, hook_id)
    if hook.state is not WebhookState.STOPPED:
        raise NotFound
    if session.scalars(webhooks.active_of(hook.team_id)).first() is None:
        _begin_here(session, hook.team_id)
    hook.state, hook.failures, hook.problem, hook.next_at = WebhookState.ACTIVE, 0, None, now
    keeping.record(session, Act.WEBHOOK_RESUMED, actor=by, thing=hook.id, day=now.date())


def rotate(session: Session, hook_id: bytes, *, day: dt.date, by: bytes | None = None) -> None:
    """Give one another signing key: for some days both sign, so that no message is refused.

    Raises `NotFound`, and `Conflict` where that goes on already or there is no outbox.
    """
    hook = _find(session, hook_id)
    outbox = session.scalars(keys.active(KeyKind.DELIVERY)).first()
    if hook.later_blob is not None or outbox is None:
        raise Conflict
    key, context = SigningKey.new(), Context(KIND, LATER, hook.id)
    hook.later_blob = items.seal_json(
        {"seed": key.seed.hex()}, PublicKey.from_raw(outbox.public), context
    )
    hook.later_public, hook.switch_day = key.public_raw, day + BOTH_SIGN
    keeping.record(session, Act.WEBHOOK_ROTATED, actor=by, thing=hook.id, day=day)


def end_former_key(
    session: Session, hook_id: bytes, *, day: dt.date, by: bytes | None = None
) -> None:
    """Let the former key sign nothing from now on. Raises `NotFound` where there is none."""
    hook = _find(session, hook_id)
    if hook.switch_day is None or hook.switch_day <= day:
        raise NotFound
    hook.switch_day = day
    keeping.record(session, Act.WEBHOOK_KEY_ENDED, actor=by, thing=hook.id, day=day)


def end(session: Session, hook_id: bytes, *, day: dt.date, by: bytes | None = None) -> None:
    """End one at once, and forget its address and its key. Raises `NotFound`."""
    hook = _find(session, hook_id)
    hook.state, hook.blob = WebhookState.ENDED, None
    hook.later_blob = hook.later_public = hook.switch_day = None
    session.execute(delete(WebhookEvent).where(WebhookEvent.webhook_id == hook.id))
    keeping.record(session, Act.WEBHOOK_ENDED, actor=by, thing=hook.id, day=day)


def _find(session: Session, hook_id: bytes) -> Webhook:
    hook = session.get(Webhook, hook_id, with_for_update=True)
    if hook is None or hook.state is WebhookState.ENDED:
        raise NotFound
    return hook


def _check(session: Session, name: str, address: str, team_id: bytes) -> None:
    wrong: dict[str, list[str]] = {}
    if not _NAME.fullmatch(name):
        wrong["name"] = ["bad_name"]
    elif session.scalars(webhooks.named(name)).first() is not None:
        wrong["name"] = ["taken"]
    if not _is_https(address):
        wrong["address"] = ["bad_address"]
    if session.get(Team, team_id) is None:
        wrong["team"] = ["unknown"]
    if wrong:
        raise Invalid(wrong)


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
        fine = parts.scheme == "https" and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    bare = not (parts.username or parts.password or parts.fragment)
    printable = address.isascii() and address.isprintable() and " " not in address
    return fine and bare and printable and len(address) <= _LONGEST


def _begin_here(session: Session, team_id: bytes) -> None:
    """Take everything a team has as told: nobody who is added late is told of all of it."""
    ours = select(Case.id).where(Case.team_id == team_id)
    requests = select(Escalation.id).where(Escalation.case_id.in_(ours))
    for things in (ours, requests):
        session.execute(delete(WebhookTold).where(WebhookTold.thing.in_(things)))
    cases = select(Case.id, Case.version).where(Case.team_id == team_id)
    escalations = select(Escalation.id, Escalation.version).where(Escalation.case_id.in_(ours))
    for found in (cases, escalations):
        session.execute(insert(WebhookTold).from_select(["thing", "version"], found))
