"""A case as a file for programs: the same formats, the same consents, the same refusals."""

from typing import Final

from flask import Response, jsonify
from marshmallow import Schema, fields, validate

from hrd_report.desk.actions import exporting
from hrd_report.desk.exchange.formats import FORMATS
from hrd_report.desk.exchange.gate import NotExported
from hrd_report.desk.views import exchange as pages
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.rights import Area
from hrd_report.web import errors, operations
from hrd_report.web.services import services

_IDS: Final = tuple(one.id for one in FORMATS)
_FILE: Final = {"type": "string", "format": "binary"}


class ExportSchema(Schema):
    """Which file is wanted."""

    format = fields.String(required=True, validate=validate.OneOf(_IDS, error="unknown"))
    to = fields.String(
        load_default="", metadata={"description": "Whom it is for: the addressee of a consent."}
    )
    language = fields.String(load_default="en")


class FormatSchema(Schema):
    """One format, and whether it may leave for somebody."""

    format = fields.String()
    to = fields.String()
    allowed = fields.Boolean()
    reasons = fields.List(fields.String(), metadata={"description": "Stable codes."})


class FormatsSchema(Schema):
    """What a case may leave as."""

    formats = fields.List(fields.Nested(FormatSchema))


class AgreedSchema(Schema):
    """Which file a second person agrees to, for whom."""

    format = fields.String(required=True, validate=validate.OneOf(_IDS, error="unknown"))
    to = fields.String(load_default="")


@frame.acts(
    Area.EXCHANGE, "POST", "/cases/<number>/exports/agree", takes=AgreedSchema, changes=False
)
def agree_to_export(number: str) -> Response:
    """Agree as a second person that this file is made."""
    said, now, who = operations.body(AgreedSchema()), services().clock(), frame.worker()
    wanted = exporting.chosen(said["format"])
    return frame.acted(
        frame.about(
            number,
            lambda session: exporting.agree(session, who, number, wanted, said["to"], now=now),
        )
    )


@frame.reads(Area.EXCHANGE, "/cases/<number>/exports", FormatsSchema)
def list_formats(number: str) -> Response:
    """List the formats, for each one whom the defender was asked about."""
    parts, who = services(), frame.worker()
    file, found = desk.opened_for(who, number), []
    with parts.database.reading() as session:
        for wanted in FORMATS:
            asked = {one.addressee for one in exporting.given(file)} if wanted.addressed else {""}
            for to in sorted(asked):
                verdict = exporting.verdict(
                    session, who, file, wanted, to, parts.reference, now=parts.clock()
                )
                reasons = [one.code for one in verdict.refusals]
                found.append(
                    {"format": wanted.id, "to": to, "allowed": not reasons, "reasons": reasons}
                )
    return jsonify(formats=found)


@frame.acts(
    Area.EXCHANGE, "POST", "/cases/<number>/exports", takes=ExportSchema, gives=_FILE, changes=False
)
def export_case(number: str) -> Response:
    """Make a file of a case. 409 says in `errors` each reason why it may not leave."""
    asked, parts, who = operations.body(ExportSchema()), services(), frame.worker()
    file = desk.opened_for(who, number)
    wanted = pages.asked(exporting.chosen(asked["format"]), asked["language"], asked["to"])
    try:
        with operations.writing() as session:
            made = exporting.export(session, who, file, wanted, parts.reference, now=parts.clock())
    except NotExported as problem:
        more = [{"pointer": "", "code": one.code} for one in problem.refusals]
        return errors.problem(problem.code, 409, more=more)
    return pages.attached(made)
