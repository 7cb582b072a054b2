"""A case's state, for programs: going on, resolving, closing, reopening."""

from flask import Response
from marshmallow import Schema, fields

from hrd_report.desk.actions import closing
from hrd_report.desk.schemas import EndingSchema
from hrd_report.desk.views.api import frame
from hrd_report.records.cases import CaseState
from hrd_report.rights import Area
from hrd_report.web import operations
from hrd_report.web.services import services


class StepSchema(Schema):
    """Where a case goes on."""

    to = fields.Enum(CaseState, by_value=True, required=True)


@frame.acts(Area.CASES, "POST", "/cases/<number>/state", takes=StepSchema)
def change_state(number: str) -> Response:
    """Take a step that ends nothing, or reopen."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    to = operations.body(StepSchema())["to"]
    return frame.acted(lambda session: closing.go_on(session, who, seen, to, now=parts.clock()))


@frame.acts(Area.CASES, "POST", "/cases/<number>/end", takes=EndingSchema)
def end_case(number: str) -> Response:
    """Resolve or close a case: with an outcome, a last word, and its consents looked at."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    ending = operations.body(EndingSchema())
    return frame.acted(
        lambda session: closing.end(
            session, who, seen, ending, parts.reference, parts.store, now=parts.clock()
        )
    )
