"""Keeps views of the queue, sealed to one's own key or to the team's. Reads no case."""

import unicodedata
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.desk.worker import Worker
from hrd_report.documents import codec
from hrd_report.documents.saved_views import SavedView, SavedViews
from hrd_report.errors import Damaged, Invalid, NotAllowed, NotFound
from hrd_report.records import due
from hrd_report.records.people import Person, Team
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import items
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import Context

MOST: Final = 12
LONGEST_NAME: Final = 60
NOTHING: Final = Plain("")


def own(session: Session, worker: Worker) -> SavedViews:
    """Return somebody's own views; what a former key of theirs sealed is gone."""
    sealed = session.get_one(Person, worker.id).views
    return _opened(sealed, [worker.key], worker.id)


def of_team(session: Session, worker: Worker) -> SavedViews:
    """Return the views of somebody's team, also where its key was replaced since."""
    team = session.get_one(Team, worker.team_id)
    if team.views is None:
        return SavedViews()
    return _opened(team.views, _team_keys(session, worker, team), team.id)


def add(session: Session, worker: Worker, view: SavedView, *, for_team: bool) -> None:
    """Save a view under its name, instead of one that has it. Raises `Invalid`."""
    named = _named(view)
    _wait(session, worker, for_team=for_team)
    held = of_team(session, worker) if for_team else own(session, worker)
    others = tuple(one for one in held.views if one.name != named.name)
    if len(others) >= MOST:
        raise Invalid({"name": ["too_many"]})
    _keep(session, worker, SavedViews(views=(*others, named)), for_team=for_team)


def remove(session: Session, worker: Worker, at: int, *, for_team: bool) -> None:
    """Remove a view. Raises `NotFound`."""
    _wait(session, worker, for_team=for_team)
    held = of_team(session, worker) if for_team else own(session, worker)
    if not 0 <= at < len(held.views):
        raise NotFound
    left = tuple(one for number, one in enumerate(held.views) if number != at)
    _keep(session, worker, SavedViews(views=left), for_team=for_team)


def clean(name: str) -> str:
    """Return a name without what cannot be seen: a mark that turns the line is no part of it."""
    seen = "".join(
        " " if one.isspace() else one
        for one in name
        if one.isspace() or unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join(seen.split())


def _named(view: SavedView) -> SavedView:
    name = clean(view.name.reveal())
    if not name:
        raise Invalid({"name": ["missing"]})
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": ["too_long"]})
    return replace(view, name=Plain(name))


def _wait(session: Session, worker: Worker, *, for_team: bool) -> None:
    """Two people may save at once: the second waits, and adds to what the first kept."""
    if for_team:
        session.get_one(Team, worker.team_id, with_for_update=True)
    else:
        session.get_one(Person, worker.id, with_for_update=True)


def _keep(session: Session, worker: Worker, views: SavedViews, *, for_team: bool) -> None:
    data = codec.to_data(views)
    if for_team:
        team = session.get_one(Team, worker.team_id)
        key = keeping.public_key(session, team.kid)
        team.views = items.seal_json(data, key, _context(team.id))
    else:
        person = session.get_one(Person, worker.id)
        person.views = items.seal_json(data, worker.key.public, _context(person.id))


def _team_keys(session: Session, worker: Worker, team: Team) -> list[Key]:
    try:
        ring = opening.keyring_for(session, worker.key, team.kid)
    except (NotAllowed, Damaged):
        return []
    former = session.execute(due.groups_of(worker.key.kid)).all()
    ring.open_path(opening.grant_row(session, grant, row) for grant, row in former)
    kids = dict.fromkeys([team.kid, *(row.kid for _, row in former)])
    return [ring.key(kid) for kid in kids if kid in ring]


def _opened(sealed: Sealed | None, keys: list[Key], owner: bytes) -> SavedViews:
    if sealed is None:
        return SavedViews()
    for key in keys:
        try:
            return codec.from_data(items.open_json(sealed, key, _context(owner)), SavedViews)
        except Damaged:
            continue
    return SavedViews()


def _context(owner: bytes) -> Context:
    return Context("preference", owner, b"saved views     ")
