"""What the interface for programs answers, as schemas for its description. Keeps nothing."""

from marshmallow import Schema, fields


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


class FieldProblemSchema(Schema):
    """What is wrong with one field."""

    pointer = fields.String(metadata={"description": "The field, as a JSON pointer."})
    code = fields.String(metadata={"description": "Stable code of what is wrong with it."})


class ProblemSchema(Schema):
    """A problem document (RFC 9457)."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String(metadata={"description": "A sentence in the language asked for."})
    instance = fields.String()
    code = fields.String(metadata={"description": "Stable code of the problem."})
    errors = fields.List(fields.Nested(FieldProblemSchema))
