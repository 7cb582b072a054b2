"""Holding a case back from erasure and erasing it, for programs. There is no way back."""

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.casefile import erasing
from hrd_report.desk.actions import access, ending
from hrd_report.desk.views.api import frame
from hrd_report.rights import Area, Right
from hrd_report.sealed import Plain
from hrd_report.web import cursors, operations, preconditions
from hrd_report.web.services import services

_LIST = "ending"


class HoldSchema(Schema):
    """That a case is held back, or not any more, and why: the reason is kept in the case."""

    held = fields.Boolean(required=True)
    reason = fields.String(required=True)


class EraseSchema(Schema):
    """The number once more, and why; the reason is kept nowhere."""

    number = fields.String(required=True)
    why = fields.String(required=True)


class EndSchema(Schema):
    """When a case is erased."""

    number = fields.String()
    held = fields.Boolean(metadata={"description": "Held back: it is not."})
    end = fields.Date(allow_none=True, metadata={"description": "Null: its clock does not run."})


class EndPageSchema(Schema):
    """A stretch of the cases that end soon, or that are held back."""

    cases = fields.List(fields.Nested(EndSchema))
    next = fields.String(
        allow_none=True, metadata={"description": "Cursor of what follows, if anything does."}
    )


class ErasedSchema(Schema):
    """What an erasure met."""

    left = fields.Integer(metadata={"description": "Notices that had left already."})
    stopped = fields.Integer(metadata={"description": "Notices stopped in time."})


@frame.reads(Area.ERASURE, "/ending", EndPageSchema, query=operations.PAGING)
def list_ending() -> Response:
    """List the cases whose erasure was announced, and those held back from it."""
    parts = services()
    with parts.database.reading() as session:
        found, following = cursors.stretch(_LIST, ending.soon(session, frame.worker()))
        kept = parts.settings.kept_days
        rows = [
            {"number": one.number, "held": one.held, "end": ending.end_of(session, one, kept)}
            for one in found
        ]
    return jsonify(EndPageSchema().dump({"cases": rows, "next": following}))


@frame.reads(Area.ERASURE, "/cases/<number>/ending", EndSchema)
def read_ending(number: str) -> Response:
    """Read when a case is erased. Opens nothing."""
    parts = services()
    with parts.database.reading() as session:
        case = access.find(session, frame.worker(), number)
        end = ending.end_of(session, case, parts.settings.kept_days)
    shown = EndSchema().dump({"number": case.number, "held": case.held, "end": end})
    return preconditions.tag(jsonify(shown), case.version)


@frame.acts(Area.ERASURE, "POST", "/cases/<number>/hold", takes=HoldSchema, right=Right.ERASE)
def hold_case(number: str) -> Response:
    """Hold a case back from erasure, or lift the hold."""
    now, who, seen = services().clock(), frame.worker(), frame.seen(number)
    said = operations.body(HoldSchema())
    return frame.acted(
        lambda session: ending.hold(
            session, who, seen, Plain(said["reason"]), held=said["held"], now=now
        )
    )


@frame.acts(
    Area.ERASURE,
    "POST",
    "/cases/<number>/erase",
    takes=EraseSchema,
    gives=ErasedSchema,
    right=Right.ERASE,
)
def erase_case(number: str) -> Response:
    """Erase a case for good: every key, item and row of it. 409 where it is held back."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    said = operations.body(EraseSchema())
    ending.check_reason("why", Plain(said["why"]))
    with operations.writing() as session:
        done = ending.erase(session, who, seen, said["number"], parts.store, now=parts.clock())
    erasing.forget_files(parts.store, done)
    return jsonify(left=done.left, stopped=done.stopped)
