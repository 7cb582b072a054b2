"""Gathers what the list of cases shows from clear columns and saved views. Opens no case."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from hrd_report.desk import addresses, queue, workload
from hrd_report.desk.actions import hours, saving
from hrd_report.desk.helpline import Rules
from hrd_report.desk.queue import Page, Place, View
from hrd_report.desk.shown import filtering, queue_rows
from hrd_report.desk.shown.filtering import Asked
from hrd_report.desk.shown.voice import Voice
from hrd_report.desk.worker import Worker
from hrd_report.documents.saved_views import SavedViews
from hrd_report.records import people
from hrd_report.records.cases import Case
from hrd_report.records.people import Role


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the queue with everything that stands around it."""

    page: Page
    counts: workload.Counts
    following: Case | None
    names: dict[bytes, str]
    rules: Rules
    own: SavedViews
    team: SavedViews
    now: dt.datetime


def read(
    session: Session,
    who: Worker,
    view: View,
    *,
    after: Place | None,
    before: Place | None,
    now: dt.datetime,
) -> Found:
    """Read one page behind a place, or before one."""
    return Found(
        page=queue.page(session, view, after, before=before),
        counts=workload.counts(session, who.team_id, who.id, who.key.kid, now),
        following=queue.next_free(session, who.team_id, who.key.kid, who.id, now=now),
        names={one.id: one.name for one in session.scalars(people.colleagues(who.team_id))},
        rules=hours.rules(session, who.team_id, now),
        own=saving.own(session, who),
        team=saving.of_team(session, who),
        now=now,
    )


def context(found: Found, asked: Asked, who: Worker, voice: Voice, at: str) -> dict[str, Any]:
    """Return what the list's page is made from."""
    page, counts = found.page, found.counts
    lead = who.role is Role.LEAD
    chosen = filtering.as_view(asked, saving.NOTHING)
    return {
        "mine": at == addresses.MINE,
        "counts": counts,
        "lead": queue_rows.lead(counts, voice),
        "standing": queue_rows.standing(found.rules, voice, found.now),
        "following": queue_rows.following(found.following, voice),
        "next_free": found.following is not None,
        "groups": queue_rows.groups(page.cases, counts, found.names, voice, found.now, found.rules),
        "tabs": filtering.tabs(asked, counts, voice, at),
        "fields": filtering.fields(asked, found.names, voice),
        "next": filtering.page_at(asked, page.next, at, "after"),
        "previous": filtering.page_at(asked, page.previous, at, "before"),
        "chosen": filtering.hidden_fields(chosen),
        "saved": [
            {
                "href": filtering.saved_query(view),
                "name": view.name,
                "team": team,
                "number": number,
            }
            for team, views in ((False, found.own), (True, found.team))
            for number, view in enumerate(views.views)
        ],
        "colleagues": [{"id": one.hex(), "text": name} for one, name in found.names.items()]
        if lead
        else [],
        "tomorrow": (found.now + dt.timedelta(days=1)).date().isoformat(),
    }
