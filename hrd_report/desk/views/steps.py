"""The ten steps at one platform: suggestions with reasons, judged by a person."""

from dataclasses import replace

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import findings, suggesting
from hrd_report.desk.actions.evidence import exhibits
from hrd_report.desk.actions.findings import Judged, Judgement
from hrd_report.desk.shown import judged_forms, judging
from hrd_report.desk.shown.judging import At
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/steps/<platform>")
@guard.staff(Right.WORK_CASES)
def steps_page(number: str, platform: str) -> AnyResponse:
    """Show what was found and what the program suggests."""
    return _show(at(number, platform), None)


@blueprint.post("/desk/cases/<number>/steps/<platform>")
@guard.staff(Right.WORK_CASES)
def keep_findings(number: str, platform: str) -> AnyResponse:
    """Keep every finding of the form, and accept or put aside the one suggestion pressed."""
    here = at(number, platform)
    judged = judged_forms.all_steps(request.form, here)
    step = request.form.get("take", "")
    judged = [as_they_add_up(one, here) if one.step == step else one for one in judged]
    try:
        keep(here, with_accepted(judged, here))
    except (Invalid, Conflict) as problem:
        return _show(here, problem)
    return frame.to_case(number, "steps", platform)


def at(number: str, platform: str) -> At:
    """Open a case to judge one platform. Raises `NotFound` for one the reference lacks."""
    parts = services()
    parts.reference.platform(platform)
    file, voice = frame.opened(number), frame.voice()
    with parts.database.reading() as session:
        found = tuple(exhibits.gather(session, file))
    return At(file, platform, parts.reference, voice, parts.clock(), found)


def keep(here: At, judged: list[Judgement]) -> None:
    """Keep judgements, and the suggestion that the form puts aside or brings back."""
    parts, number = services(), here.file.case.number
    sheet = Judged(here.platform, judged, aside=_pressed("aside"), back=_pressed("back"))
    with parts.database.writing() as session:
        findings.keep(
            session,
            frame.worker(),
            frame.seen(number),
            sheet,
            parts.reference,
            now=parts.clock(),
        )


def with_accepted(judged: list[Judgement], here: At) -> list[Judgement]:
    """Put the suggestion that was pressed in the place of whatever the form says of its step."""
    chosen = here.suggested().get(request.form.get("accept", ""))
    if chosen is None:
        return judged
    held = here.held.get(chosen.step)
    accepted = suggesting.accepted(chosen, held, here.reference, here.voice.say)
    return [one for one in judged if one.step != accepted.step] + [accepted]


def as_they_add_up(one: Judgement, here: At) -> Judgement:
    """Return a judgement with the finding to which its actions add up: somebody asked for it."""
    return replace(one, finding=judged_forms.as_they_add_up(one, here), suggested_by=None)


def _pressed(name: str) -> list[str]:
    return [one for one in request.form.getlist(name) if one]


def _show(here: At, problem: HrdError | None) -> AnyResponse:
    typed = request.form.to_dict() if problem is not None else {}
    if problem is not None:
        here = at(here.file.case.number, here.platform)
    stale = frame.stale(problem, here.file)
    context = judging.context(here, typed)
    return frame.show("steps.html", status=frame.status_of(problem), stale=stale, **context)
