"""An older register as cases, for programs: a file, its columns, a try, and only then the cases.

Between two requests the file lies sealed under the token that the first one answers, for an hour.
"""

from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from hrd_report.desk.exchange import register, sheets
from hrd_report.desk.exchange.register import Understood
from hrd_report.desk.views import importing
from hrd_report.desk.views.api import frame
from hrd_report.errors import Invalid
from hrd_report.rights import Area, Right
from hrd_report.web import limits, once, operations, repeats
from hrd_report.web.services import services

_FIELD = validate.OneOf(("", *register.FIELDS), error="unknown")


class ColumnSchema(Schema):
    """A column of a file, and what it seems to be: empty where it is kept as words."""

    column = fields.String()
    field = fields.String()


class BroughtFileSchema(Schema):
    """A file that was looked at. Nothing of it is a case yet."""

    token = fields.String(metadata={"description": "Names the file for an hour."})
    columns = fields.List(fields.Nested(ColumnSchema))
    fields_ = fields.List(fields.String(), data_key="fields")
    lines = fields.Integer()


class MappedSchema(Schema):
    """A file by its token, and what its columns are; what is not named is kept as words."""

    token = fields.String(required=True)
    columns = fields.Dict(
        keys=fields.String(), values=fields.String(validate=_FIELD), load_default=dict
    )


class TroubleSchema(Schema):
    """What was not understood in a line."""

    line = fields.Integer()
    column = fields.String()
    code = fields.String()
    left_out = fields.Boolean(metadata={"description": "The line makes no case."})


class TriedSchema(Schema):
    """What becomes of a file, line by line where something was not understood."""

    lines = fields.Integer()
    understood = fields.Integer()
    left_out = fields.Integer()
    troubles = fields.List(fields.Nested(TroubleSchema))


class ImportedSchema(TriedSchema):
    """The cases that were made."""

    cases = fields.List(fields.String(), metadata={"description": "Numbers."})
    known = fields.Integer(metadata={"description": "Entries that were here before."})


@frame.acts(
    Area.EXCHANGE,
    "POST",
    "/register",
    takes=operations.FILE,
    gives=BroughtFileSchema,
    changes=False,
    right=Right.LEAD_TEAM,
)
@limits.streamed
def bring_register() -> Response:
    """Look at the columns of a file (CSV, XLSX or ODS), and guess what each is."""
    content = operations.file(sheets.MOST_BYTES)
    sheet = sheets.read(content)
    with operations.writing() as session:
        token = repeats.set_aside(session, content, now=services().clock())
    guessed = register.guess(sheet.columns)
    columns = [{"column": one, "field": guessed.get(one, "")} for one in sheet.columns]
    found = {"token": token, "columns": columns, "lines": len(sheet.lines)}
    return jsonify(BroughtFileSchema().dump({**found, "fields_": list(register.FIELDS)}))


@frame.acts(
    Area.EXCHANGE,
    "POST",
    "/register/try",
    takes=MappedSchema,
    gives=TriedSchema,
    changes=False,
    reads=True,
    right=Right.LEAD_TEAM,
)
def try_register() -> Response:
    """Say of each line what would become of it. Keeps nothing."""
    return jsonify(TriedSchema().dump(_told(_understood())))


@frame.acts(
    Area.EXCHANGE,
    "POST",
    "/register/keep",
    takes=MappedSchema,
    gives=ImportedSchema,
    changes=False,
    creates=True,
    right=Right.LEAD_TEAM,
)
def keep_register() -> Response:
    """Make a case of every line that was understood; a line that is one already stays one."""
    found = _understood()

    def keep(session: Session) -> dict[str, Any]:
        numbers, known = importing.kept(session, frame.worker(), found)
        told = {**_told(found), "cases": numbers, "known": known}
        shown: dict[str, Any] = ImportedSchema().dump(told)
        return shown

    return once.create(keep)


def _understood() -> Understood:
    said = operations.body(MappedSchema())
    sheet = importing.set_aside(said["token"])
    if not set(said["columns"]) <= set(sheet.columns):
        raise Invalid({"columns": ["unknown"]})
    named = {column: name for column, name in said["columns"].items() if name}
    return importing.understood(sheet, named)


def _told(found: Understood) -> dict[str, Any]:
    return {
        "lines": found.lines,
        "understood": len(found.entries),
        "left_out": found.left_out,
        "troubles": [
            {"line": one.line, "column": one.column, "code": one.code, "left_out": one.broken}
            for one in found.troubles
        ],
    }
