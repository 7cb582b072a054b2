"""What the desk's API takes and answers of campaigns, as schemas."""

from typing import Any, get_args

from marshmallow import Schema, fields, post_load, validate

from hrd_report.documents import hashtags
from hrd_report.documents.campaigns import CampaignKind

_MOST_TAGS = 100
_LONGEST = 20_000


def _words() -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=_LONGEST, error="too_long"))


def _ids() -> fields.List[str]:
    return fields.List(fields.String(), load_default=list)


class NewCampaignSchema(Schema):
    """What is known of a campaign. Days are ISO 8601, codes of the reference data."""

    kind = fields.String(
        load_default="attack", validate=validate.OneOf(get_args(CampaignKind), error="unknown")
    )
    name = fields.String(required=True)
    story = _words()
    targets = _words()
    tactics = _ids()
    hashtags = _ids()
    state_role = fields.String(load_default="")
    first = fields.String(load_default="")
    last = fields.String(load_default="")
    over = fields.Boolean(load_default=False)
    helped = _ids()
    lessons = _words()
    cases = fields.List(fields.String(), load_default=list, metadata={"description": "Numbers."})

    @post_load
    def fold(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Bring hashtags into the form in which they are compared."""
        return {**data, "hashtags": list(hashtags.named(data["hashtags"])[:_MOST_TAGS])}


class CampaignRowSchema(Schema):
    """A campaign as a list shows it."""

    id = fields.String()
    version = fields.Integer(metadata={"description": "Also the ETag."})
    kind = fields.String()
    name = fields.String()
    by = fields.String()
    at = fields.String()
    story = fields.String()
    targets = fields.String()
    tactics = fields.List(fields.String())
    hashtags = fields.List(fields.String())
    state_role = fields.String()
    first = fields.String()
    last = fields.String()
    over = fields.Boolean()
    helped = fields.List(fields.String())
    lessons = fields.String()


class CampaignSchema(CampaignRowSchema):
    """A campaign as it is kept, with its cases."""

    cases = fields.List(fields.String(), metadata={"description": "Numbers."})
    restricted = fields.Integer(metadata={"description": "Cases closed to the reader."})


class CasesSchema(Schema):
    """Some cases, by number."""

    cases = fields.List(fields.String(), required=True)


class ProposedSchema(Schema):
    """What a campaign may begin with: the defenders' own one, where their cases tell of one."""

    kind = fields.String()
    hashtags = fields.List(fields.String())
    first = fields.String()
    last = fields.String()


class WaveSchema(Schema):
    """How many cases told of one type of attack, stretch by stretch."""

    threat = fields.String()
    counts = fields.List(fields.Integer())


class EvaluationSchema(Schema):
    """A campaign in counts, and what helped: to be read when it is over, also in trainings."""

    over = fields.Boolean()
    helped = fields.List(fields.String())
    lessons = fields.String()
    first = fields.Date(allow_none=True, metadata={"description": "As written, or first seen."})
    last = fields.Date(allow_none=True)
    cases = fields.Integer()
    restricted = fields.Integer(metadata={"description": "Closed to the reader: not counted."})
    platforms = fields.Dict(keys=fields.String(), values=fields.Integer())
    waves_from = fields.Date(allow_none=True)
    step = fields.Integer(allow_none=True, metadata={"description": "Days in one stretch."})
    waves = fields.List(fields.Nested(WaveSchema))


class CampaignPageSchema(Schema):
    """A stretch of the team's campaigns, without their cases."""

    campaigns = fields.List(fields.Nested(CampaignRowSchema))
    next = fields.String(
        allow_none=True, metadata={"description": "Cursor of what follows, if anything does."}
    )


MembersSchema = Schema.from_dict(
    {
        # `in` is no name that a class can give a field.
        "in": fields.List(fields.String(), load_default=list, metadata={"description": "Numbers."}),
        "out": fields.List(
            fields.String(), load_default=list, metadata={"description": "Numbers."}
        ),
    },
    name="MembersSchema",
)


class ThingSchema(Schema):
    """Something that several cases name."""

    kind = fields.String()
    value = fields.String()


class GroupSchema(Schema):
    """Cases that may be one campaign."""

    cases = fields.List(fields.String())
    shared = fields.List(fields.Nested(ThingSchema))
    first = fields.Date()
    last = fields.Date()


class BurstSchema(ThingSchema):
    """Something that unusually many defenders named on one day."""

    day = fields.Date()
    cases = fields.Integer()


class LookedSchema(Schema):
    """What all cases together suggest. Nothing of it is done by itself."""

    cases = fields.Integer(metadata={"description": "How many were looked at."})
    groups = fields.List(fields.Nested(GroupSchema))
    bursts = fields.List(fields.Nested(BurstSchema))
