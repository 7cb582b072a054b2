"""A case's safety plan: proposing, moving on, reviewing. The defender answers at their own page."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile.lifecycles import MeasureState
from hrd_report.desk.actions import planning as action
from hrd_report.desk.actions.planning import Move, Proposal
from hrd_report.desk.shown import planning
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, IllegalTransition, Invalid, NotReady
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

_REVIEWED = "reviewed"


@blueprint.get("/desk/cases/<number>/plan")
@guard.staff(Right.WORK_CASES)
def plan_page(number: str) -> AnyResponse:
    """Show the plan, and what could be proposed."""
    return _show(number, None)


@blueprint.post("/desk/cases/<number>/plan")
@guard.staff(Right.WORK_CASES)
def propose_measures(number: str) -> AnyResponse:
    """Propose measures to the defender."""
    parts, seen = services(), frame.seen(number)
    wanted = Proposal(
        library=tuple(request.form.getlist("library")),
        title=frame.typed("title"),
        text=frame.typed("text"),
        days=_days(),
    )
    try:
        with parts.database.writing() as session:
            who = frame.worker()
            action.propose(session, who, seen, wanted, parts.reference, now=parts.clock())
    except (Invalid, Conflict) as problem:
        return _show(number, problem)
    return frame.to_case(number, "plan")


@blueprint.post("/desk/cases/<number>/plan/<measure>")
@guard.staff(Right.WORK_CASES)
def move_measure(number: str, measure: str) -> AnyResponse:
    """Take a step of one measure, or review it."""
    parts, seen, to = services(), frame.seen(number), request.form.get("to", "")
    wanted = Move(
        measure=measure,
        to=None if to == _REVIEWED else _state(to),
        wish=request.form.get("wish") == "yes",
        days=_days(),
        note=frame.typed("note"),
    )
    try:
        with parts.database.writing() as session:
            action.move(session, frame.worker(), seen, wanted, now=parts.clock())
    except (Invalid, Conflict, NotReady) as problem:
        return _show(number, problem, measure)
    return frame.to_case(number, "plan")


def _show(number: str, problem: HrdError | None, measure: str = "") -> AnyResponse:
    file, voice, parts = frame.opened(number), frame.voice(), services()
    now, role = parts.clock(), frame.worker().role.value
    wrong = {"wish": "missing"} if isinstance(problem, NotReady) else frame.codes_of(problem)
    typed: dict[str, Any] = dict(request.form) if problem is not None and not measure else {}
    return frame.show(
        "plan.html",
        status=frame.status_of(problem),
        number=number,
        version=file.case.version,
        language=voice.language(file.case.language),
        rows=planning.rows(file, role, voice, now),
        library=planning.library(file, parts.reference, voice, now.date()),
        chosen=request.form.getlist("library") if problem is not None else [],
        typed=typed,
        title=frame.typed("title"),
        text=frame.typed("text"),
        days=request.form.get("days", str(action.REVIEW_DAYS)),
        errors=planning.errors(wrong, voice),
        stale=frame.stale(problem, file),
    )


def _days() -> int:
    text = request.form.get("days", str(action.REVIEW_DAYS))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0  # noqa: PLR2004


def _state(text: str) -> MeasureState:
    try:
        return MeasureState(text)
    except ValueError:
        raise IllegalTransition("no such state") from None
