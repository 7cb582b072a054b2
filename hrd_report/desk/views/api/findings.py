"""Findings on the ten steps, for programs: what holds, what is suggested, what is judged."""

from typing import Any, cast

from flask import Response, jsonify
from marshmallow import Schema, fields, validate

from hrd_report.desk.actions import findings
from hrd_report.desk.actions.findings import Judgement
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.desk.views.api.shapes import DeskRowSchema
from hrd_report.documents import codec
from hrd_report.errors import NotFound
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import guard, operations, preconditions
from hrd_report.web.services import services

_LONGEST = 20_000


class FindingSchema(Schema):
    """What a case says about one step at one platform."""

    step = fields.String()
    finding = fields.String()
    reason = fields.String()
    ask = fields.String()
    by = fields.String()
    at = fields.String()
    suggested_by = fields.String(allow_none=True)


class SuggestionSchema(Schema):
    """What a rule proposes, and never applies by itself."""

    step = fields.String()
    finding = fields.String()
    rule = fields.String(metadata={"description": "Id of the rule: what `suggested_by` names."})
    source = fields.String()


class FindingsSchema(Schema):
    """What holds and what is suggested at one platform."""

    platform = fields.String()
    findings = fields.List(fields.Nested(FindingSchema))
    suggestions = fields.List(fields.Nested(SuggestionSchema))


class JudgementSchema(Schema):
    """What is judged of one step."""

    step = fields.String(required=True)
    finding = fields.String(required=True)
    reason = fields.String(load_default="", validate=validate.Length(max=_LONGEST))
    ask = fields.String(load_default="", validate=validate.Length(max=_LONGEST))
    suggested_by = fields.String(load_default=None)


class JudgementsSchema(Schema):
    """What is judged of some steps, all of it kept or nothing."""

    findings = fields.List(fields.Nested(JudgementSchema), required=True)


@frame.route("GET", "/cases/<number>/findings/<platform>", gives=FindingsSchema, refuses=[404, 409])
@guard.program(Area.FINDINGS)
def read_findings(number: str, platform: str) -> Response:
    """Read the findings on one platform, and what the rules suggest."""
    parts = services()
    if all(one.id != platform for one in parts.reference.platforms):
        raise NotFound
    file = desk.opened_for(frame.worker(), number)
    answer = jsonify(FindingsSchema().dump(_shown(file, platform)))
    return preconditions.tag(answer, file.case.version)


@frame.route(
    "PUT",
    "/cases/<number>/findings/<platform>",
    takes=JudgementsSchema,
    gives=DeskRowSchema,
    changes=True,
    refuses=[404, 409],
)
@guard.program(Area.FINDINGS, writes=True)
def keep_findings(number: str, platform: str) -> Response:
    """Keep findings on one platform. What is not named stays as it is."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    judged = [_judgement(one) for one in operations.body(JudgementsSchema())["findings"]]
    return frame.acted(
        lambda session: findings.keep(
            session, who, seen, platform, judged, parts.reference, now=parts.clock()
        )
    )


def _shown(file: CaseFile, platform: str) -> dict[str, Any]:
    parts = services()
    held = [one for (at, _), one in sorted(file.findings.items()) if at == platform]
    suggested = findings.suggest(file, platform, parts.reference, now=parts.clock())
    return {
        "platform": platform,
        "findings": [codec.to_data(one) for one in held],
        "suggestions": [
            {
                "step": one.step,
                "finding": one.finding,
                "rule": one.reason_id,
                "source": one.source,
            }
            for one in suggested.values()
        ],
    }


def _judgement(said: dict[str, Any]) -> Judgement:
    return Judgement(
        step=said["step"],
        finding=cast("Any", said["finding"]),
        reason=Plain(said["reason"]),
        ask=Plain(said["ask"]),
        suggested_by=said["suggested_by"],
    )
