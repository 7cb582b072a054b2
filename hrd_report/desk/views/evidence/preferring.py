"""How somebody wants to see evidence, and what they saw today. Shown to that person alone."""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import preferring
from hrd_report.desk.actions.evidence import viewing
from hrd_report.desk.shown.evidence import labels
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.documents.preferences import ViewingDocument
from hrd_report.errors import Invalid
from hrd_report.rights import Right
from hrd_report.web import forms, guard
from hrd_report.web.services import services

_WHERE = "/desk/viewing"


@blueprint.get(_WHERE)
@guard.staff(Right.WORK_CASES)
def viewing_page() -> AnyResponse:
    """Show what somebody prefers, and what they saw today."""
    return _show(None)


@blueprint.post(_WHERE)
@guard.staff(Right.WORK_CASES)
def keep_viewing() -> AnyResponse:
    """Keep what somebody prefers."""
    chosen = ViewingDocument(
        blur=request.form.get("blur") == "yes",
        grey=request.form.get("grey") == "yes",
        limit=forms.whole(request.form.get("limit", "")),
    )
    try:
        with services().database.writing() as session:
            preferring.keep_viewing(session, frame.worker(), chosen)
    except Invalid as problem:
        return _show(problem)
    return redirect(f"{_WHERE}?kept=yes", code=303)


def _show(problem: Invalid | None) -> AnyResponse:
    parts, who, voice = services(), frame.worker(), frame.voice()
    with parts.database.reading() as session:
        wish = preferring.viewing(session, who)
        exposure = viewing.exposure(session, who, wish.limit, day=parts.clock().date())
    wrong = frame.codes_of(problem)
    return frame.show(
        "evidence/viewing.html",
        status=frame.status_of(problem),
        wish=wish,
        exposure=exposure,
        kept=request.args.get("kept") == "yes",
        errors=[{"field": name, "message": voice.say(labels.ERRORS[name])} for name in wrong],
    )
