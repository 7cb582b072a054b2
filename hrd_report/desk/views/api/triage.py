"""What the desk makes of a case, for programs: classified, asked for danger, written about."""

from flask import Response
from marshmallow import Schema, fields

from hrd_report.desk.actions import classify, messages, risk
from hrd_report.desk.actions.messages import Letter
from hrd_report.desk.audiences import ForDefender
from hrd_report.desk.schemas import ClassifySchema
from hrd_report.desk.views.api import frame
from hrd_report.rights import Area
from hrd_report.sealed import Plain
from hrd_report.web import operations
from hrd_report.web.services import services


class RiskSchema(Schema):
    """Answers to the questions about immediate danger."""

    answers = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "Ids of the questions, each with yes, no or unknown."},
    )


class NewLetterSchema(Schema):
    """A letter to the defender."""

    letter = fields.String(required=True, metadata={"description": "The defender reads this."})
    asks = fields.Boolean(
        load_default=False, metadata={"description": "The case waits for an answer."}
    )
    anyway = fields.Boolean(
        load_default=False,
        metadata={"description": "Send it although it has words that the defender asked to avoid."},
    )


@frame.acts(Area.CASES, "PUT", "/cases/<number>/classification", takes=ClassifySchema)
def classify_case(number: str) -> Response:
    """Classify a case; without a severity, the one that the subtypes propose is taken."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    found = operations.body(ClassifySchema())
    return frame.acted(
        lambda session: classify.classify(
            session, who, seen, found, parts.reference, now=parts.clock()
        )
    )


@frame.acts(Area.CASES, "PUT", "/cases/<number>/risk", takes=RiskSchema)
def assess_risk(number: str) -> Response:
    """Answer the questions about immediate danger. Any yes makes a case critical."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    answers = operations.body(RiskSchema())["answers"]
    return frame.acted(
        lambda session: risk.assess(session, who, seen, answers, parts.reference, now=parts.clock())
    )


@frame.acts(Area.CASES, "POST", "/cases/<number>/letters", takes=NewLetterSchema, creates=True)
def write_letter(number: str) -> Response:
    """Write to the defender. `reach` of the case says how and when they may be reached."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    asked = operations.body(NewLetterSchema())
    letter = Letter(
        words=ForDefender(Plain(asked["letter"])), asks=asked["asks"], anyway=asked["anyway"]
    )
    return frame.added(
        lambda session: messages.write(session, who, seen, letter, parts.store, now=parts.clock())
    )
