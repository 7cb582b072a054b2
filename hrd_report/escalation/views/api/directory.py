"""The directory of addressees for programs: its file, and that a way is still right."""

from flask import Response, jsonify
from marshmallow import Schema, fields, validate

from hrd_report.casefile import directories
from hrd_report.errors import Invalid
from hrd_report.escalation.actions import knowing
from hrd_report.escalation.views.api import frame
from hrd_report.escalation.views.api.organisation import keeper
from hrd_report.reference import directory_file, own_directory
from hrd_report.reference.directory_file import Refused
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


class DirectoryBodySchema(Schema):
    """A directory as YAML. Only what differs from what is shipped is kept."""

    text = fields.String(
        required=True, validate=validate.Length(max=directory_file.LONGEST, error="too_long")
    )


class DirectorySchema(Schema):
    """The whole directory as the team knows it, as YAML."""

    text = fields.String()


class CheckedBodySchema(Schema):
    """Which way somebody looked at: its place among those of the addressee, from 0."""

    route = fields.Integer(required=True)


@frame.reads("/directory", DirectorySchema)
def read_directory() -> Response:
    """Read the directory of addressees."""
    return _answer()


@frame.acts("PUT", "/directory", takes=DirectoryBodySchema, gives=DirectorySchema)
def write_directory() -> Response:
    """Take a directory, whole or not at all. A refusal names lines: `line 4: unknown_field`."""
    version, text = preconditions.seen_version(), operations.body(DirectoryBodySchema())["text"]
    try:
        with operations.writing() as session:
            knowing.take_file(session, keeper(), text, version)
    except Refused as problem:
        said = [f"line {one.line}: {one.code}" for one in problem.problems]
        raise Invalid({"text": said}) from None
    return _answer()


@frame.acts(
    "POST", "/directory/<addressee>/checked", takes=CheckedBodySchema, gives=DirectorySchema
)
def date_way(addressee: str) -> Response:
    """Say that a way of an addressee is still right: somebody looked today."""
    version, number = preconditions.seen_version(), operations.body(CheckedBodySchema())["route"]
    with operations.writing() as session:
        knowing.confirm(session, keeper(), addressee, number, version)
    return _answer()


def _answer() -> Response:
    who = keeper()
    with services().database.reading() as session:
        paper = directories.of_team(session, who.key, who.team_id)
        known = directories.known_to(session, who.key, who.team_id, who.shipped)
    response = jsonify(DirectorySchema().dump({"text": own_directory.export(known)}))
    return preconditions.tag(response, paper.version)
