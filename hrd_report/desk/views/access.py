"""Who may open a case: named colleagues, the whole team, another team. Opens no item."""

from collections.abc import Callable
from typing import Final

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import sharing
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid, LastHolder, NotFound
from hrd_report.i18n.marks import N_
from hrd_report.records.people import Person
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

_NOBODY: Final = N_("Choose at least one colleague.")
_LAST: Final = N_("Somebody has to be able to open it: name a colleague first.")
_UNKNOWN: Final = N_("Choose from the list.")


@blueprint.get("/desk/cases/<number>/access")
@guard.staff(Right.WORK_CASES)
def access_page(number: str) -> AnyResponse:
    """Show who may open a case."""
    return _show(number, None)


@blueprint.post("/desk/cases/<number>/access/restrict")
@guard.staff(Right.WORK_CASES, fresh=True)
def restrict(number: str) -> AnyResponse:
    """Take a case from the team and give it to the colleagues chosen."""
    chosen = {one for one in map(_id, request.form.getlist("people")) if one}
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    return _changing(
        number,
        lambda session: sharing.restrict(
            session, who, seen, chosen, parts.trust, now=parts.clock()
        ),
    )


@blueprint.post("/desk/cases/<number>/access/add")
@guard.staff(Right.WORK_CASES, fresh=True)
def add_named(number: str) -> AnyResponse:
    """Let one more colleague open a restricted case."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    person = _id(request.form.get("person", ""))
    return _changing(
        number, lambda session: sharing.add(session, who, seen, person, now=parts.clock())
    )


@blueprint.post("/desk/cases/<number>/access/remove")
@guard.staff(Right.WORK_CASES, fresh=True)
def remove_named(number: str) -> AnyResponse:
    """Take one person off a restricted case."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    person = _id(request.form.get("person", ""))
    return _changing(
        number,
        lambda session: sharing.remove(session, who, seen, person, parts.trust, now=parts.clock()),
    )


@blueprint.post("/desk/cases/<number>/access/lift")
@guard.staff(Right.WORK_CASES, fresh=True)
def lift(number: str) -> AnyResponse:
    """Give a restricted case back to its whole team."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    return _changing(
        number, lambda session: sharing.lift(session, who, seen, parts.trust, now=parts.clock())
    )


@blueprint.post("/desk/cases/<number>/access/move")
@guard.staff(Right.WORK_CASES, fresh=True)
def move(number: str) -> AnyResponse:
    """Give a case to another team."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    team = _id(request.form.get("team", ""))
    return _changing(
        number,
        lambda session: sharing.move(session, who, seen, team, parts.trust, now=parts.clock()),
    )


def _changing(number: str, work: Callable[[Session], object]) -> AnyResponse:
    """Change who may open a case, then go where the reader still may go."""
    try:
        with services().database.writing() as session:
            work(session)
    except (Invalid, Conflict, LastHolder) as problem:
        return _show(number, problem)
    try:
        found = frame.find(number)
    except NotFound:
        return redirect(addresses.QUEUE, code=303)
    may = sharing.may_share(frame.worker(), found)
    return redirect(addresses.access(number) if may else addresses.case(number), code=303)


def _show(number: str, problem: HrdError | None) -> AnyResponse:
    voice = frame.voice()
    with services().database.reading() as session:
        found = sharing.standing(session, frame.worker(), number)
    return frame.show(
        "access.html",
        status=409 if isinstance(problem, LastHolder) else frame.status_of(problem),
        number=number,
        here=addresses.access(number),
        version=found.case.version,
        restricted=found.case.restricted,
        team=found.team.name,
        named=[_option(one) for one in found.named],
        colleagues=[_option(one) for one in found.colleagues],
        teams=[{"id": one.id.hex(), "text": one.name} for one in found.others],
        me=frame.worker().id.hex(),
        errors=_errors(problem, voice.say),
        stale=frame.stale(problem, found.case),
    )


def _option(person: Person) -> dict[str, str]:
    return {"id": person.id.hex(), "text": person.name}


def _errors(problem: HrdError | None, say: Callable[[str], str]) -> list[dict[str, str]]:
    if isinstance(problem, LastHolder):
        return [{"field": "person", "message": say(_LAST)}]
    says = {"people": _NOBODY}
    wrong = frame.codes_of(problem)
    return [{"field": name, "message": say(says.get(name, _UNKNOWN))} for name in wrong]


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
