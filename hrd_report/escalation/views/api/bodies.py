"""What the routes about escalations take: the pages' own forms, the version in If-Match instead."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from hrd_report.escalation import following_schemas, schemas, shapes
from hrd_report.escalation.schemas import Form
from hrd_report.web import preconditions

_VERSION = ("version",)


def _seen(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "version": preconditions.seen_version()}


class DraftBodySchema(schemas.DraftSchema):
    """A whole draft. Codes are those of the reference data."""

    class Meta(Form.Meta):
        """The version stands in If-Match."""

        exclude = _VERSION

    @post_load
    def build(self, data: dict[str, Any], **more: object) -> schemas.Draft:
        """Take the version from where a program says it."""
        made: schemas.Draft = super().build(_seen(data), **more)
        return made


class WayBodySchema(shapes.WaySchema):
    """How a draft leaves."""

    class Meta(Form.Meta):
        """The version stands in If-Match."""

        exclude = _VERSION

    @post_load
    def build(self, data: dict[str, Any], **more: object) -> shapes.ChosenWay:
        """Take the version from where a program says it."""
        made: shapes.ChosenWay = super().build(_seen(data), **more)
        return made


class AcknowledgedBodySchema(schemas.AcknowledgedSchema):
    """That a platform confirmed receipt; `reference` is its own."""

    class Meta(Form.Meta):
        """The version stands in If-Match."""

        exclude = _VERSION

    @post_load
    def build(self, data: dict[str, Any], **more: object) -> schemas.Acknowledged:
        """Take the version from where a program says it."""
        made: schemas.Acknowledged = super().build(_seen(data), **more)
        return made


class DecidedBodySchema(schemas.DecidedSchema):
    """What a platform decided: a code for each item, in their order."""

    class Meta(Form.Meta):
        """The version stands in If-Match."""

        exclude = _VERSION

    @post_load
    def build(self, data: dict[str, Any], **more: object) -> schemas.Decided:
        """Take the version from where a program says it."""
        made: schemas.Decided = super().build(_seen(data), **more)
        return made


class ReasonsBodySchema(shapes.ReasonsSchema):
    """A platform's reasons, an object for each item, in their order."""

    class Meta(Form.Meta):
        """The version stands in If-Match."""

        exclude = _VERSION

    @post_load
    def build(self, data: dict[str, Any], **more: object) -> shapes.Reasons:
        """Take the version from where a program says it."""
        made: shapes.Reasons = super().build(_seen(data), **more)
        return made


class SentByHandBodySchema(shapes.SentByHandSchema):
    """On which day somebody let it leave, and their reference if they gave one."""

    class Meta(Form.Meta):
        """The version stands in If-Match."""

        exclude = _VERSION

    @post_load
    def build(self, data: dict[str, Any], **more: object) -> shapes.SentByHand:
        """Take the version from where a program says it."""
        made: shapes.SentByHand = super().build(_seen(data), **more)
        return made


class FollowBodySchema(following_schemas.FollowSchema):
    """What goes on from an escalation: a rung of the ladder, for an authority its id."""

    class Meta(Form.Meta):
        """The version stands in If-Match."""

        exclude = _VERSION


class LookBodySchema(following_schemas.LookSchema):
    """Which items are there again, by number; none where all stayed away."""

    class Meta(Form.Meta):
        """The version stands in If-Match."""

        exclude = _VERSION


class TakeOutBodySchema(Schema):
    """Which of the other cases a draft lets go, by its id in `together`."""

    case = fields.String(required=True)


class AnswersBodySchema(Schema):
    """Answers to the questions before sending: yes or no for each that is asked."""

    answers = fields.Dict(
        keys=fields.String(),
        values=fields.String(validate=validate.OneOf(["yes", "no"], error="unknown")),
        required=True,
    )


class SendBodySchema(Schema):
    """The digest of exactly the text that was read."""

    seen = fields.String(required=True)
