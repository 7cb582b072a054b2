"""How far a case may be told and acted on, for programs: TLP and PAP. Sends nothing."""

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.desk.actions import marking
from hrd_report.desk.shown import marking as shown
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.rights import Area
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


class MarkingSchema(Schema):
    """The levels of a case, as ids of the reference data."""

    tlp = fields.String(required=True, metadata={"example": "amber+strict"})
    pap = fields.String(required=True, metadata={"example": "amber"})


@frame.reads(Area.CASES, "/cases/<number>/marking", MarkingSchema)
def read_marking(number: str) -> Response:
    """Read how a case is marked."""
    file = desk.opened_for(frame.worker(), number)
    tlp, pap = shown.of(file)
    return preconditions.tag(jsonify(tlp=tlp, pap=pap), file.case.version)


@frame.acts(Area.CASES, "PUT", "/cases/<number>/marking", takes=MarkingSchema)
def mark_case(number: str) -> Response:
    """Mark a case."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    said = operations.body(MarkingSchema())
    levels = (said["tlp"], said["pap"])
    return frame.acted(
        lambda session: marking.mark(session, who, seen, levels, parts.reference, now=parts.clock())
    )
