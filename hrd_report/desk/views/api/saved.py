"""Saved views of the queue, for programs: listed, kept, removed. A name is in no address."""

from typing import Any, Final, get_args

from flask import Response, jsonify
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from hrd_report.desk.actions import saving
from hrd_report.desk.queue import With
from hrd_report.desk.shown.filtering import WAITING
from hrd_report.desk.views.api import frame
from hrd_report.documents.saved_views import SavedView
from hrd_report.errors import NotFound
from hrd_report.i18n import languages
from hrd_report.records.cases import CaseState, Urgency
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import once, operations
from hrd_report.web.services import services

_WAITING: Final = f"{CaseState.WAITING_DEFENDER.value},{CaseState.WAITING_PLATFORM.value}"


def _one_of(*codes: str, otherwise: str = "") -> fields.String:
    known = validate.OneOf((otherwise, *codes), error="unknown")
    return fields.String(load_default=otherwise, validate=known)


class ViewSchema(Schema):
    """The choices of a list under a name; what is empty is not chosen."""

    name = fields.String(required=True)
    urgency = _one_of(*(one.value for one in Urgency))
    state = _one_of(WAITING, *(one.value for one in CaseState))
    held = _one_of(*get_args(With), otherwise="anybody")
    holder = fields.String(load_default=None, metadata={"description": "A colleague, instead."})
    over = fields.Boolean(load_default=False, metadata={"description": "Over their time alone."})
    asleep = fields.Boolean(load_default=False, metadata={"description": "Put off alone."})
    language = _one_of(*languages.codes())


class NewViewSchema(ViewSchema):
    """A view to keep, for oneself or for the team."""

    team = fields.Boolean(load_default=False)


class NamedViewSchema(Schema):
    """A view by its name."""

    name = fields.String(required=True)
    team = fields.Boolean(load_default=False)


class KeptViewSchema(ViewSchema):
    """A view that is kept. `query` is what stands behind the address of the queue for it."""

    query = fields.Dict(keys=fields.String(), values=fields.String())


class ViewsSchema(Schema):
    """One's own views, and the team's."""

    own = fields.List(fields.Nested(KeptViewSchema))
    team = fields.List(fields.Nested(KeptViewSchema))


@frame.reads(Area.QUEUE, "/views", ViewsSchema)
def list_views() -> Response:
    """List the saved views."""
    with services().database.reading() as session:
        return jsonify(_all(session))


@frame.acts(
    Area.QUEUE,
    "POST",
    "/views",
    takes=NewViewSchema,
    gives=ViewsSchema,
    changes=False,
    creates=True,
)
def save_view() -> Response:
    """Keep a view under its name, instead of one that has it."""
    said, who = operations.body(NewViewSchema()), frame.worker()
    holder, for_team = said.pop("holder"), said.pop("team")

    def keep(session: Session) -> dict[str, Any]:
        named = frame.colleague(session, "holder", holder)
        chosen = {**said, "held": named.hex()} if named is not None else said
        view = SavedView(**{**chosen, "name": Plain(said["name"])})
        saving.add(session, who, view, for_team=for_team)
        session.flush()
        return _all(session)

    return once.create(keep)


@frame.acts(
    Area.QUEUE, "POST", "/views/remove", takes=NamedViewSchema, gives=ViewsSchema, changes=False
)
def remove_view() -> Response:
    """Remove a view."""
    said, who = operations.body(NamedViewSchema()), frame.worker()
    with operations.writing() as session:
        held = (saving.of_team if said["team"] else saving.own)(session, who).views
        at = next((n for n, one in enumerate(held) if one.name.reveal() == said["name"]), None)
        if at is None:
            raise NotFound
        saving.remove(session, who, at, for_team=said["team"])
        session.flush()
        left = _all(session)
    return jsonify(left)


def _all(session: Session) -> dict[str, Any]:
    who, names = frame.worker(), frame.names_of(session)
    kept = {"own": saving.own(session, who), "team": saving.of_team(session, who)}
    shown: dict[str, Any] = ViewsSchema().dump(
        {whose: [_shown(one, names) for one in found.views] for whose, found in kept.items()}
    )
    return shown


def _shown(one: SavedView, names: frame.Names) -> dict[str, Any]:
    word = one.held in get_args(With)
    holder = None if word else names.get(bytes.fromhex(one.held), "")
    found = {"urgency": one.urgency, "language": one.language, "holder": holder or ""}
    found["state"] = _WAITING if one.state == WAITING else one.state
    found["held"] = one.held if word else ""
    found["over"], found["asleep"] = "yes" * one.over, "yes" if one.asleep else "no"
    return {
        "name": one.name.reveal(),
        "urgency": one.urgency,
        "state": one.state,
        "held": one.held if word else "anybody",
        "holder": holder,
        "over": one.over,
        "asleep": one.asleep,
        "language": one.language,
        "query": {name: value for name, value in found.items() if value},
    }
