"""Originals on their way out of the house, for programs: asked for, approved, fetched once.

Two people's tokens, as on the pages two people: who asked never approves.
"""

from typing import Any, Final

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.desk.actions.evidence import exhibits, exporting
from hrd_report.desk.actions.evidence.exporting import Export, Wish
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.desk.views.evidence import leaving
from hrd_report.documents.evidence import ExportStep
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services

_FILE: Final = {"type": "string", "format": "binary"}


class WishedSchema(Schema):
    """Why an original has to leave, who gets it, on which consent; `recipient` is an age key."""

    reason = fields.String(load_default="")
    to = fields.String(load_default="")
    consent = fields.String(load_default="", metadata={"description": "Its id."})
    recipient = fields.String(
        load_default="", metadata={"description": "It is sealed to this key on its way."}
    )


class ExportStepSchema(Schema):
    """A step on the way."""

    step = fields.String()
    by = fields.String()
    at = fields.DateTime()


class OriginalSchema(Schema):
    """One original on its way out."""

    export = fields.String(metadata={"description": "Its id."})
    file = fields.String(metadata={"description": "The exhibit's name."})
    reason = fields.String()
    to = fields.String()
    recipient = fields.String()
    consent = fields.String(allow_none=True)
    steps = fields.List(fields.Nested(ExportStepSchema))


class OriginalsSchema(Schema):
    """All of a case, the newest first."""

    originals = fields.List(fields.Nested(OriginalSchema))


@frame.reads(Area.ORIGINALS, "/cases/<number>/originals", OriginalsSchema)
def list_originals(number: str) -> Response:
    """List which originals of a case were asked for, and how far that has come."""
    file = desk.opened_for(frame.worker(), number)
    with services().database.reading() as session:
        found = exporting.of(exhibits.held_in(session, file).exports)
    shown = OriginalsSchema().dump({"originals": [_shown(one) for one in found]})
    return preconditions.tag(jsonify(shown), file.case.version)


@frame.acts(
    Area.ORIGINALS,
    "POST",
    "/cases/<number>/evidence/<name>/original",
    takes=WishedSchema,
    gives=OriginalsSchema,
    status=201,
    changes=False,
)
def ask_for_original(number: str, name: str) -> Response:
    """Ask for an original to leave. 409 says in `errors` what keeps it."""
    said, parts, who = operations.body(WishedSchema()), services(), frame.worker()
    wish = Wish(**{**said, "reason": Plain(said["reason"]), "to": Plain(said["to"])})
    file = desk.opened_for(who, number)
    with operations.writing() as session:
        one = exhibits.find(session, file, name)
        exporting.ask(session, who, file, one, wish, parts.reference, now=parts.clock())
    answer = list_originals(number)
    answer.status_code = 201
    return answer


@frame.acts(
    Area.ORIGINALS,
    "POST",
    "/cases/<number>/originals/<export>/approve",
    gives=OriginalsSchema,
    changes=False,
)
def approve_original(number: str, export: str) -> Response:
    """Approve what a colleague asked for."""
    return _answered(number, export, "approved")


@frame.acts(
    Area.ORIGINALS,
    "POST",
    "/cases/<number>/originals/<export>/refuse",
    gives=OriginalsSchema,
    changes=False,
)
def refuse_original(number: str, export: str) -> Response:
    """Refuse what a colleague asked for, or take one's own wish back."""
    return _answered(number, export, "refused")


@frame.acts(
    Area.ORIGINALS,
    "POST",
    "/cases/<number>/originals/<export>/take",
    gives=_FILE,
    changes=False,
)
def take_original(number: str, export: str) -> Response:
    """Fetch an approved original with its custody sheet, once: a ZIP, or an age file of one."""
    parts, who = services(), frame.worker()
    file = desk.opened_for(who, number)
    with operations.writing() as session:
        found = exporting.take(session, who, file, export, parts.reference, now=parts.clock())
    return leaving.handed_out(who, file, found)


def _answered(number: str, export: str, step: ExportStep) -> Response:
    who = frame.worker()
    file = desk.opened_for(who, number)
    with operations.writing() as session:
        exporting.answer(session, who, file, export, step, now=services().clock())
    return list_originals(number)


def _shown(one: Export) -> dict[str, Any]:
    first = one.first
    return {
        "export": first.export,
        "file": first.file,
        "reason": first.reason.reveal(),
        "to": first.to.reveal(),
        "recipient": first.recipient,
        "consent": first.consent,
        "steps": [{"step": each.step, "by": each.by, "at": each.at} for each in one.steps],
    }
