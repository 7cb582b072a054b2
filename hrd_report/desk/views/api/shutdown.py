"""What a case notes of a shutdown, for programs: the columns of the STOP data set."""

from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.desk.actions import shutdown_records as records
from hrd_report.desk.actions.shutdowns import writing
from hrd_report.desk.actions.shutdowns.writing import Told
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.documents import stop
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


class DoubtSchema(Schema):
    """What may be wrong with a column."""

    column = fields.String()
    code = fields.String()


class ShutdownSchema(Schema):
    """A shutdown as it is kept. Columns are those of the data set, the empty ones left out."""

    columns = fields.Dict(keys=fields.String(), values=fields.String())
    verification = fields.String(allow_none=True)
    asns = fields.String(metadata={"description": "Autonomous systems, one per line."})
    doubts = fields.List(fields.Nested(DoubtSchema))


class ToldSchema(Schema):
    """What is known now. What is not named stays as it was; an empty cell takes one away."""

    columns = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    verification = fields.String(load_default=None)
    asns = fields.String(load_default=None)


@frame.reads(Area.SHUTDOWNS, "/cases/<number>/shutdown", ShutdownSchema)
def read_shutdown(number: str) -> Response:
    """Read what is held of a shutdown, and what may be wrong with it."""
    file = desk.opened_for(frame.worker(), number)
    return preconditions.tag(jsonify(ShutdownSchema().dump(_shown(file))), file.case.version)


@frame.acts(Area.SHUTDOWNS, "PATCH", "/cases/<number>/shutdown", takes=ToldSchema)
def write_shutdown(number: str) -> Response:
    """Keep columns of a shutdown."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    said = operations.body(ToldSchema())
    asns = Plain(said["asns"]) if said["asns"] is not None else None
    told = Told(said["columns"], verification=said["verification"], asns=asns)
    return frame.acted(
        lambda session: writing.keep(session, who, seen, told, parts.reference, now=parts.clock())
    )


def _shown(file: CaseFile) -> dict[str, Any]:
    held = records.newest(file.records)
    row = records.cells(held)
    columns = services().reference.stop_fields
    doubts = [*stop.faults_of(row), *stop.doubts_of(row, columns)] if row else []
    return {
        "columns": row,
        "verification": held.codes.get(records.VERIFICATION) if held is not None else None,
        "asns": held.words[records.ASNS].reveal() if held and records.ASNS in held.words else "",
        "doubts": [{"column": name, "code": code} for code, name in doubts],
    }
