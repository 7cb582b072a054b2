"""The pages of escalations: choose, write, read as it leaves, send, record what came back."""

from typing import Final

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import Conflict, HrdError, Invalid, NotFound, NotReady
from hrd_report.escalation import casefile, checks, following_schemas, schemas, together
from hrd_report.escalation.actions import answers, drafting, sending
from hrd_report.escalation.actions.steps import STEPS
from hrd_report.escalation.views import (
    by_hand,
    changing,
    counting,
    enclosing,
    entrance,
    form,
    going_on,
    grouping,
    helping,
    knowing,
    listing,
    mails,
    outbox,
    reasons,
    showing,
    ways,
)
from hrd_report.escalation.views.api import pages as api
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.web import diagrams, forms, guard, openapi, visitors
from hrd_report.web.services import services

__all__ = [
    "blueprint",
    "by_hand",
    "changing",
    "counting",
    "enclosing",
    "grouping",
    "knowing",
    "mails",
    "outbox",
    "reasons",
    "ways",
]

_CHANGED: Final = N_("The text is not the one you read: somebody changed it. Read it again.")
_MISSING: Final = N_("Nothing has left. Something is missing: it stands at the side.")
_MEANWHILE: Final = N_("Somebody changed this meanwhile. Yours stands below: record it again.")
_INCOMPLETE: Final = N_("Nothing was recorded yet. Complete what is marked below.")


@blueprint.get(diagrams.HELP_ON_ESCALATIONS)
@guard.staff(Right.ESCALATE)
def help_page() -> Response:
    """Show which step follows which."""
    return helping.page()


@blueprint.get("/desk/escalations/")
@guard.staff(Right.ESCALATE)
def all_escalations() -> Response:
    """List the team's escalations by what is due; clear columns only."""
    parts, person = services(), visitors.this_staff()
    with parts.database.reading() as session:
        rows = listing.of_team(session, person.team_id, person.key.kid, parts.clock())
    return entrance.show("list.html", rows=rows)


@blueprint.get("/desk/cases/<number>/escalate")
@guard.staff(Right.ESCALATE)
def choose(number: str) -> Response:
    """Ask to whom a notice goes, those with a consent first."""
    parts = services()
    with parts.database.reading() as session:
        file = casefile.numbered(session, number, visitors.this_staff().key)
        desk = entrance.desk_at(session, file)
        others = together.openable(session, desk, request.args.getlist("with"))
        addressees = listing.addressees(session, desk, others)
        rows = listing.going_with(session, desk, others)
    entrance.write_down(desk)
    return entrance.show(
        "choose.html",
        number=number,
        addressees=addressees,
        others=rows,
        languages=entrance.languages_or_own(),
    )


@blueprint.post("/desk/cases/<number>/escalate")
@guard.staff(Right.ESCALATE)
def begin(number: str) -> AnyResponse:
    """Begin a draft from what the case knows."""
    wanted = forms.load(following_schemas.BeginSchema(), request.form)
    with services().database.writing() as session:
        file = casefile.numbered(session, number, visitors.this_staff().key)
        desk = entrance.desk_at(session, file)
        made = entrance.begun(session, desk, wanted)
    entrance.write_down(desk)
    return redirect(entrance.address(made, "edit"), code=303)


@blueprint.get("/desk/escalations/<key>")
@guard.staff(Right.ESCALATE)
def sheet(key: str) -> Response:
    """Show the notice exactly as it leaves, and everything about it."""
    return showing.sheet_page(key)


@blueprint.get("/desk/escalations/<key>/text")
@guard.staff(Right.ESCALATE)
def text(key: str) -> Response:
    """Give the body byte for byte, as text that no browser makes anything else of."""
    response = Response(showing.gathered(key).body, mimetype="text/plain")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@blueprint.get("/desk/escalations/<key>/edit")
@guard.staff(Right.ESCALATE)
def edit(key: str) -> Response:
    """Show the draft as a form."""
    found = showing.gathered(key)
    return form.page(found, form.of_notice(found.notice), found.escalation.version)


@blueprint.post("/desk/escalations/<key>/edit")
@guard.staff(Right.ESCALATE)
def keep(key: str) -> AnyResponse:
    """Keep another revision; what was typed stays on the page when it cannot be kept."""
    typed = form.typed(request.form)
    try:
        draft: schemas.Draft = forms.load_json(schemas.DraftSchema(), typed)
        form.check_codes(draft.wanted, services().reference)
        with entrance.writing_at(key) as (session, desk, escalation):
            drafting.revise(session, desk, escalation, draft.wanted, draft.version)
    except (Invalid, Conflict) as problem:
        found = showing.gathered(key)
        return form.page(found, typed, found.escalation.version, problem)
    return redirect(entrance.address(escalation), code=303)


@blueprint.post("/desk/escalations/<key>/send")
@guard.staff(Right.ESCALATE, fresh=True)
def send(key: str) -> AnyResponse:
    """Put the text that was read into the outbox."""
    wanted = forms.load(schemas.ActSchema(), request.form)
    try:
        with entrance.writing_at(key) as (session, desk, escalation):
            notice = casefile.notice(session, desk.file, escalation)
            letter = entrance.letter_for(notice, desk)
            sending.queue(session, desk, escalation, letter, wanted["seen"])
    except NotReady as problem:
        if checks.NO_SECOND_PERSON in problem.reasons:
            entrance.refused(key)
        return showing.sheet_page(key, status=409, message=_MISSING)
    except Conflict:
        return showing.sheet_page(key, status=409, message=_CHANGED)
    return redirect(entrance.address(escalation), code=303)


@blueprint.post("/desk/escalations/<key>/acknowledged")
@guard.staff(Right.ESCALATE)
def acknowledged(key: str) -> AnyResponse:
    """Record that the platform confirmed receipt."""
    try:
        seen: schemas.Acknowledged = forms.load(schemas.AcknowledgedSchema(), request.form)
        with entrance.writing_at(key) as (session, desk, escalation):
            answers.acknowledge(session, desk, escalation, seen.version, seen.reference)
    except (Invalid, Conflict) as problem:
        return _not_recorded(key, problem)
    return redirect(entrance.address(escalation), code=303)


@blueprint.post("/desk/escalations/<key>/decided")
@guard.staff(Right.ESCALATE)
def decided(key: str) -> AnyResponse:
    """Record what the platform decided, item by item."""
    try:
        seen: schemas.Decided = forms.load(schemas.DecidedSchema(), request.form)
        form.check_decisions(seen.answer, services().reference)
        with entrance.writing_at(key) as (session, desk, escalation):
            answers.decide(session, desk, escalation, seen.version, seen.answer)
    except (Invalid, Conflict) as problem:
        return _not_recorded(key, problem)
    return redirect(entrance.address(escalation), code=303)


@blueprint.post("/desk/escalations/<key>/answers")
@guard.staff(Right.ESCALATE)
def answer(key: str) -> AnyResponse:
    """Keep the answers to what is asked before a notice leaves."""
    return going_on.answered(key)


@blueprint.post("/desk/escalations/<key>/follow")
@guard.staff(Right.ESCALATE)
def follow(key: str) -> AnyResponse:
    """Begin a reminder, another way or an appeal, filled in from this notice."""
    return going_on.followed(key)


@blueprint.post("/desk/escalations/<key>/publish")
@guard.staff(Right.ESCALATE)
def publish(key: str) -> AnyResponse:
    """Begin a copy for a public archive, filled in from this notice."""
    return going_on.published(key)


@blueprint.post("/desk/escalations/<key>/looked")
@guard.staff(Right.ESCALATE)
def looked(key: str) -> AnyResponse:
    """Record whether what was removed is there again."""
    return going_on.looked(key)


@blueprint.post("/desk/escalations/<key>/<act>")
@guard.staff(Right.ESCALATE)
def do(key: str, act: str) -> AnyResponse:
    """Take one of the steps that need nothing but a button."""
    if act not in _ACTS:
        raise NotFound
    wanted = forms.load(schemas.ActSchema(), request.form)
    try:
        with entrance.writing_at(key) as (session, desk, escalation):
            _ACTS[act](session, desk, escalation, wanted["version"])
    except drafting.SecondPersonMissing:
        entrance.refused(key)
        raise
    return redirect(entrance.address(escalation), code=303)


def _not_recorded(key: str, problem: HrdError) -> Response:
    if isinstance(problem, Conflict):
        return showing.sheet_page(key, status=409, message=_MEANWHILE)
    return showing.sheet_page(key, status=422, message=_INCOMPLETE, problem=problem)


_ACTS: Final = {**STEPS, "approve": drafting.approve}

blueprint.record_once(lambda state: openapi.add(state.app, api.blueprint))
