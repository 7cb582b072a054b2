"""Answering the call for a second person. Opens no case."""

from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import alarms
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.post("/desk/cases/<number>/second")
@guard.staff(Right.WORK_CASES)
def answer_call(number: str) -> AnyResponse:
    """Say that a second person looks now, and go to the case."""
    parts = services()
    with parts.database.writing() as session:
        alarms.answer(session, frame.worker(), number, now=parts.clock())
    return frame.to_case(number)
