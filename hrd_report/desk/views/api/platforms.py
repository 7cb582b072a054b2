"""What all cases say of platforms, for programs: which steps fail, how often, and where."""

from typing import Any

from flask import Response, jsonify, request
from marshmallow import Schema, fields

from hrd_report.desk.actions import everywhere, tallying
from hrd_report.desk.views.api import frame
from hrd_report.desk.views.platforms import counting
from hrd_report.documents import codec
from hrd_report.documents.casework import FAILED
from hrd_report.rights import Area
from hrd_report.web import cursors, operations
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


class SayingSchema(Schema):
    """What one case says of a step at a platform; without a finding where nobody has it."""

    number = fields.String()
    finding = fields.String()
    reason = fields.String()
    source = fields.String(allow_none=True)
    where = fields.String()
    evidence = fields.List(fields.String())
    by = fields.String()
    at = fields.String()


class SayingPageSchema(Schema):
    """A stretch of those cases, the newest first."""

    cases = fields.List(fields.Nested(SayingSchema))
    next = fields.String(
        allow_none=True, metadata={"description": "Cursor of what follows, if anything does."}
    )


@frame.reads(Area.FINDINGS, "/platforms", PlatformStandingsSchema)
def read_platforms() -> Response:
    """Count what the cases that one may open say of each platform. That is written down."""
    counted = counting(frame.worker())
    found = [
        {"platform": name, "cases": one.cases, "steps": {s: dict(n) for s, n in one.steps.items()}}
        for name, one in everywhere.standings(counted.tallies).items()
    ]
    shown = {"platforms": found, "untold": counted.untold}
    return jsonify(PlatformStandingsSchema().dump(shown))


@frame.reads(
    Area.FINDINGS,
    "/platforms/<platform>/<step>",
    SayingPageSchema,
    query=[
        operations.asks("finding", "One of the findings; without it, those that failed."),
        *operations.PAGING,
    ],
)
def read_platform_step(platform: str, step: str) -> Response:
    """Read which cases say what of a step at a platform. That is written down."""
    parts, who, wanted = services(), frame.worker(), request.args.get("finding")
    parts.reference.platform(platform)
    parts.reference.step(step)
    told, values = counting(who).tallies, FAILED if wanted is None else (wanted,)
    with parts.database.reading() as session:
        every = everywhere.saying(session, told, platform, step, values)
        page, following = cursors.stretch(f"platforms/{platform}/{step}/{wanted}", every)
        heard = [everywhere.hear(session, who, one, platform, step) for one in page]
    with parts.database.writing() as session:
        tallying.write_down(session, who, [one.id for one in page], day=parts.clock().date())
    rows = [{"number": one.case.number, **_said(one)} for one in heard]
    return jsonify(SayingPageSchema().dump({"cases": rows, "next": following}))


def _said(one: everywhere.Heard) -> dict[str, Any]:
    found: dict[str, Any] = codec.to_data(one.finding) if one.finding is not None else {}
    return found
