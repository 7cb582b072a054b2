"""Saves a view of the queue under a name, and removes one. Shows no list itself."""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import saving
from hrd_report.desk.shown import filtering
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Invalid, NotFound
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.sealed import Plain
from hrd_report.web import guard
from hrd_report.web.services import services

_WRONG = {
    "missing": N_("Give the view a name."),
    "too_long": N_("At most 60 characters: choose a shorter name."),
    "too_many": N_("There are twelve views already: remove one first."),
}


@blueprint.post(addresses.VIEWS)
@guard.staff(Right.WORK_CASES)
def save_view() -> AnyResponse:
    """Save the choices of a list under a name; the name is in no address."""
    asked = filtering.asked(request.form, request.form.get("held", "anybody"))
    view = filtering.as_view(asked, Plain(request.form.get("name", "")))
    try:
        with services().database.writing() as session:
            saving.add(session, frame.worker(), view, for_team=request.form.get("team") == "yes")
    except Invalid as problem:
        return frame.show(
            "saved_view.html",
            status=422,
            at=addresses.QUEUE,
            name=view.name,
            chosen=filtering.hidden_fields(view),
            wrong=frame.voice().say(_WRONG[frame.codes_of(problem)["name"]]),
        )
    return redirect(filtering.saved_query(view), code=303)


@blueprint.post(addresses.VIEWS + "/remove")
@guard.staff(Right.WORK_CASES)
def remove_view() -> AnyResponse:
    """Remove a view."""
    number = request.form.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 4):  # noqa: PLR2004
        raise NotFound
    for_team = request.form.get("team") == "yes"
    with services().database.writing() as session:
        saving.remove(session, frame.worker(), int(number), for_team=for_team)
    return redirect(addresses.QUEUE, code=303)
