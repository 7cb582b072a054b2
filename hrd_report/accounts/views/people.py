"""Who works here, and invitations. A lead sees and invites the people of the own team alone."""

from typing import Any, Final

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts import labels
from hrd_report.accounts.actions import admitting, inviting
from hrd_report.accounts.actions import teams as teams_made
from hrd_report.accounts.actions.inviting import Seat
from hrd_report.accounts.roles import Manager
from hrd_report.accounts.views import office
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.errors import Conflict, Invalid, NotFound
from hrd_report.i18n import formats, languages
from hrd_report.i18n.marks import N_
from hrd_report.records import joining, people
from hrd_report.records.joining import Invitation
from hrd_report.records.people import TEAM_ROLES, Person, Role, Team
from hrd_report.rights import Right
from hrd_report.web import guard, pages
from hrd_report.web.services import services

_SENTENCES: Final = {
    "conflict": N_("This pseudonym is taken, or invited already. Choose another."),
    "not_a_name": N_("Choose 2 to 30 small letters, digits or hyphens, such as heron."),
    "missing": N_("Choose the team."),
    "not_offered": N_("Choose from the list."),
}
_TO_COME: Final = "new"
"""Stands for a team that is made later, with this person as its first lead."""


@blueprint.get("/people/")
@guard.staff(Right.MANAGE_PEOPLE)
def people_page() -> AnyResponse:
    """Show the people one looks after, and who is invited."""
    return _show()


@blueprint.post("/people/invite")
@guard.staff(Right.MANAGE_PEOPLE)
def invite() -> AnyResponse:
    """Invite somebody, and show the link once."""
    parts, by = services(), office.manager()
    try:
        seat = _seat()
        with parts.database.writing() as session:
            token = inviting.invite(session, seat, by=by.id, now=parts.clock())
    except (Invalid, Conflict) as problem:
        errors = office.problems(problem, _SENTENCES, "name")
        return _show(status=office.status_of(problem), errors=errors, typed=request.form)
    link = parts.settings.public_url + url_for("accounts.invited", token=token.hex())
    return office.show(
        "invited_link.html",
        at=office.PEOPLE,
        link=link,
        name=seat.name,
        role=pages.say(labels.ROLES[seat.role]),
        hours=round(inviting.LIFE.total_seconds() / 3600),
    )


@blueprint.post("/people/withdraw")
@guard.staff(Right.MANAGE_PEOPLE)
def withdraw() -> AnyResponse:
    """Take an invitation back that nobody has used."""
    parts, by = services(), office.manager()
    with parts.database.writing() as session:
        row = session.get(Invitation, office.some_id(office.typed("invitation")))
        if row is None or row.person_id is not None or not by.looks_after(row.role, row.team_id):
            raise NotFound
        inviting.withdraw(session, row, by=by.id, day=parts.clock().date())
    return redirect(office.PEOPLE, code=303)


def _seat() -> Seat:
    """Return what the form invites to. Raises `Invalid` for what this person may not offer."""
    by, parts = office.manager(), services()
    role = next((one for one in by.invites_to() if one.value == office.typed("role")), None)
    if role is None:
        raise Invalid({"role": ["not_offered"]})
    language = office.typed("language")
    if language not in parts.settings.languages:
        raise Invalid({"language": ["not_offered"]})
    team = _team(role) if role in TEAM_ROLES else None
    if not by.looks_after(role, team):
        raise Invalid({"team": ["not_offered"]})
    return Seat(name=office.typed("name").lower(), role=role, language=language, team_id=team)


def _team(role: Role) -> bytes | None:
    wanted = office.typed("team")
    if wanted == _TO_COME and role is Role.LEAD:
        return None
    with services().database.reading() as session:
        found = [one.id for one in session.scalars(people.teams()) if one.id.hex() == wanted]
    if not found:
        raise Invalid({"team": ["missing"]})
    return found[0]


def _show(
    *,
    status: int = 200,
    errors: list[dict[str, str]] | None = None,
    typed: Any = None,  # noqa: ANN401
) -> AnyResponse:
    by = office.manager()
    with services().database.reading() as session:
        teams = {one.id: one.name for one in session.scalars(people.teams())}
        ours = [
            one for one in session.scalars(people.people()) if by.looks_after(one.role, one.team_id)
        ]
        rows = [_row(session, one, teams) for one in ours]
        needy = _needy(session)
        invited = [
            _invited(one, teams)
            for one in session.scalars(joining.invitations())
            if one.person_id is None and by.looks_after(one.role, one.team_id)
        ]
    shared = request.args.get("done") == "shared"
    return office.show(
        "people.html",
        status=status,
        at=office.PEOPLE,
        messages=[pages.say(N_("The team can open sealed reports now."))] if shared else [],
        errors=errors or [],
        typed=typed or {},
        people_rows=rows,
        invited=invited,
        waits=sum(bool(row[-1]) for row in rows),
        needy=needy,
        own_page=f"{office.TEAMS}{by.team_id.hex()}" if by.team_id else None,
        own_team=teams.get(by.team_id) if by.role is Role.LEAD and by.team_id else None,
        **_offered(by, teams),
    )


def _offered(by: Manager, teams: dict[bytes, str]) -> dict[str, list[dict[str, str]]]:
    """Return what a seat may be offered as: roles, teams and languages."""
    ours = [(key, name) for key, name in teams.items() if by.looks_after(Role.CASEWORKER, key)]
    return {
        "roles": [
            {"id": one.value, "text": pages.say(labels.ROLES[one])} for one in by.invites_to()
        ],
        "teams": [{"id": key.hex(), "text": name} for key, name in ours] + _to_come(),
        "languages": [
            {"id": code, "text": languages.language(code).own_name}
            for code in services().settings.languages
        ],
    }


def _needy(session: Session) -> list[dict[str, str]]:
    """Return the teams that cannot open sealed reports, for a lead whose own team can."""
    me = office.manager()
    own = session.get(Team, me.team_id) if me.team_id else None
    if own is None or teams_made.lacks_intake(session, own):
        return []
    return [
        {"name": one.name, "action": f"{office.TEAMS}{one.id.hex()}/intake"}
        for one in session.scalars(people.teams())
        if teams_made.lacks_intake(session, one)
    ]


def _to_come() -> list[dict[str, str]]:
    if Role.ADMINISTRATOR not in office.manager().invites_to():
        return []
    return [{"id": _TO_COME, "text": pages.say(N_("a team to be made, as its first lead"))}]


def _row(session: Session, person: Person, teams: dict[bytes, str]) -> list[Any]:
    due = admitting.is_due(session, person)
    href = f"{office.PEOPLE}{person.id.hex()}"
    return [
        {"text": person.name, "href": href},
        pages.say(labels.ROLES[person.role]),
        teams.get(person.team_id, "–") if person.team_id else "–",
        pages.say(labels.STATES[person.state]),
        {"text": pages.say(N_("Compare the words")), "href": href} if due else "",
    ]


def _invited(row: Invitation, teams: dict[bytes, str]) -> dict[str, Any]:
    over = services().clock() >= row.until
    until = formats.moment(row.until, pages.language())
    return {
        "id": row.id.hex(),
        "name": row.name,
        "role": pages.say(labels.ROLES[row.role]),
        "team": teams.get(row.team_id, "–") if row.team_id else "–",
        "until": pages.say(N_("over since %(when)s"), when=until) if over else until,
    }
