"""What the desk's API takes and answers, as schemas: what is not named here does not leave."""

from typing import Any

from marshmallow import Schema, fields

from hrd_report.records.cases import CaseState, Due, ReportState, Urgency


def _code(kind: type[Any], text: str) -> fields.Field[Any]:
    return fields.Enum(kind, by_value=True, metadata={"description": text})


class DeskRowSchema(Schema):
    """A case as the queue shows it: what stands in clear, and no word."""

    number = fields.String()
    version = fields.Integer(metadata={"description": "Grows with every change; also the ETag."})
    state = _code(CaseState, "How far it has come.")
    urgency = _code(Urgency, "How soon somebody must look.")
    language = fields.String(metadata={"description": "Of the defender's pages."})
    received = fields.Date(attribute="received_day", metadata={"description": "Day, in UTC."})
    due = _code(Due, "What the next clock is for.")
    due_from = fields.DateTime(allow_none=True)
    due_at = fields.DateTime(allow_none=True)
    taken = fields.Boolean(metadata={"description": "Whether somebody has it."})
    assignee = fields.String(allow_none=True, metadata={"description": "Pseudonym."})
    restricted = fields.Boolean(metadata={"description": "Open to people named alone."})
    size = fields.Integer(metadata={"description": "Padded bytes."})


class DeskPageSchema(Schema):
    """A stretch of the queue, the most urgent first."""

    cases = fields.List(fields.Nested(DeskRowSchema))
    next = fields.String(
        allow_none=True, metadata={"description": "Cursor of what follows, if anything does."}
    )


class DeskReportSchema(Schema):
    """What a defender sent, or added."""

    language = fields.String()
    danger = fields.String()
    threats = fields.List(fields.String())
    story = fields.String()
    links = fields.List(fields.String())
    received_at = fields.String()
    channel = fields.String()
    country = fields.String(allow_none=True)
    too_large = fields.List(fields.String())
    lost_files = fields.Boolean()


class DeskAnswerSchema(Schema):
    """What a defender answered on a further page."""

    subject = fields.String()
    language = fields.String()
    chosen = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    words = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    days = fields.Dict(keys=fields.String(), values=fields.Raw())
    at = fields.String()


class DeskFileSchema(Schema):
    """What is known of a file."""

    file = fields.String(metadata={"description": "Its id."})
    name = fields.String()
    media_type = fields.String()
    detected = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    received_at = fields.String()


class DeskLetterSchema(Schema):
    """A letter between defender and team."""

    author = fields.String(metadata={"description": "defender or team"})
    name = fields.String()
    text = fields.String()
    at = fields.String()


class DeskNoteSchema(Schema):
    """A note, for the team or for oneself."""

    audience = fields.String(metadata={"description": "team or self"})
    author = fields.String()
    text = fields.String()
    at = fields.String()


class AssessmentSchema(Schema):
    """What the desk made of a case. How it is counted is nobody's business but the program's."""

    by = fields.String()
    at = fields.String()
    threats = fields.List(fields.String())
    subtypes = fields.List(fields.String())
    platforms = fields.List(fields.String())
    severity = fields.Integer(allow_none=True)
    modifiers = fields.List(fields.String())
    risk = fields.Dict(keys=fields.String(), values=fields.String())
    country = fields.String(allow_none=True)
    group = fields.String(allow_none=True)
    identity = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)
    summary = fields.String()


class ConsentSchema(Schema):
    """One purpose a defender was asked about."""

    id = fields.String()
    state = fields.String()
    purpose = fields.String()
    identity = fields.String()
    platform = fields.String(allow_none=True)
    until = fields.String(allow_none=True)
    scope = fields.String()
    recorded_by = fields.String()


class ReachSchema(Schema):
    """How the defender asked to be reached. Look at this before anything is written."""

    way = fields.String()
    address = fields.List(fields.String())
    hours = fields.List(fields.String())
    avoid = fields.List(fields.String(), metadata={"description": "Words not to use."})


class DeskCaseSchema(DeskRowSchema):
    """A case opened. Opening it is written down."""

    report_state = _code(ReportState, "What became of the report.")
    report = fields.Nested(DeskReportSchema, allow_none=True)
    additions = fields.List(fields.Nested(DeskReportSchema))
    answers = fields.List(fields.Nested(DeskAnswerSchema))
    files = fields.List(fields.Nested(DeskFileSchema))
    letters = fields.List(fields.Nested(DeskLetterSchema))
    notes = fields.List(fields.Nested(DeskNoteSchema))
    assessment = fields.Nested(AssessmentSchema, allow_none=True)
    consents = fields.List(fields.Nested(ConsentSchema))
    reach = fields.Nested(ReachSchema)
    unreadable = fields.Integer(metadata={"description": "Pieces that cannot be opened."})
