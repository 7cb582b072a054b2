"""Marking a case with TLP and PAP, with what each level does. Sends nothing."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import marking as action
from hrd_report.desk.shown import marking
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/marking")
@guard.staff(Right.WORK_CASES)
def marking_page(number: str) -> AnyResponse:
    """Show how a case is marked and what that does; with levels in the address, what they would."""
    return _show(number, None)


@blueprint.post("/desk/cases/<number>/marking")
@guard.staff(Right.WORK_CASES)
def keep_marking(number: str) -> AnyResponse:
    """Mark a case."""
    parts, seen = services(), frame.seen(number)
    chosen = (request.form.get("tlp", ""), request.form.get("pap", ""))
    try:
        with parts.database.writing() as session:
            action.mark(session, frame.worker(), seen, chosen, parts.reference, now=parts.clock())
    except (Invalid, Conflict) as problem:
        return _show(number, problem)
    return frame.to_case(number, "marking")


def _show(number: str, problem: HrdError | None) -> AnyResponse:
    file, voice, reference = frame.opened(number), frame.voice(), services().reference
    tlp, pap = marking.of(file)
    return frame.show(
        "marking.html",
        status=frame.status_of(problem),
        number=number,
        version=file.case.version,
        tlp=request.form.get("tlp", tlp),
        pap=request.form.get("pap", pap),
        label=marking.label(file, reference),
        effects=marking.effects(tlp, pap, reference, voice),
        stale=frame.stale(problem, file),
        wrong=isinstance(problem, Invalid),
        **marking.options(reference, voice),
    )
