"""Long words piece by piece, and everything that happened in a case. Changes nothing."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import history
from hrd_report.desk.shown import happened, words
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.records import people
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.get("/desk/cases/<number>/words/<name>")
@guard.staff(Right.WORK_CASES)
def words_page(number: str, name: str) -> AnyResponse:
    """Show one piece of long words."""
    file, at = frame.opened(number), request.args.get("piece", 1, type=int)
    found = words.page(file, name, at, frame.voice(), services().reference)
    return frame.show("words.html", number=number, **found)


@blueprint.get("/desk/cases/<number>/timeline")
@guard.staff(Right.WORK_CASES)
def timeline_page(number: str) -> AnyResponse:
    """Show everything that happened, or one kind of it."""
    file, parts, who = frame.opened(number), services(), frame.worker()
    with parts.database.reading() as session:
        names = {one.id: one.name for one in session.scalars(people.colleagues(who.team_id))}
        acts = history.of(session, file.case)
    found = happened.page(
        file,
        acts,
        names,
        parts.reference,
        frame.voice(),
        show=request.args.get("show", ""),
        number=request.args.get("page", 1, type=int),
    )
    return frame.show("timeline.html", number=number, **found)
