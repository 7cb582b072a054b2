"""A database, and rows that stand on each other with as little in them as tables allow."""

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from databases import Databases
from sqlalchemy.orm import Session

from hrd_report.records import facts
from hrd_report.records.cases import Case, CaseState, Due, Urgency
from hrd_report.records.database import Database, open_database
from hrd_report.records.escalations import Delivery, DeliveryState, Escalation, EscalationState
from hrd_report.records.keys import Item, ItemKind, KeyKind, KeyRow
from hrd_report.records.people import Team
from hrd_report.sealed import Sealed

DAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@dataclass
class Opened:
    """A database at the newest migration: the whole of it, and what statistics may touch."""

    url: str
    whole: Database
    figures: Database


@contextmanager
def opening(databases: Databases) -> Iterator[Opened]:
    """Give a database of one's own."""
    url = databases.fresh()
    whole = open_database(url)
    figures = open_database(
        url, readable=facts.READABLE, writable=facts.WRITABLE, appendable=facts.APPENDABLE
    )
    yield Opened(url, whole, figures)
    figures.close()
    whole.close()
    databases.drop(url)


def some_id() -> bytes:
    return secrets.token_bytes(16)


def keep_key(session: Session, kind: KeyKind = KeyKind.CASE, **changes: Any) -> KeyRow:
    row = KeyRow(**{"kid": some_id(), "kind": kind, "public": b"p" * 1216, "day": DAY} | changes)
    session.add(row)
    session.flush()
    return row


def keep_team(session: Session, name: str = "first") -> Team:
    team = Team(id=some_id(), name=name, kid=keep_key(session, KeyKind.TEAM).kid)
    session.add(team)
    session.flush()
    return team


def keep_case(session: Session, team: Team, **changes: Any) -> Case:
    values = {
        "id": some_id(),
        "number": secrets.token_hex(4),
        "kid": keep_key(session).kid,
        "team_id": team.id,
        "state": CaseState.OPEN,
        "urgency": Urgency.NORMAL,
        "language": "en",
        "received_day": DAY,
        "due": Due.TRIAGE,
        "due_at": NOW,
    }
    case = Case(**values | changes)
    session.add(case)
    session.flush()
    return case


def keep_item(session: Session, case: Case, kind: ItemKind = ItemKind.NOTE, **changes: Any) -> Item:
    values = {
        "id": some_id(),
        "case_id": case.id,
        "kid": case.kid,
        "kind": kind,
        "size": 3,
        "day": DAY,
        "blob": Sealed(b"age"),
    }
    item = Item(**values | changes)
    session.add(item)
    session.flush()
    return item


def keep_escalation(session: Session, case: Case, **changes: Any) -> Escalation:
    values = {
        "id": some_id(),
        "case_id": case.id,
        "state": EscalationState.QUEUED,
        "notice_item": keep_item(session, case, ItemKind.NOTICE).id,
        "day": DAY,
    }
    escalation = Escalation(**values | changes)
    session.add(escalation)
    session.flush()
    return escalation


def keep_delivery(session: Session, case: Case, **changes: Any) -> Delivery:
    values = {
        "id": some_id(),
        "escalation_id": keep_escalation(session, case).id,
        "item_id": keep_item(session, case, ItemKind.DELIVERY).id,
        "state": DeliveryState.QUEUED,
        "message_id": secrets.token_hex(8),
        "next_at": NOW,
    }
    delivery = Delivery(**values | changes)
    session.add(delivery)
    session.flush()
    return delivery
