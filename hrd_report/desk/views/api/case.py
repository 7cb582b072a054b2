"""A case for programs: read whole, noted in. Opening it is written down before it is answered."""

from flask import Response, jsonify
from marshmallow import Schema, ValidationError, fields, validates_schema

from hrd_report.desk.actions import notes
from hrd_report.desk.audiences import ForOneself, ForTeam
from hrd_report.desk.exchange import as_data
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.desk.views.api.shapes import DeskCaseSchema
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


class NewNoteSchema(Schema):
    """A note to keep: the field's own name says who reads it. Exactly one of the two."""

    team_note = fields.String(metadata={"description": "For whoever may open the case."})
    own_note = fields.String(metadata={"description": "For its author alone."})

    @validates_schema
    def check_one(self, data: dict[str, str], **_: object) -> None:
        """Refuse a body that names no audience, or two."""
        if len(data) != 1:
            raise ValidationError("choose_one", "team_note")


@frame.reads(Area.CASES, "/cases/<number>", DeskCaseSchema)
def open_case(number: str) -> Response:
    """Open a case that somebody took."""
    file = desk.opened_for(frame.worker(), number)
    with services().database.reading() as session:
        names = frame.names_of(session)
    answer = jsonify(DeskCaseSchema().dump(as_data.opened(file, names)))
    return preconditions.tag(answer, file.case.version)


@frame.acts(
    Area.CASES, "POST", "/cases/<number>/notes", takes=NewNoteSchema, changes=False, creates=True
)
def keep_note(number: str) -> Response:
    """Keep a note for the team, or for oneself."""
    asked, now = operations.body(NewNoteSchema()), services().clock()
    who = frame.worker()
    if "team_note" in asked:
        words = ForTeam(Plain(asked["team_note"]))
        return frame.added(lambda one: notes.keep_for_team(one, who, number, words, now=now))
    own = ForOneself(Plain(asked["own_note"]))
    return frame.added(lambda one: notes.keep_for_oneself(one, who, number, own, now=now))
