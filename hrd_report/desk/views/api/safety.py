"""A case's safety plan, for programs: read, proposed, moved on. The defender decides."""

from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields

from hrd_report.casefile import safety
from hrd_report.casefile.lifecycles import MeasureState
from hrd_report.desk.actions import planning
from hrd_report.desk.actions.planning import REVIEW_DAYS, Move, Proposal
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.views import frame as desk
from hrd_report.desk.views.api import frame
from hrd_report.documents import codec
from hrd_report.reference import measures
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import operations, preconditions
from hrd_report.web.services import services


class MeasureSchema(Schema):
    """A safety measure as it stands, in the very words that the defender reads."""

    measure = fields.String(metadata={"description": "Its id."})
    state = fields.String()
    title = fields.String()
    text = fields.String()
    language = fields.String()
    library = fields.String(metadata={"description": "Where it is from, or nothing."})
    by = fields.String(metadata={"description": "Empty where the defender moved it."})
    at = fields.String()
    review_on = fields.String()
    note = fields.String(metadata={"description": "For the team."})


class PlanSchema(Schema):
    """A safety plan, and what of the library fits the threats of the case."""

    measures = fields.List(fields.Nested(MeasureSchema))
    library = fields.List(fields.String(), metadata={"description": "Ids, what fits best first."})


class ProposalSchema(Schema):
    """Measures to propose: of the library by id, and one in words of one's own."""

    library = fields.List(fields.String(), load_default=list)
    title = fields.String(load_default="")
    text = fields.String(load_default="")
    days = fields.Integer(load_default=REVIEW_DAYS, metadata={"description": "Until a review."})


class MoveSchema(Schema):
    """A step of a measure; without `to` it is looked at again and stays where it is."""

    to = fields.Enum(
        MeasureState, by_value=True, load_default=None, error_messages={"unknown": "unknown"}
    )
    wish = fields.Boolean(load_default=False, metadata={"description": "The defender said so."})
    days = fields.Integer(load_default=REVIEW_DAYS)
    note = fields.String(load_default="")


@frame.reads(Area.SAFETY, "/cases/<number>/plan", PlanSchema)
def read_plan(number: str) -> Response:
    """Read a case's safety plan, and what could be proposed."""
    file = desk.opened_for(frame.worker(), number)
    return preconditions.tag(jsonify(PlanSchema().dump(_shown(file))), file.case.version)


@frame.acts(Area.SAFETY, "POST", "/cases/<number>/plan", takes=ProposalSchema, creates=True)
def propose_measures(number: str) -> Response:
    """Propose measures to the defender, in their language."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    said = operations.body(ProposalSchema())
    wanted = Proposal(
        library=tuple(said["library"]),
        title=Plain(said["title"]),
        text=Plain(said["text"]),
        days=said["days"],
    )
    return frame.added(
        lambda session: planning.propose(
            session, who, seen, wanted, parts.reference, now=parts.clock()
        )
    )


@frame.acts(Area.SAFETY, "POST", "/cases/<number>/plan/<measure>", takes=MoveSchema)
def move_measure(number: str, measure: str) -> Response:
    """Take a step of one measure, or review it."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    said = operations.body(MoveSchema())
    wanted = Move(measure=measure, **{**said, "note": Plain(said["note"])})
    return frame.acted(lambda session: planning.move(session, who, seen, wanted, now=parts.clock()))


def _shown(file: CaseFile) -> dict[str, Any]:
    taken = {one.library for one in file.measures}
    fitting = measures.fitting(services().reference.measures, file.threats)
    return {
        "measures": [codec.to_data(one) for one in safety.newest(file.measures).values()],
        "library": [one.id for one in fitting if one.id not in taken],
    }
