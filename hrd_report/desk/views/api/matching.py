"""What a case names and which others name the same, for programs. Opens no other case."""

from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields, validate

from hrd_report.desk.actions import comparing, indicators, linking, tracing
from hrd_report.desk.actions.comparing import Compared, Match
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.indicators.extracting import KINDS, Indicator
from hrd_report.desk.indicators.weighing import Shared
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views import related, saying
from hrd_report.desk.views.api import frame
from hrd_report.desk.worker import Worker
from hrd_report.rights import Area
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


class IndicatorSchema(Schema):
    """Something a case names."""

    id = fields.String(metadata={"description": "What `kept` of a change names."})
    kind = fields.String()
    value = fields.String(metadata={"description": "In its normal form."})
    label = fields.String(metadata={"description": "As it was sent, of a file its name."})
    kept = fields.Boolean(metadata={"description": "Kept, or to be looked at first."})
    new = fields.Boolean(metadata={"description": "Nobody said anything of it yet."})


class IndicatorsSchema(Schema):
    """What a case names: `confirmed` once somebody looked."""

    confirmed = fields.Boolean()
    indicators = fields.List(fields.Nested(IndicatorSchema))


class AddedIndicatorSchema(Schema):
    """Something added by hand."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS, error="unknown"))
    value = fields.String(required=True)


class ConfirmedSchema(Schema):
    """What of the proposals is kept, by id; the others are left. What is added besides."""

    kept = fields.List(fields.String(), load_default=list)
    added = fields.List(fields.Nested(AddedIndicatorSchema), load_default=list)


class SharedSchema(Schema):
    """What two cases name in common, and what it weighs."""

    kind = fields.String()
    value = fields.String()
    weight = fields.Float()


class MatchSchema(Schema):
    """Another case of the team."""

    number = fields.String()
    score = fields.Float()
    likely = fields.Boolean(metadata={"description": "The score is one to link by."})
    shared = fields.List(fields.Nested(SharedSchema))


class MatchesSchema(Schema):
    """Which cases name the same. Of those closed to the reader only how many there are."""

    confirmed = fields.Boolean()
    suggested = fields.List(fields.Nested(MatchSchema))
    linked = fields.List(fields.Nested(MatchSchema))
    rejected = fields.List(fields.Nested(MatchSchema))
    restricted = fields.Integer()


class VerdictSchema(Schema):
    """What is said of some cases: that they belong together, do not, or that taken back."""

    cases = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    verdict = fields.String(
        required=True, validate=validate.OneOf(tuple(related.VERDICTS), error="unknown")
    )


@frame.reads(Area.MATCHING, "/cases/<number>/indicators", IndicatorsSchema)
def list_indicators(number: str) -> Response:
    """List what a case names, to be confirmed."""
    file = desk.opened_for(frame.worker(), number)
    with services().database.reading() as session:
        said = tracing.held(session, file)
    found = [_proposed(one) for one in indicators.propose(file, said)]
    shown = IndicatorsSchema().dump({"confirmed": said is not None, "indicators": found})
    return preconditions.tag(jsonify(shown), file.case.version)


@frame.acts(Area.MATCHING, "PUT", "/cases/<number>/indicators", takes=ConfirmedSchema)
def confirm_indicators(number: str) -> Response:
    """Keep what a case names, and let it be found by that."""
    who, seen = frame.worker(), frame.seen(number)
    file, said = desk.opened_for(who, number), operations.body(ConfirmedSchema())

    def added() -> list[Indicator]:
        return [indicators.typed(one["kind"], one["value"]) for one in said["added"]]

    saying.keep(who, seen, file, set(said["kept"]), added, operations.writing)
    return frame.now(number)


@frame.reads(Area.MATCHING, "/cases/<number>/matches", MatchesSchema)
def list_matches(number: str) -> Response:
    """List which cases of the team name the same, and what it is."""
    who = frame.worker()
    file = desk.opened_for(who, number)
    with services().database.reading() as session:
        behind = tracing.is_behind(session, who, file)
    if behind:
        with services().database.writing() as session:
            tracing.bring_up_to_date(session, who, file, day=services().clock().date())
    return preconditions.tag(jsonify(MatchesSchema().dump(_compared(who, file))), file.case.version)


@frame.acts(Area.MATCHING, "POST", "/cases/<number>/matches", takes=VerdictSchema)
def judge_matches(number: str) -> Response:
    """Link cases, reject them, or take back what was said of them. Nothing is merged."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    file, said = desk.opened_for(who, number), operations.body(VerdictSchema())
    verdict = related.VERDICTS[said["verdict"]]
    return frame.acted(
        frame.about(
            number,
            lambda session: linking.say(
                session,
                who,
                seen,
                related.others(comparing.compare(session, who, file), said["cases"]),
                verdict,
                now=parts.clock(),
            ),
        )
    )


def _proposed(one: indicators.Proposal) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.thing.kind,
        "value": one.thing.value,
        "label": one.label.reveal(),
        "kept": one.ticked,
        "new": one.new,
    }


def _compared(who: Worker, file: CaseFile) -> dict[str, Any]:
    with services().database.reading() as session:
        found: Compared = comparing.compare(session, who, file)
    return {
        "confirmed": found.confirmed,
        "suggested": [_match(one) for one in found.suggested],
        "linked": [_match(one) for one in found.linked],
        "rejected": [_match(one) for one in found.rejected],
        "restricted": found.restricted,
    }


def _match(one: Match) -> dict[str, Any]:
    return {
        "number": one.case.number,
        "score": round(one.weighed.score, 2),
        "likely": one.is_likely,
        "shared": [_shared(each) for each in one.weighed.shared],
    }


def _shared(one: Shared) -> dict[str, Any]:
    return {"kind": one.thing.kind, "value": one.thing.value, "weight": round(one.weight, 2)}
