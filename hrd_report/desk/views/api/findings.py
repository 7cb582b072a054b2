"""Findings on the ten steps, for programs: what holds, what is suggested, what is judged."""

from collections.abc import Callable
from typing import Any, cast

from flask import Response, jsonify
from marshmallow import Schema, fields, validate

from hrd_report.desk.actions import findings, suggesting
from hrd_report.desk.actions.findings import Judged, Judgement
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.documents import codec
from hrd_report.documents.casework import CheckDocument
from hrd_report.errors import NotFound
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services

_LONGEST = 20_000


class CheckSchema(Schema):
    """What a case says about one checkable action of a step."""

    action = fields.String(required=True)
    finding = fields.String(required=True)
    reason = fields.String(load_default="", validate=validate.Length(max=_LONGEST))


class FindingSchema(Schema):
    """What a case says about one step at one platform."""

    step = fields.String()
    finding = fields.String()
    reason = fields.String()
    ask = fields.String()
    by = fields.String()
    at = fields.String()
    suggested_by = fields.String(allow_none=True)
    source = fields.String(allow_none=True)
    where = fields.String()
    evidence = fields.List(fields.String())
    checks = fields.List(fields.Nested(CheckSchema))


class SuggestionSchema(Schema):
    """What a rule proposes, and never applies by itself."""

    step = fields.String()
    finding = fields.String()
    rule = fields.String(metadata={"description": "Id of the rule: what `suggested_by` names."})
    source = fields.String()
    actions = fields.Dict(keys=fields.String(), values=fields.String())


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
    source = fields.String(load_default=None)
    where = fields.String(load_default=None, validate=validate.Length(max=_LONGEST))
    evidence = fields.List(fields.String(), load_default=None)
    checks = fields.List(fields.Nested(CheckSchema), load_default=None)


class JudgementsSchema(Schema):
    """What is judged of some steps, all of it kept or nothing."""

    findings = fields.List(fields.Nested(JudgementSchema), required=True)
    aside = fields.List(fields.String(), load_default=list)
    back = fields.List(fields.String(), load_default=list)


@frame.reads(Area.FINDINGS, "/cases/<number>/findings/<platform>", FindingsSchema)
def read_findings(number: str, platform: str) -> Response:
    """Read the findings on one platform, and what the rules suggest."""
    parts = services()
    if all(one.id != platform for one in parts.reference.platforms):
        raise NotFound
    file = desk.opened_for(frame.worker(), number)
    answer = jsonify(FindingsSchema().dump(_shown(file, platform)))
    return preconditions.tag(answer, file.case.version)


@frame.acts(Area.FINDINGS, "PUT", "/cases/<number>/findings/<platform>", takes=JudgementsSchema)
def keep_findings(number: str, platform: str) -> Response:
    """Keep findings on one platform. What is not named stays as it is."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    said = operations.body(JudgementsSchema())
    steps = [_judgement(one) for one in said["findings"]]
    judged = Judged(platform, steps, aside=said["aside"], back=said["back"])
    return frame.acted(
        lambda session: findings.keep(
            session, who, seen, judged, parts.reference, now=parts.clock()
        )
    )


def _shown(file: CaseFile, platform: str) -> dict[str, Any]:
    parts = services()
    held = [one for (at, _), one in sorted(file.findings.items()) if at == platform]
    suggested = suggesting.suggest(file, platform, parts.reference, now=parts.clock())
    return {
        "platform": platform,
        "findings": [codec.to_data(one) for one in held],
        "suggestions": [
            {
                "step": one.step,
                "finding": one.finding,
                "rule": one.reason_id,
                "source": one.source,
                "actions": dict(one.actions),
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
        source=said["source"],
        where=Plain(said["where"]) if said["where"] is not None else None,
        evidence=_all(said["evidence"]),
        checks=_all(said["checks"], lambda one: codec.from_data(one, CheckDocument)),
    )


def _all(said: list[Any] | None, made: Callable[[Any], Any] = lambda one: one) -> Any:  # noqa: ANN401
    """Return a list as it is kept; what was not said stays as it was."""
    return tuple(made(one) for one in said) if said is not None else None
