"""What the interface for programs takes and answers, as schemas. Keeps nothing."""

from typing import Final

from marshmallow import Schema, fields

from hrd_report.web import openapi
from hrd_report.web.openapi import ProblemSchema


class ReceiptSchema(Schema):
    """A receipt in both of its forms; either opens the answers."""

    words = fields.List(fields.String(), metadata={"description": "Twelve words, in order."})
    digits = fields.String(metadata={"description": "The same receipt as 14 groups of 3 digits."})


class ReceivedSchema(Schema):
    """A report that is kept."""

    receipt = fields.Nested(
        ReceiptSchema,
        allow_none=True,
        metadata={"description": "None for an envelope: whoever wrote it has the receipt."},
    )
    received = fields.Date(metadata={"description": "Day of receipt, in UTC."})
    case_url = fields.URL(metadata={"description": "Where the receipt is given to read answers."})
    already = fields.Boolean(
        metadata={"description": "The same sealed file was here before; it is kept once."}
    )
    older_key = fields.Boolean(
        metadata={"description": "It is sealed to a key that is published no longer; it is kept."}
    )


class ReceiptOnlySchema(Schema):
    """A receipt, and nothing else."""

    error_messages = {"unknown": "unknown_field", "type": "not_object"}  # noqa: RUF012 - theirs

    receipt = fields.String(
        required=True,
        error_messages={"invalid": "not_text", "null": "not_text", "required": "missing"},
        metadata={"description": "The receipt, in any form.", "writeOnly": True},
    )


class LimitsSchema(Schema):
    """What may be sent."""

    file_bytes = fields.Integer(metadata={"description": "Of one file."})
    sum_bytes = fields.Integer(metadata={"description": "Of all files together."})
    files = fields.Integer(metadata={"description": "How many files."})


class PassSchema(Schema):
    """What files are sent with."""

    report = fields.String(metadata={"description": "Handle for addresses; opens nothing."})
    secret = fields.String(metadata={"description": "For the Authorization header: Bearer."})
    files = fields.URL(metadata={"description": "Where files are put; a name is added to it."})
    days = fields.Integer(metadata={"description": "How long an unfinished file is kept."})
    limits = fields.Nested(LimitsSchema)


class StandingSchema(Schema):
    """How far a file has come."""

    size = fields.Integer(metadata={"description": "Bytes held, from the first on."})
    total = fields.Integer(allow_none=True, metadata={"description": "Bytes of the whole."})
    complete = fields.Boolean(metadata={"description": "Whether the file is kept in its case."})
    sha256 = fields.String(
        allow_none=True, metadata={"description": "Of the whole file, once it is complete."}
    )


_PROBLEMS: Final = {
    400: "The body cannot be read.",
    401: "The secret is missing.",
    404: "No report or file answers to this.",
    409: "It belongs to another file, or another request is sending the same one.",
    413: "Over the limit.",
    416: "The piece does not join what is held; Range and Upload-Offset say where to go on.",
    422: "A field or a header does not fit.",
    503: "Nothing can be kept right now; what was acknowledged is kept.",
}


def problems(*statuses: int) -> dict[str, dict[str, object]]:
    """Return the refusals of an operation, as OpenAPI wants them."""
    shape = {openapi.PROBLEM: {"schema": ProblemSchema}}
    return {str(one): {"description": _PROBLEMS[one], "content": shape} for one in statuses}


def json_body(schema: type[Schema]) -> dict[str, object]:
    """Return the description of a JSON body."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}
