"""The search. What is looked for stands in the body of a post, in no address and no log."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import searching
from hrd_report.desk.shown import searched
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Invalid
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/search")
@guard.staff(Right.WORK_CASES)
def search_page() -> AnyResponse:
    """Ask what to look for."""
    return frame.show("search.html", at=addresses.SEARCH, errors=[], **searched.empty())


@blueprint.post("/desk/search")
@guard.staff(Right.WORK_CASES)
def search() -> AnyResponse:
    """Look through the next cases, and say how far that is."""
    parts, who, wanted, voice = services(), frame.worker(), frame.typed("wanted"), frame.voice()
    after, done = _place(request.form.get("after", "")), request.form.get("done", 0, type=int)
    try:
        with parts.database.reading() as session:
            found = searching.search(session, who, wanted, parts.store, after=after, done=done)
    except Invalid as problem:
        said = searched.problem(frame.codes_of(problem)["wanted"], voice)
        errors = [{"field": "wanted", "message": said}]
        context = {**searched.empty(), "wanted": wanted, "errors": errors}
        return frame.show("search.html", status=422, at=addresses.SEARCH, **context)
    with parts.database.writing() as session:
        searching.note(session, who, now=parts.clock())
    context = {"wanted": wanted, "errors": [], **searched.page(found, voice)}
    return frame.show("search.html", at=addresses.SEARCH, **context)


def _place(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
