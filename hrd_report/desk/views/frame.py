"""What every page of the desk shares: who works, the frame, an opened case. Answers nothing."""

from typing import Any

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import access, alarms, entering, reading, unfolding
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import meanwhile
from hrd_report.desk.shown.voice import Voice
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import Conflict, HrdError, Invalid, NotAllowed, NotReady, NotTaken, Stale
from hrd_report.i18n.marks import N_
from hrd_report.records import people
from hrd_report.records.beside import beside
from hrd_report.records.cases import Case
from hrd_report.sealed import Plain
from hrd_report.web import bands, pages, revisions, visitors
from hrd_report.web.services import services

STALE = N_("Somebody changed this case meanwhile.")
"""For a form that does not ask `stale` yet."""


def worker() -> Worker:
    """Return who works here. Raises `NotAllowed` for somebody without a team."""
    person = visitors.this_staff()
    if person.team_id is None:
        raise NotAllowed
    return Worker(person.id, person.name, person.role, person.team_id, person.key)


def voice() -> Voice:
    """Return the voice in this answer's language."""
    return Voice(pages.catalogue(), pages.language())


def seen(number: str) -> Seen:
    """Return the case a form acts on, in the version its page showed."""
    return Seen(number, revisions.seen().version)


def stale(problem: HrdError | None, of: CaseFile | Case) -> dict[str, Any] | None:
    """Return what a form shown again says of a conflict; `parts/conflict.html` shows it.

    Whatever view does not ask is answered by `views.conflicts`.
    """
    if not isinstance(problem, Conflict):
        return None
    with services().database.reading() as session:
        names = {one.id: one.name for one in session.scalars(people.colleagues(worker().team_id))}
    return meanwhile.context(of, revisions.seen().drawn, names, voice(), services().clock())


def typed(name: str) -> Plain:
    """Return words somebody typed into a field."""
    return Plain(request.form.get(name, "").replace("\r\n", "\n"))


def show(
    template: str,
    *,
    status: int = 200,
    at: str = addresses.MINE,
    **context: Any,  # noqa: ANN401
) -> Response:
    """Answer with a page of the desk; one that shows a case's `version` says so in its ETag."""
    nav, version = bands.nav(bands.DESK, at), context.get("version")
    if not isinstance(version, int) or "number" not in context:
        version = None  # of something else than a case, which carries it as it is
    if version is not None:
        context["version"] = revisions.mark(version, services().clock())
    page = pages.render(
        f"desk/{template}", status=status, nav=nav, door="desk", calls=_calls(), **context
    )
    if version is not None:
        revisions.tag(page, version)
    return page


def _calls() -> list[dict[str, Any]]:
    """Return the calls for a second person that stand: they show on every page of the desk."""
    with services().database.reading() as session:
        found = alarms.standing(session, worker())
    return [
        {
            "number": one.number,
            "mine": one.mine,
            "url": addresses.case(one.number),
            "answer": addresses.case(one.number, "second"),
        }
        for one in found
    ]


def to_case(number: str, *more: str) -> AnyResponse:
    """Send the reader to a page of the case, after something was done."""
    return redirect(addresses.case(number, *more), code=303)


def status_of(problem: HrdError | None) -> int:
    """Return the HTTP status of a form shown again."""
    if problem is None:
        return 200
    return 409 if isinstance(problem, Conflict | NotReady) else 422


def codes_of(problem: HrdError | None) -> dict[str, str]:
    """Return the first code of each field, to say what is wrong next to it."""
    return (
        {name: codes[0] for name, codes in problem.fields.items()}
        if isinstance(problem, Invalid)
        else {}
    )


def find(number: str) -> Case:
    """Return a case unopened. Raises `NotFound`."""
    with services().database.reading() as session:
        return access.find(session, worker(), number)


def opened(number: str) -> CaseFile:
    """Open a case for the one who is asking; what was not written down today is, first.

    Sends the reader to the case's page where nobody took it; what was typed meanwhile is a
    conflict (`Stale`). Raises `NotFound`, `NotAllowed`.
    """
    try:
        return opened_for(worker(), number)
    except NotTaken:
        if request.method == "POST":
            raise Stale(find(number).version) from None
        abort(redirect(addresses.case(number), code=303))


def opened_for(who: Worker, number: str) -> CaseFile:
    """Open a case for somebody, on a page or by program.

    A report that is as its sender sealed it is taken apart for good.
    Raises `NotTaken`, `NotFound`, `NotAllowed`.
    """
    parts = services()
    now = parts.clock()
    with parts.database.reading() as session:
        case = access.find(session, who, number)
        if case.assignee is None:
            raise NotTaken
        if not entering.needs_entry(session, who, case, now.date()):
            file = reading.open_case(session, who, case, parts.store)
            if not file.folded:
                return file
        found = unfolding.take_apart(session, who, case, parts.store)

    def forget() -> None:
        for each in found:
            each.discard(parts.store)

    with beside(parts.database.writing, forget) as session:
        case = access.find(session, who, number, lock=True)
        needless = unfolding.keep(session, case, found, day=now.date())
        file = reading.open_case(session, who, case, parts.store)
        entering.enter(session, who, file, now=now)
    for name in needless:
        parts.store.remove(name)
    return file
