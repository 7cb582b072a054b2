"""Removes somebody, and shows what is still moved to fresh keys until it is complete."""

from typing import Any, Final

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts import holdings
from hrd_report.accounts.actions import inviting, leaving
from hrd_report.accounts.views import office, person, teams
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.errors import LastHolder, NotFound
from hrd_report.i18n.marks import N_
from hrd_report.records.people import Person, PersonState, Team
from hrd_report.rights import Right
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

_LEFT_TO_RECOVERY: Final = "recovery"


@blueprint.get("/people/<someone>/remove")
@guard.staff(Right.MANAGE_PEOPLE)
def removal_page(someone: str) -> AnyResponse:
    """Say what removing somebody does, before it is done."""
    return _ask(someone)


@blueprint.post("/people/<someone>/remove")
@guard.staff(Right.MANAGE_PEOPLE, fresh=True)
def remove(someone: str) -> AnyResponse:
    """Remove somebody: at once they hold nothing."""
    parts, me = services(), visitors.this_staff()
    try:
        with parts.database.writing() as session:
            _remove(session, someone, by=me.id)
    except LastHolder as problem:
        return _ask(someone, problem=problem)
    parts.regrant(me.id, me.key)
    return redirect(f"{office.PEOPLE}{someone}/removed", code=303)


@blueprint.get("/people/<someone>/removed")
@guard.staff(Right.MANAGE_PEOPLE)
def removed_page(someone: str) -> AnyResponse:
    """Show how far what they could open has moved to fresh keys."""
    parts, me = services(), visitors.this_staff()
    parts.regrant(me.id, me.key)
    with parts.database.reading() as session:
        row = person.found(session, someone)
        if row.state is not PersonState.LEFT:
            raise NotFound
        team = session.get(Team, row.team_id) if row.team_id else None
        far = teams.progress(session, team) if team else None
    return office.show(
        "removed.html",
        at=office.PEOPLE,
        name=row.name,
        here=f"{office.PEOPLE}{someone}/removed",
        far=far,
    )


def _remove(session: Session, someone: str, *, by: bytes) -> None:
    parts, row = services(), _removable(session, someone)
    inviting.forget(session, row.id)
    leaving.remove_person(
        session,
        row,
        parts.trust,
        by=by,
        day=parts.clock().date(),
        leave_to_recovery=request.form.get("alone") == _LEFT_TO_RECOVERY,
    )


def _removable(session: Session, someone: str) -> Person:
    """Return whoever is to go. Raises `NotFound` for oneself: somebody else does that."""
    row = person.found(session, someone)
    if row.id == office.manager().id or row.state is PersonState.LEFT:
        raise NotFound
    return row


def _ask(someone: str, *, problem: LastHolder | None = None) -> AnyResponse:
    parts = services()
    with parts.database.reading() as session:
        row = _removable(session, someone)
        team = session.get(Team, row.team_id) if row.team_id else None
        held = holdings.of(session, row, parts.clock())
        alone = [case.number for case in leaving.alone_on(session, row)]
    return office.show(
        "remove.html",
        status=409 if problem else 200,
        at=office.PEOPLE,
        name=row.name,
        back=f"{office.PEOPLE}{someone}",
        action=f"{office.PEOPLE}{someone}/remove",
        handover=f"{office.HANDOVER}?from={someone}" if held.assigned or held.named else None,
        alone=alone,
        last=_last(problem, team, alone),
        errors=_errors(problem),
        held=held,
        team=team.name if team else None,
    )


def _last(problem: LastHolder | None, team: Team | None, alone: list[str]) -> bool:
    """Whether only recovery would lead on: the page then asks for that very word."""
    return problem is not None or bool(alone) or (team is not None and _is_last(team))


def _is_last(team: Team) -> bool:
    with services().database.reading() as session:
        return len(holdings.holders(session, team.kid)) == 1


def _errors(problem: LastHolder | None) -> list[dict[str, Any]]:
    if problem is None:
        return []
    said = N_("Nobody else could open what they can. Hand it over first, or leave it to recovery.")
    return [{"field": "alone", "message": pages.say(said)}]
