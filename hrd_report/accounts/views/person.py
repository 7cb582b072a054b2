"""One member of staff: what they hold, their sessions. Shows no case and no word of one."""

from typing import Any, Final

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts import holdings, labels
from hrd_report.accounts.actions import admitting, moving
from hrd_report.accounts.holdings import Holdings
from hrd_report.accounts.views import office
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.casefile import keeping
from hrd_report.errors import Conflict, HrdError, Invalid, LastHolder, NotFound
from hrd_report.i18n.marks import N_
from hrd_report.records import people
from hrd_report.records.acts import Act
from hrd_report.records.people import Person, PersonState, Role, Team
from hrd_report.rights import Right
from hrd_report.web import guard, pages
from hrd_report.web import session as sessions
from hrd_report.web.services import services

_DONE: Final = {
    "ended": N_("Every session of theirs is ended."),
    "changed": N_("Changed. Their sessions are ended; a key they lack is granted with the words."),
}
_SENTENCES: Final = {
    "conflict": N_("Nothing would change. Choose another role or team."),
    "missing": N_("Choose the team."),
    "not_offered": N_("Choose from the list."),
    "last_holder": N_("Nobody else could open what they can. Let somebody in, or hand over first."),
}


@blueprint.get("/people/<person>")
@guard.staff(Right.MANAGE_PEOPLE)
def person_page(person: str) -> AnyResponse:
    """Show who somebody is here and what they hold."""
    return _show(person)


@blueprint.post("/people/<person>/change")
@guard.staff(Right.MANAGE_TEAMS, fresh=True)
def change(person: str) -> AnyResponse:
    """Give somebody another role or team."""
    parts, me = services(), office.manager()
    try:
        with parts.database.writing() as session:
            row = found(session, person)
            role, team = _wanted(session)
            if row.id == me.id:
                raise NotFound
            moving.change(session, row, role, team, parts.trust, by=me.id, day=parts.clock().date())
    except (Invalid, Conflict, LastHolder) as problem:
        return _show(person, problem=problem)
    return redirect(f"{office.PEOPLE}{person}?done=changed", code=303)


def _wanted(session: Session) -> tuple[Role, bytes | None]:
    role = next((one for one in Role if one.value == office.typed("role")), None)
    if role is None:
        raise Invalid({"role": ["not_offered"]})
    wanted = office.typed("team")
    found = [one.id for one in session.scalars(people.teams()) if one.id.hex() == wanted]
    return role, found[0] if found else None


def _show(person: str, *, problem: HrdError | None = None) -> AnyResponse:
    parts = services()
    with parts.database.reading() as session:
        row = found(session, person)
        team = session.get(Team, row.team_id) if row.team_id else None
        held = holdings.of(session, row, parts.clock())
        due = admitting.is_due(session, row)
        teams = [{"id": one.id.hex(), "text": one.name} for one in session.scalars(people.teams())]
    me = office.manager()
    done = _DONE.get(request.args.get("done", ""))
    return office.show(
        "person.html",
        status=office.status_of(problem),
        at=office.PEOPLE,
        errors=office.problems(problem, _SENTENCES, "role") if problem else [],
        messages=[pages.say(done)] if done else [],
        name=row.name,
        here=f"{office.PEOPLE}{row.id.hex()}",
        let_in=f"/account/let-in/{row.id.hex()}" if due else None,
        left=row.state is PersonState.LEFT,
        oneself=row.id == me.id,
        changes=parts.may(me.role, Right.MANAGE_TEAMS) and row.state in moving.PRESENT,
        role=row.role.value,
        team=row.team_id.hex() if row.team_id else "",
        roles=[{"id": one.value, "text": pages.say(labels.ROLES[one])} for one in Role],
        teams=teams,
        handover=f"{office.HANDOVER}?from={row.id.hex()}" if held.assigned or held.named else None,
        sessions=held.sessions,
        pairs=[
            _pair(N_("Role"), pages.say(labels.ROLES[row.role])),
            _pair(N_("Team"), team.name if team else "–"),
            _pair(N_("State"), pages.say(labels.STATES[row.state])),
        ],
        holds=_holds(held),
    )


@blueprint.post("/people/<person>/sessions")
@guard.staff(Right.MANAGE_PEOPLE)
def end_sessions(person: str) -> AnyResponse:
    """End every session of somebody, at once."""
    parts = services()
    with parts.database.writing() as session:
        row = found(session, person)
        sessions.end_all(session, row.id)
        keeping.record(
            session,
            Act.SESSION_ENDED,
            actor=office.manager().id,
            thing=row.id,
            day=parts.clock().date(),
        )
    return redirect(f"{office.PEOPLE}{person}?done=ended", code=303)


def found(session: Session, person: str) -> Person:
    """Return somebody the one who is asking looks after. Raises `NotFound`."""
    row = session.get(Person, office.some_id(person))
    if row is None or not office.manager().looks_after(row.role, row.team_id):
        raise NotFound
    return row


def _pair(label: str, text: str) -> dict[str, Any]:
    return {"label": pages.say(label), "text": text}


def _holds(held: Holdings) -> list[dict[str, Any]]:
    """Say what somebody could open, from their grants."""
    keys = [pages.say(N_("team %(team)s"), team=name) for name in held.teams]
    if held.former:
        former = pages.catalogue().ngettext(
            "%(num)s former key of a team", "%(num)s former keys of a team", held.former
        )
        keys.append(former % {"num": held.former})
    if held.analysts:
        keys.append(pages.say(N_("the analysts’ key")))
    return [
        _pair(N_("Keys"), ", ".join(keys) or pages.say(N_("none"))),
        _pair(N_("Cases granted by name"), str(held.named)),
        _pair(N_("Open cases in their hands"), str(held.assigned)),
        _pair(N_("Sessions open now"), str(held.sessions)),
    ]
