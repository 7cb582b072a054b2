"""The ten steps at one platform: suggestions with reasons, judged by a person."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import findings
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import judging
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid, NotFound
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/steps/<platform>")
@guard.staff(Right.WORK_CASES)
def steps_page(number: str, platform: str) -> AnyResponse:
    """Show what was found and what the program suggests."""
    return _show(frame.opened(number), platform, None)


@blueprint.post("/desk/cases/<number>/steps/<platform>")
@guard.staff(Right.WORK_CASES)
def keep_findings(number: str, platform: str) -> AnyResponse:
    """Keep every finding of the form, and accept the one suggestion that was pressed."""
    parts, seen, file = services(), frame.seen(number), frame.opened(number)
    suggested = findings.suggest(file, platform, parts.reference, now=parts.clock())
    judged = judging.judged(request.form, file, platform)
    chosen = suggested.get(request.form.get("accept", ""))
    if chosen is not None:
        accepted = findings.accepted(chosen, parts.reference, frame.voice().say)
        judged = [one for one in judged if one.step != accepted.step] + [accepted]
    try:
        with parts.database.writing() as session:
            findings.keep(
                session, frame.worker(), seen, platform, judged, parts.reference, now=parts.clock()
            )
    except (Invalid, Conflict) as problem:
        return _show(file, platform, problem)
    return frame.to_case(number, "steps", platform)


def _show(file: CaseFile, platform: str, problem: HrdError | None) -> AnyResponse:
    parts, voice = services(), frame.voice()
    if all(one.id != platform for one in parts.reference.platforms):
        raise NotFound
    typed = request.form.to_dict() if problem is not None else {}
    if problem is not None:
        file = frame.opened(file.case.number)
    context = judging.context(file, platform, typed, parts.reference, voice, now=parts.clock())
    stale = frame.stale(problem, file)
    return frame.show("steps.html", status=frame.status_of(problem), stale=stale, **context)
