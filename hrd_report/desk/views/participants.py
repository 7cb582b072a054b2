"""The people of a case and their roles. Writes to none of them."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import participants
from hrd_report.desk.actions.participants import Somebody
from hrd_report.desk.shown import planning
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/people")
@guard.staff(Right.WORK_CASES)
def people_page(number: str) -> AnyResponse:
    """Show who is part of the case."""
    return _show(number, None)


@blueprint.post("/desk/cases/<number>/people")
@guard.staff(Right.WORK_CASES)
def name_somebody(number: str) -> AnyResponse:
    """Name somebody, or change what is kept of them."""
    parts, seen = services(), frame.seen(number)
    who = Somebody(
        role=request.form.get("role", ""),
        name=frame.typed("name"),
        reach=frame.typed("reach"),
        note=frame.typed("note"),
        participant=request.form.get("participant", ""),
    )
    try:
        with parts.database.writing() as session:
            worker = frame.worker()
            participants.name(session, worker, seen, who, parts.reference, now=parts.clock())
    except (Invalid, Conflict) as problem:
        return _show(number, problem)
    return frame.to_case(number, "people")


@blueprint.post("/desk/cases/<number>/people/<participant>/remove")
@guard.staff(Right.WORK_CASES)
def leave_out(number: str, participant: str) -> AnyResponse:
    """Take somebody off the list."""
    parts, seen = services(), frame.seen(number)
    try:
        with parts.database.writing() as session:
            participants.leave_out(session, frame.worker(), seen, participant, now=parts.clock())
    except Conflict as problem:
        return _show(number, problem)
    return frame.to_case(number, "people")


def _show(number: str, problem: HrdError | None) -> AnyResponse:
    file, voice, reference = frame.opened(number), frame.voice(), services().reference
    rows = planning.people(file, reference, voice)
    wanted = request.args.get("change", "")
    held = next((one for one in rows if one["id"] == wanted and problem is None), {})
    return frame.show(
        "people.html",
        status=frame.status_of(problem),
        number=number,
        version=file.case.version,
        rows=rows,
        roles=planning.roles(reference, voice),
        role=held.get("code", request.form.get("role", "")),
        name=held.get("name", frame.typed("name")),
        reach=held.get("reach", frame.typed("reach")),
        note=held.get("note", frame.typed("note")),
        participant=held.get("id", request.form.get("participant", "")),
        errors=planning.errors(frame.codes_of(problem), voice),
        stale=frame.stale(problem, file),
    )
