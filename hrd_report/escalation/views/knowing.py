"""The pages of the directory and of the organisation: what is known of addressees, and of us."""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile import directories
from hrd_report.errors import Conflict, Invalid, NotFound
from hrd_report.escalation import schemas
from hrd_report.escalation.actions import knowing
from hrd_report.escalation.actions.knowing import Keeper
from hrd_report.escalation.views import addressees, entrance, organisation_form
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.i18n.marks import N_
from hrd_report.reference import own_directory
from hrd_report.reference.directory_file import Refused
from hrd_report.rights import Right
from hrd_report.web import forms, guard, pages, visitors
from hrd_report.web.services import services

_TAKEN = N_("Nothing was taken: the file does not fit. Mend these lines and try again.")
_MEANWHILE = N_("Somebody changed this meanwhile. Look at it again.")
_KEPT = N_("Nothing was kept yet. Mend what is marked.")


def keeper() -> Keeper:
    """Return who is asking, for which team."""
    person, parts = visitors.this_staff(), services()
    if person.team_id is None:
        raise NotFound
    return Keeper(
        person.id, person.name, person.key, person.team_id, parts.reference, parts.clock()
    )


@blueprint.get("/desk/directory/")
@guard.staff(Right.ESCALATE)
def directory() -> Response:
    """List all addressees, with how sure we are of each."""
    return _directory()


@blueprint.get("/desk/directory/<name>")
@guard.staff(Right.ESCALATE)
def addressee(name: str) -> Response:
    """Show one addressee: ways with their days, rules in its own words, clocks, warnings."""
    return _addressee(name)


@blueprint.get("/desk/directory.yaml")
@guard.staff(Right.ESCALATE)
def directory_file() -> Response:
    """Give the whole directory as a file."""
    who = keeper()
    with services().database.reading() as session:
        known = directories.known_to(session, who.key, who.team_id, who.shipped)
    response = Response(own_directory.export(known), mimetype="application/yaml")
    response.headers["Content-Disposition"] = 'attachment; filename="directory.yaml"'
    return response


@blueprint.post("/desk/directory/")
@guard.staff(Right.ESCALATE)
def take_directory() -> AnyResponse:
    """Take a directory from a file, whole or not at all."""
    version, text = forms.load(schemas.ActSchema(), request.form)["version"], request.form
    try:
        with services().database.writing() as session:
            knowing.take_file(session, keeper(), text.get("text", ""), version)
    except Refused as problem:
        return _directory(status=422, message=_TAKEN, problem=problem)
    except Conflict:
        return _directory(status=409, message=_MEANWHILE)
    return redirect("/desk/directory/", code=303)


@blueprint.post("/desk/directory/<name>")
@guard.staff(Right.ESCALATE)
def confirm_route(name: str) -> AnyResponse:
    """Date a way: somebody looked today, and it works."""
    version = forms.load(schemas.ActSchema(), request.form)["version"]
    number = request.form.get("route", type=int, default=-1)
    try:
        with services().database.writing() as session:
            knowing.confirm(session, keeper(), name, number, version)
    except Conflict:
        return _addressee(name, status=409, message=_MEANWHILE)
    return redirect(f"/desk/directory/{name}", code=303)


@blueprint.get("/desk/organisation")
@guard.staff(Right.ESCALATE)
def organisation() -> Response:
    """Show what the organisation says of itself to those it writes to."""
    return _organisation()


@blueprint.post("/desk/organisation")
@guard.staff(Right.LEAD_TEAM)
def keep_organisation() -> AnyResponse:
    """Keep what the organisation says of itself."""
    version = forms.load(schemas.ActSchema(), request.form)["version"]
    try:
        wanted = organisation_form.read(request.form, services().reference)
        with services().database.writing() as session:
            knowing.set_organisation(session, keeper(), wanted, version)
    except Invalid as problem:
        return _organisation(status=422, message=_KEPT, problem=problem)
    except Conflict:
        return _organisation(status=409, message=_MEANWHILE)
    return redirect("/desk/organisation", code=303)


def _directory(*, status: int = 200, message: str = "", problem: Refused | None = None) -> Response:
    who = keeper()
    with services().database.reading() as session:
        paper = directories.of_team(session, who.key, who.team_id)
        known = directories.known_to(session, who.key, who.team_id, who.shipped)
    return entrance.show(
        "directory.html",
        status=status,
        message=pages.say(message),
        errors=addressees.problems(problem),
        groups=addressees.groups(known, who.shipped),
        helpers=addressees.helpers(known),
        version=paper.version,
        typed=request.form.get("text", ""),
    )


def _addressee(name: str, *, status: int = 200, message: str = "") -> Response:
    who = keeper()
    with services().database.reading() as session:
        paper = directories.of_team(session, who.key, who.team_id)
        known = directories.known_to(session, who.key, who.team_id, who.shipped)
        ours = knowing.organisation(session, who).document
    return entrance.show(
        "addressee.html",
        status=status,
        message=pages.say(message),
        version=paper.version,
        **addressees.one(known, known.platform(name), ours, who.now.date()),
    )


def _organisation(
    *, status: int = 200, message: str = "", problem: Invalid | None = None
) -> Response:
    who = keeper()
    with services().database.reading() as session:
        paper = knowing.organisation(session, who)
    values = request.form if problem else organisation_form.shown(paper.document)
    return entrance.show(
        "organisation.html",
        status=status,
        message=pages.say(message),
        errors=organisation_form.problems(problem),
        values=values,
        version=paper.version,
        may_change=services().may(visitors.this_staff().role, Right.LEAD_TEAM),
    )
