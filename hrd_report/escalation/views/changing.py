"""The page that changes one addressee field by field. What is kept is what a file would say."""

from typing import Final

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile import directories
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.escalation import schemas
from hrd_report.escalation.actions import knowing
from hrd_report.escalation.views import addressee_form, addressees, entrance, form
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.escalation.views.knowing import keeper
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.web import forms, guard, pages
from hrd_report.web.services import services

_STALE: Final = N_("Somebody changed the directory meanwhile. Yours stands below: compare it.")
_LOST: Final = N_("Nothing was kept yet. Mend what is marked.")


@blueprint.get("/desk/directory/<name>/edit")
@guard.staff(Right.ESCALATE)
def edit_addressee(name: str) -> Response:
    """Ask what is to be changed about an addressee."""
    return _page(name)


@blueprint.post("/desk/directory/<name>/edit")
@guard.staff(Right.ESCALATE)
def keep_addressee(name: str) -> AnyResponse:
    """Keep what was changed."""
    version, who = forms.load(schemas.ActSchema(), request.form)["version"], keeper()
    try:
        with services().database.writing() as session:
            knowing.change(
                session,
                who,
                name,
                lambda one, known: addressee_form.read(request.form, one, known, who.now.date()),
                version,
            )
    except (Invalid, Conflict) as problem:
        return _page(name, problem)
    return redirect(f"/desk/directory/{name}", code=303)


def _page(name: str, problem: HrdError | None = None) -> Response:
    who = keeper()
    with services().database.reading() as session:
        paper = directories.of_team(session, who.key, who.team_id)
        known = directories.known_to(session, who.key, who.team_id, who.shipped)
    one = known.platform(name)
    wrong = addressee_form.errors(problem if isinstance(problem, Invalid) else None)
    return entrance.show(
        "addressee_form.html",
        status=form.status(problem),
        heading=pages.say(_STALE if isinstance(problem, Conflict) else _LOST),
        refused=problem is not None,
        platform=one,
        version=paper.version,
        values=request.form if problem else addressee_form.shown(one, known),
        wrong=wrong,
        errors=[{"field": field, "message": text} for field, text in wrong.items()],
        routes=addressees.routes(known, one, who.now.date()),
        policies=[{"id": each.id, "text": pages.say(each.label)} for each in known.policies],
        purposes=[{"id": each.id, "text": pages.say(each.label)} for each in known.route_purposes],
    )
