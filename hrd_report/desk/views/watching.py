"""The list of hashtags that a team watches. Links nothing."""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import tracing, watching
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict
from hrd_report.rights import Right
from hrd_report.sealed import Plain
from hrd_report.web import forms, guard
from hrd_report.web.services import services


@blueprint.get("/desk/watched")
@guard.staff(Right.WORK_CASES)
def watched_page() -> AnyResponse:
    """Show the list."""
    return _show()


@blueprint.post("/desk/watched")
@guard.staff(Right.WORK_CASES)
def keep_watched() -> AnyResponse:
    """Keep the list anew."""
    parts, who = services(), frame.worker()
    lines = frame.typed("hashtags").reveal().splitlines()
    version = forms.whole(request.form.get("version", ""))
    try:
        with parts.database.writing() as session:
            former = watching.watched(session, tracing.indexes_of(session, who), who)
            watching.keep(session, who, former, lines, version, parts.trust, now=parts.clock())
    except Conflict as problem:
        return _show(problem)
    return redirect(addresses.WATCHED, code=303)


def _show(problem: Conflict | None = None) -> AnyResponse:
    who = frame.worker()
    with services().database.reading() as session:
        found = watching.watched(session, tracing.indexes_of(session, who), who)
    tags = found.document.hashtags if found is not None else ()
    kept = Plain("\n".join(f"#{tag}" for tag in tags))
    return frame.show(
        "watched.html",
        status=frame.status_of(problem),
        at=addresses.CAMPAIGNS,
        action=addresses.WATCHED,
        version=found.version if found is not None else 0,
        words=frame.typed("hashtags") if problem is not None else kept,
        stale=frame.voice().say(frame.STALE) if problem is not None else "",
    )
