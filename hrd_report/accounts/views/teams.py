"""Teams: who is in one, what its key still has to reach, and a new one. Opens no case."""

from typing import Any, Final

from flask import redirect, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts import labels
from hrd_report.accounts.actions import admitting, ruling, teams
from hrd_report.accounts.actions.admitting import Heard
from hrd_report.accounts.actions.teams import NewTeam
from hrd_report.accounts.views import letting_in, office
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.casefile import regranting
from hrd_report.errors import Conflict, HrdError, Invalid, LastHolder, NotFound
from hrd_report.i18n import languages
from hrd_report.i18n.marks import N_
from hrd_report.records import people
from hrd_report.records.cases import OVER, Case
from hrd_report.records.people import Person, Role, Team
from hrd_report.rights import Right
from hrd_report.sealed import Plain
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

_SENTENCES: Final = {
    "conflict": N_("A team has this name already. Choose another."),
    "not_a_label": N_("Give the team a name of up to 60 letters."),
    "not_offered": N_("Choose from the list."),
    "last_holder": N_(
        "Nobody else holds the key of their present team. Let somebody in there first."
    ),
}
_DONE: Final = {
    "made": N_("The team is made. Its lead can log in again, and let the others in."),
}


@blueprint.get("/teams/")
@guard.staff(Right.MANAGE_TEAMS)
def teams_page() -> AnyResponse:
    """Show all teams, and a form for one more."""
    return _show()


@blueprint.post("/teams/make")
@guard.staff(Right.MANAGE_TEAMS, fresh=True)
def make_team() -> AnyResponse:
    """Make a team with a first lead whose words were heard."""
    parts, said = services(), Plain(request.form.get("words", ""))
    try:
        with parts.database.writing() as session:
            heard = teams.make(
                session,
                _wanted(session),
                said,
                parts.trust,
                by=office.manager().id,
                now=parts.clock(),
            )
    except (Invalid, Conflict, LastHolder) as problem:
        errors = office.problems(problem, _SENTENCES, _field(problem))
        return _show(status=office.status_of(problem), errors=errors, typed=request.form)
    if heard.wrong:
        return _show(status=422, errors=_misheard(heard), typed=request.form)
    return redirect(f"{office.TEAMS}?done=made", code=303)


@blueprint.get("/teams/<team>")
@guard.staff(Right.MANAGE_PEOPLE)
def team_page(team: str) -> AnyResponse:
    """Show a team: its people, and how far its cases have come to its present key."""
    parts, me = services(), visitors.this_staff()
    if services().may(me.role, Right.LEAD_TEAM):
        parts.regrant(me.id, me.key)
    done = _DONE.get(request.args.get("done", ""))
    with parts.database.reading() as session:
        row = _team(session, team)
        return office.show(
            "team.html",
            at=office.TEAMS,
            messages=[pages.say(done)] if done else [],
            name=row.name,
            here=f"{office.TEAMS}{team}",
            lacks_intake=teams.lacks_intake(session, row),
            **progress(session, row),
            member_rows=[
                [
                    {"text": one.name, "href": f"{office.PEOPLE}{one.id.hex()}"},
                    pages.say(labels.ROLES[one.role]),
                    pages.say(labels.STATES[one.state]),
                    _key(session, one),
                ]
                for one in session.scalars(people.colleagues(row.id))
            ],
        )


@blueprint.post("/teams/<team>/intake")
@guard.staff(Right.LEAD_TEAM, fresh=True)
def share_intake(team: str) -> AnyResponse:
    """Let a team open what came sealed, by somebody who can."""
    parts = services()
    with parts.database.writing() as session:
        row = session.get(Team, office.some_id(team))
        if row is None:
            raise NotFound
        teams.share_intake(session, row, office.admitter(), parts.trust, day=parts.clock().date())
    return redirect(f"{office.PEOPLE}?done=shared", code=303)


def progress(session: Session, team: Team) -> dict[str, Any]:
    """Say how many cases of a team have a fresh key, and who moves the others."""
    every = session.scalars(select(func.count()).where(Case.team_id == team.id)).one()
    left = regranting.remaining(session, team.id)
    movers = [one.name for one in session.scalars(people.holding(team.kid))]
    return {"every": every, "left": left, "moved": max(every - left, 0), "movers": movers}


def _team(session: Session, team: str) -> Team:
    """Return a team the one who is asking looks after. Raises `NotFound`."""
    row = session.get(Team, office.some_id(team))
    if row is None or not office.manager().looks_after(Role.CASEWORKER, row.id):
        raise NotFound
    return row


def _key(session: Session, person: Person) -> str:
    if admitting.missing(session, person) is None:
        return pages.say(N_("holds it"))
    return pages.say(N_("not granted yet"))


def _wanted(session: Session) -> NewTeam:
    lead = session.get(Person, office.some_id(office.typed("lead")), with_for_update=True)
    if lead is None or lead.id not in {one.id for one in teams.could_lead(session)}:
        raise Invalid({"lead": ["not_offered"]})
    offered = services().settings.languages
    spoken = tuple(one for one in offered if one in request.form.getlist("languages"))
    return NewTeam(name=office.typed("name"), lead=lead, languages=spoken)


def _field(problem: HrdError) -> str:
    return "lead" if isinstance(problem, LastHolder) else "name"


def _misheard(heard: Heard) -> list[dict[str, str]]:
    return [{"field": "words", "message": letting_in.wrong_words(heard)}]


def _show(
    *,
    status: int = 200,
    errors: list[dict[str, str]] | None = None,
    typed: MultiDict[str, str] | None = None,
) -> AnyResponse:
    parts, form = services(), typed if typed is not None else MultiDict()
    done = _DONE.get(request.args.get("done", ""))
    with parts.database.reading() as session:
        rest = ruling.otherwise(session).id
        rows = [_row(session, one, rest) for one in session.scalars(people.teams())]
        named = {one.id: one.name for one in session.scalars(people.teams())}
        leads = [
            {"id": one.id.hex(), "text": _lead(one, named)} for one in teams.could_lead(session)
        ]
    return office.show(
        "teams.html",
        status=status,
        at=office.TEAMS,
        messages=[pages.say(done)] if done else [],
        errors=errors or [],
        typed={name: form.get(name, "") for name in ("name", "lead", "words")},
        spoken=form.getlist("languages"),
        team_rows=rows,
        leads=leads,
        languages=[
            {"id": code, "text": languages.language(code).own_name}
            for code in parts.settings.languages
        ],
    )


def _lead(person: Person, teams_named: dict[bytes, str]) -> str:
    role = pages.say(labels.ROLES[person.role])
    if person.team_id is None:
        return f"{person.name} – {role}, " + pages.say(N_("invited to lead a new team"))
    return f"{person.name} – {role}, {teams_named[person.team_id]}"


def _row(session: Session, team: Team, rest: bytes) -> list[Any]:
    members = session.scalars(people.colleagues(team.id)).all()
    leads = [one.name for one in members if one.role is Role.LEAD]
    open_cases = select(func.count()).where(Case.team_id == team.id, Case.state.not_in(OVER))
    left = regranting.remaining(session, team.id)
    moving = pages.say(N_("%(count)s cases still move to a fresh key"), count=left) if left else ""
    name: dict[str, Any] = {"text": team.name, "href": f"{office.TEAMS}{team.id.hex()}"}
    if team.id == rest:
        name["note"] = pages.say(N_("takes everything else"))
    return [
        name,
        str(len(members)),
        ", ".join(leads) or {"text": pages.say(N_("nobody")), "kind": "over"},
        str(session.scalars(open_cases).one()),
        moving or pages.say(N_("complete")),
    ]
