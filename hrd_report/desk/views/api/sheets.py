"""Sheets of shutdowns, for programs: all that one may open, a sheet tried, kept, and given out."""

from typing import Any, Final

from flask import Response, jsonify
from marshmallow import Schema, fields
from sqlalchemy import select
from sqlalchemy.orm import Session

from hrd_report.desk.actions.shutdowns import bringing_in, leaving
from hrd_report.desk.actions.shutdowns.bringing_in import Sorted
from hrd_report.desk.views.api import frame
from hrd_report.desk.views.platforms import counting
from hrd_report.desk.views.shutdowns import sheets
from hrd_report.documents import stop
from hrd_report.documents.stop import Fault, Sheet
from hrd_report.records.cases import Case
from hrd_report.rights import Area
from hrd_report.web import cursors, limits, once, operations
from hrd_report.web.services import services

_LIST: Final = "shutdowns"
_LEAVING: Final = "shutdowns/leaving"
_SHEET: Final = {"type": "string", "format": "binary"}


class ShutdownRowSchema(Schema):
    """A case of a shutdown, in short: cells as the sheet has them."""

    number = fields.String()
    country = fields.String()
    start_date = fields.String()
    end_date = fields.String()
    status = fields.String()


class ShutdownPageSchema(Schema):
    """A stretch of the shutdowns that somebody may open, the latest first."""

    shutdowns = fields.List(fields.Nested(ShutdownRowSchema))
    untold = fields.Integer(metadata={"description": "Cases that are in no count yet."})
    next = fields.String(
        allow_none=True, metadata={"description": "Cursor of what follows, if anything does."}
    )


class SheetFaultSchema(Schema):
    """What is wrong with a line, from 1, or may be."""

    line = fields.Integer()
    column = fields.String()
    code = fields.String()


class BroughtSchema(Schema):
    """What a sheet brings, or would bring."""

    fresh = fields.Integer(metadata={"description": "Rows that are no case here yet."})
    known = fields.Integer(metadata={"description": "Rows that are."})
    over = fields.Integer(metadata={"description": "New rows left for the next time."})
    done = fields.Integer(metadata={"description": "Cases that were made."})
    faults = fields.List(fields.Nested(SheetFaultSchema))
    doubts = fields.List(fields.Nested(SheetFaultSchema))
    passed_over = fields.List(fields.String(), metadata={"description": "Columns of others."})


class StaysSchema(Schema):
    """A case whose row stays, and the stable code of why."""

    number = fields.String()
    why = fields.String()


class LeavingSchema(Schema):
    """A stretch of the shutdowns: which may leave as a sheet, and which stay."""

    leave = fields.List(fields.String(), metadata={"description": "Numbers."})
    stay = fields.List(fields.Nested(StaysSchema))
    next = fields.String(
        allow_none=True, metadata={"description": "Cursor of what follows, if anything does."}
    )


@frame.reads(Area.SHUTDOWNS, "/shutdowns", ShutdownPageSchema, query=operations.PAGING)
def list_shutdowns() -> Response:
    """List the shutdowns that one may open. That is written down."""
    counted = counting(frame.worker())
    told = {one: tally.shutdown for one, tally in counted.tallies.items() if tally.shutdown}
    order = sorted(told, key=lambda one: (told[one][1], one), reverse=True)
    page, following = cursors.stretch(_LIST, order)
    with services().database.reading() as session:
        cases = {one.id: one for one in session.scalars(select(Case).where(Case.id.in_(page)))}
    names = ("country", "start_date", "end_date", "status")
    rows = [
        {"number": cases[one].number, **dict(zip(names, told[one], strict=False))}
        for one in page
        if one in cases
    ]
    found = {"shutdowns": rows, "untold": counted.untold, "next": following}
    return jsonify(ShutdownPageSchema().dump(found))


@frame.acts(
    Area.SHUTDOWNS,
    "POST",
    "/shutdowns/try",
    takes=operations.FILE,
    gives=BroughtSchema,
    changes=False,
    reads=True,
)
@limits.streamed
def try_sheet() -> Response:
    """Say what a sheet (CSV, the 45 columns of STOP) would bring. Keeps nothing."""
    sheet, rows = _sorted(operations.file(sheets.LARGEST))
    return jsonify(_brought(sheet, rows, 0))


@frame.acts(
    Area.SHUTDOWNS,
    "POST",
    "/shutdowns",
    takes=operations.FILE,
    gives=BroughtSchema,
    changes=False,
    creates=True,
)
@limits.streamed
def bring_sheet() -> Response:
    """Bring a sheet in: a case for each row that is new. Sent again, it brings what is left."""
    parts, who, content = services(), frame.worker(), operations.file(sheets.LARGEST)
    sheet, rows = _sorted(content)

    def bring(session: Session) -> dict[str, Any]:
        done = bringing_in.bring_in(
            session, who, rows.fresh, parts.reference, parts.trust, now=parts.clock()
        )
        return _brought(sheet, rows, done)

    return once.create(bring, body=content)


@frame.reads(Area.SHUTDOWNS, "/shutdowns/leaving", LeavingSchema, query=operations.PAGING)
def read_leaving() -> Response:
    """Read which shutdowns would leave as a sheet, and which stay and why, the earliest first."""
    found, following = cursors.stretch(_LEAVING, sheets.weighed(frame.worker()))
    return jsonify(
        leave=[one.case.number for one in found if not one.why],
        stay=[{"number": one.case.number, "why": one.why} for one in found if one.why],
        next=following,
    )


@frame.acts(Area.SHUTDOWNS, "POST", "/shutdowns/export", gives=_SHEET, changes=False)
def export_sheet() -> Response:
    """Give the sheet, all 45 columns, of those that may leave; each is written down."""
    parts, who = services(), frame.worker()
    leave = [one for one in sheets.weighed(who) if not one.why]
    with operations.writing() as session:
        leaving.write_down(session, who, leave, day=parts.clock().date())
    return sheets.sheet_of(leave)


def _sorted(content: bytes) -> tuple[Sheet, Sorted]:
    parts, who = services(), frame.worker()
    sheet = stop.read(content, parts.reference.stop_fields)
    counting(who)
    with parts.database.reading() as session:
        return sheet, bringing_in.sort(session, who, sheet)


def _brought(sheet: Sheet, rows: Sorted, done: int) -> dict[str, Any]:
    shown: dict[str, Any] = BroughtSchema().dump(
        {
            "fresh": len(rows.fresh),
            "known": len(rows.known),
            "over": rows.over,
            "done": done,
            "faults": [_fault(one) for one in sheet.faults],
            "doubts": [_fault(one) for one in sheet.doubts],
            "passed_over": list(sheet.unknown),
        }
    )
    return shown


def _fault(one: Fault) -> dict[str, Any]:
    return {"line": one.line, "column": one.column, "code": one.code}
