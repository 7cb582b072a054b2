"""Who is part of a case, for programs. Writes to none of them."""

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.desk.actions import participants
from hrd_report.desk.actions.participants import Somebody
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.documents import codec
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


class SomebodySchema(Schema):
    """Somebody with a role; `participant` names one who is part of the case already."""

    role = fields.String(required=True)
    name = fields.String(required=True)
    reach = fields.String(load_default="")
    note = fields.String(load_default="")
    participant = fields.String(load_default="")


class ParticipantSchema(SomebodySchema):
    """Somebody who is part of a case."""

    by = fields.String()
    at = fields.String()


class ParticipantsSchema(Schema):
    """Everybody who is part of a case now."""

    people = fields.List(fields.Nested(ParticipantSchema))


@frame.reads(Area.CASES, "/cases/<number>/people", ParticipantsSchema)
def list_people(number: str) -> Response:
    """List who is part of a case, in which role."""
    file = desk.opened_for(frame.worker(), number)
    people = [codec.to_data(one) for one in file.participants]
    answer = jsonify(ParticipantsSchema().dump({"people": people}))
    return preconditions.tag(answer, file.case.version)


@frame.acts(Area.CASES, "POST", "/cases/<number>/people", takes=SomebodySchema, creates=True)
def name_somebody(number: str) -> Response:
    """Name somebody, or change what is kept of them."""
    parts, worker, seen = services(), frame.worker(), frame.seen(number)
    said = operations.body(SomebodySchema())
    words = {name: Plain(said[name]) for name in ("name", "reach", "note")}
    who = Somebody(**{**said, **words})
    return frame.added(
        lambda session: participants.name(
            session, worker, seen, who, parts.reference, now=parts.clock()
        )
    )


@frame.acts(Area.CASES, "DELETE", "/cases/<number>/people/<participant>")
def leave_somebody_out(number: str, participant: str) -> Response:
    """Take somebody off the list."""
    parts, worker, seen = services(), frame.worker(), frame.seen(number)
    return frame.acted(
        lambda session: participants.leave_out(
            session, worker, seen, participant, now=parts.clock()
        )
    )
