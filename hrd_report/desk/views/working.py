"""Putting one case off, handing it on, declining it. Opens nothing."""

from collections.abc import Callable

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import assigning
from hrd_report.desk.shown import queue_rows
from hrd_report.desk.views import bulk, frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.i18n.marks import N_
from hrd_report.records import people
from hrd_report.records.people import Role
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

_WRONG = {
    "until": N_("Choose a day that is still to come, at most half a year away."),
    "person": N_("Choose a colleague who may open this case."),
}


@blueprint.get("/desk/cases/<number>/work")
@guard.staff(Right.WORK_CASES)
def work_page(number: str) -> AnyResponse:
    """Ask until when, or to whom."""
    return _show(number, None)


@blueprint.post("/desk/cases/<number>/put-off")
@guard.staff(Right.WORK_CASES)
def put_off(number: str) -> AnyResponse:
    """Put a case off until a day, or until an answer comes."""
    until, seen, who = bulk.day(request.form.get("until", "")), frame.seen(number), frame.worker()
    now = services().clock()
    return _doing(number, lambda session: assigning.put_off(session, who, seen, until, now=now))


@blueprint.post("/desk/cases/<number>/take-up")
@guard.staff(Right.WORK_CASES)
def take_up(number: str) -> AnyResponse:
    """Take up a case again that was put off."""
    seen, who, now = frame.seen(number), frame.worker(), services().clock()
    return _doing(number, lambda session: assigning.wake(session, who, seen, now=now))


@blueprint.post("/desk/cases/<number>/assign")
@guard.staff(Right.WORK_CASES)
def assign(number: str) -> AnyResponse:
    """Give a case to a colleague, whoever has it."""
    seen, who, now = frame.seen(number), frame.worker(), services().clock()
    person = bulk.person(request.form.get("person", ""))
    return _doing(number, lambda session: assigning.assign(session, who, seen, person, now=now))


@blueprint.post("/desk/cases/<number>/decline")
@guard.staff(Right.WORK_CASES)
def decline(number: str) -> AnyResponse:
    """Let a case not be offered to this person again. Nobody asks why."""
    parts = services()
    with parts.database.writing() as session:
        assigning.decline(session, frame.worker(), number, now=parts.clock())
    return redirect(addresses.QUEUE, code=303)


def _doing(number: str, act: Callable[[Session], object]) -> AnyResponse:
    try:
        with services().database.writing() as session:
            act(session)
    except (Invalid, Conflict) as problem:
        return _show(number, problem)
    return frame.to_case(number)


def _show(number: str, problem: HrdError | None) -> AnyResponse:
    parts, who, voice, case = services(), frame.worker(), frame.voice(), frame.find(number)
    with parts.database.reading() as session:
        team = list(session.scalars(people.colleagues(case.team_id)))
    names = {one.id: one.name for one in team}
    return frame.show(
        "work.html",
        status=frame.status_of(problem),
        number=number,
        version=case.version,
        row=queue_rows.row(case, names, voice, parts.clock()),
        until=request.form.get("until", ""),
        colleagues=[{"id": one.id.hex(), "text": one.name} for one in team],
        person=request.form.get("person", case.assignee.hex() if case.assignee else ""),
        lead=who.role is Role.LEAD,
        errors=[
            {"field": name, "message": voice.say(_WRONG[name])} for name in frame.codes_of(problem)
        ],
        stale=frame.stale(problem, case),
    )
