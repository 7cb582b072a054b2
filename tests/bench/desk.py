"""Fills a running demo with cases nobody sent, and signs somebody in to look at the queue."""

import datetime as dt
import secrets
from pathlib import Path

from sqlalchemy import select

from hrd_report.accounts.actions import people
from hrd_report.clock import hour_after, utcnow
from hrd_report.records.base import add_rows
from hrd_report.records.cases import Case, CaseState, Due, Urgency
from hrd_report.records.database import Database, open_database
from hrd_report.records.keys import KeyKind, KeyRow, KeyState
from hrd_report.records.people import PersonState, SessionKind, Team
from hrd_report.sealed import Plain
from hrd_report.settings import Settings
from hrd_report.vault import instance, locks
from hrd_report.web import session as sessions


def open_instance(folder: Path) -> tuple[Settings, Database]:
    """Open the database of a running demo beside it."""
    settings = Settings(instance=folder, demo=True)
    shelf = instance.load(settings.secrets).shelf
    return settings, open_database(settings.database, carried={"shelf": shelf})


def fill(database: Database, count: int) -> None:
    """Add cases that look like received ones from outside; nothing opens them."""
    now = utcnow()
    urgencies = list(Urgency)
    with database.writing() as session:
        team_id = session.scalars(select(Team.id)).first()
        kids = [secrets.token_bytes(16) for _ in range(count)]
        keys = [
            {
                "kid": kid,
                "kind": KeyKind.CASE,
                "public": secrets.token_bytes(1216),
                "day": now.date(),
                "state": KeyState.ACTIVE,
            }
            for kid in kids
        ]
        cases = [
            {
                "id": secrets.token_bytes(16),
                "number": f"bench {kid.hex()[:12]}",
                "kid": kid,
                "team_id": team_id,
                "state": CaseState.RECEIVED,
                "urgency": urgencies[at % len(urgencies)],
                "language": "fr",
                "received_day": now.date(),
                "due": Due.FIRST_ANSWER,
                "due_from": hour_after(now),
                "due_at": hour_after(now + dt.timedelta(hours=at % 72)),
                "assignee": None,
                "asleep": False,
                "size": 8192,
                "version": 1,
            }
            for at, kid in enumerate(kids)
        ]
        add_rows(session, KeyRow, *keys)
        add_rows(session, Case, *cases)


def sign_in(settings: Settings, database: Database, name: str, password: str) -> str:
    """Return the header of someone's fresh session, past the first password."""
    pepper = instance.load(settings.secrets).pepper
    with database.writing() as session:
        who = people.candidate(session, name)
        price = locks.PasswordParams()
        key = people.open_lock(who, Plain(password), pepper=pepper, price=price)
        person = session.merge(who.person)
        person.state = PersonState.ACTIVE
        token = sessions.begin(
            session, SessionKind.STAFF, person.id, key, pepper=pepper, now=utcnow()
        )
    return f"Cookie: {sessions.cookie_name(SessionKind.STAFF, settings)}={token.hex()}\r\n"
