"""Who may open a case, for programs: named colleagues, the whole team, another team."""

from flask import Response, jsonify
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from hrd_report.desk.actions import sharing
from hrd_report.desk.views.api import frame
from hrd_report.errors import Invalid
from hrd_report.records.cases import Case
from hrd_report.rights import Area
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


class PeopleSchema(Schema):
    """Colleagues who alone may open a case."""

    people = fields.List(
        fields.String(), required=True, validate=validate.Length(min=1, error="missing")
    )


class PersonSchema(Schema):
    """A colleague, by pseudonym."""

    person = fields.String(required=True)


class TeamSchema(Schema):
    """A team, by name."""

    team = fields.String(required=True)


class AccessSchema(Schema):
    """Who may open a case as it stands, who could be named, and where it could go."""

    restricted = fields.Boolean()
    team = fields.String()
    named = fields.List(fields.String())
    colleagues = fields.List(fields.String())
    teams = fields.List(fields.String(), metadata={"description": "The others."})


@frame.reads(Area.ACCESS, "/cases/<number>/access", AccessSchema)
def read_access(number: str) -> Response:
    """Read who may open a case. For whoever has it, or a lead."""
    with services().database.reading() as session:
        found = sharing.standing(session, frame.worker(), number)
        shown = {
            "restricted": found.case.restricted,
            "team": found.team.name,
            "named": [one.name for one in found.named],
            "colleagues": [one.name for one in found.colleagues],
            "teams": [one.name for one in found.others],
        }
    return preconditions.tag(jsonify(shown), found.case.version)


@frame.acts(Area.ACCESS, "POST", "/cases/<number>/access/restrict", takes=PeopleSchema)
def restrict_case(number: str) -> Response:
    """Take a case from the team and give it to the colleagues named alone."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    names = operations.body(PeopleSchema())["people"]
    return frame.acted(
        lambda session: sharing.restrict(
            session,
            who,
            seen,
            [_person(session, "people", one) for one in names],
            parts.trust,
            now=parts.clock(),
        )
    )


@frame.acts(Area.ACCESS, "POST", "/cases/<number>/access/add", takes=PersonSchema)
def name_colleague(number: str) -> Response:
    """Let one more colleague open a restricted case."""
    now, who, seen = services().clock(), frame.worker(), frame.seen(number)
    name = operations.body(PersonSchema())["person"]
    return frame.acted(
        lambda session: sharing.add(session, who, seen, _person(session, "person", name), now=now)
    )


@frame.acts(Area.ACCESS, "POST", "/cases/<number>/access/remove", takes=PersonSchema)
def leave_colleague_out(number: str) -> Response:
    """Take one person off a restricted case; what is written from now on is closed to them."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    name = operations.body(PersonSchema())["person"]
    return frame.acted(
        lambda session: sharing.remove(
            session, who, seen, _person(session, "person", name), parts.trust, now=parts.clock()
        )
    )


@frame.acts(Area.ACCESS, "POST", "/cases/<number>/access/lift")
def lift_restriction(number: str) -> Response:
    """Give a restricted case back to its whole team."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    return frame.acted(
        lambda session: sharing.lift(session, who, seen, parts.trust, now=parts.clock())
    )


@frame.acts(Area.ACCESS, "POST", "/cases/<number>/access/move", takes=TeamSchema)
def move_case(number: str) -> Response:
    """Give a case to another team, to all of it; nobody has it there yet."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    name = operations.body(TeamSchema())["team"]

    def move(session: Session) -> Case:
        others = sharing.standing(session, who, number).others
        team = next((one.id for one in others if one.name == name), b"")
        return sharing.move(session, who, seen, team, parts.trust, now=parts.clock())

    return frame.acted(move)


def _person(session: Session, field: str, name: str) -> bytes:
    found = frame.colleague(session, field, name)
    if found is None:
        raise Invalid({field: ["unknown"]})
    return found
