"""What all cases say of platforms, for programs: which steps fail, how often. Names no case."""

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.desk.actions import everywhere, tallying
from hrd_report.desk.views.api import frame
from hrd_report.rights import Area
from hrd_report.web.services import services


class PlatformStandingSchema(Schema):
    """One platform: how many cases judge it, and the findings on each step."""

    platform = fields.String()
    cases = fields.Integer()
    steps = fields.Dict(
        keys=fields.String(), values=fields.Dict(keys=fields.String(), values=fields.Integer())
    )


class PlatformStandingsSchema(Schema):
    """All platforms, the one that most cases judge first."""

    platforms = fields.List(fields.Nested(PlatformStandingSchema))
    untold = fields.Integer(metadata={"description": "Cases that are in no count yet."})


@frame.reads(Area.FINDINGS, "/platforms", PlatformStandingsSchema)
def read_platforms() -> Response:
    """Count what the cases that one may open say of each platform. That is written down."""
    parts, who = services(), frame.worker()
    day = parts.clock().date()
    with parts.database.writing() as session:
        tallying.tell_some(session, who, most=tallying.AT_ONCE, day=day)
        tallying.write_down(session, who, [who.team_id], day=day)
    with parts.database.reading() as session:
        counted = tallying.gather(session, who)
    found = [
        {"platform": name, "cases": one.cases, "steps": {s: dict(n) for s, n in one.steps.items()}}
        for name, one in everywhere.standings(counted.tallies).items()
    ]
    shown = {"platforms": found, "untold": counted.untold}
    return jsonify(PlatformStandingsSchema().dump(shown))
