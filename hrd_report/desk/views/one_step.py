"""One of the ten steps at one platform, action by action. A person judges."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.shown import judged_forms, one_step
from hrd_report.desk.shown.judging import At
from hrd_report.desk.views import frame, steps
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/steps/<platform>/<step>")
@guard.staff(Right.WORK_CASES)
def step_page(number: str, platform: str, step: str) -> AnyResponse:
    """Show a step's actions, what was found on each and what they add up to."""
    return _show(steps.at(number, platform), step, None)


@blueprint.post("/desk/cases/<number>/steps/<platform>/<step>")
@guard.staff(Right.WORK_CASES)
def keep_step(number: str, platform: str, step: str) -> AnyResponse:
    """Keep what was judged on a step; then show it again, or the next one."""
    services().reference.step(step)
    here = steps.at(number, platform)
    judged = judged_forms.one_step(request.form, request.form.getlist("evidence"), step, here)
    if request.form.get("take"):
        judged = [steps.as_they_add_up(one, here) for one in judged]
    try:
        steps.keep(here, steps.with_accepted(judged, here))
    except (Invalid, Conflict) as problem:
        return _show(here, step, problem)
    return frame.to_case(number, "steps", platform, *_next(step))


def _next(step: str) -> tuple[str, ...]:
    """Return which page follows: this one again, the next step's, or the table after the last."""
    if not request.form.get("next"):
        return (step,)
    ids = [one.id for one in services().reference.steps]
    return tuple(ids[ids.index(step) + 1 :][:1])


def _show(here: At, step: str, problem: HrdError | None) -> AnyResponse:
    typed = request.form.to_dict() if problem is not None else {}
    marked = request.form.getlist("evidence")
    if problem is not None:
        here = steps.at(here.file.case.number, here.platform)
    stale = frame.stale(problem, here.file)
    context = one_step.context(here, here.reference.step(step), typed, marked)
    return frame.show("step.html", status=frame.status_of(problem), stale=stale, **context)
