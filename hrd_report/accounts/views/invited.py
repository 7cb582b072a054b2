"""Takes a seat with a one-time link: a key and a password that nobody else has seen."""

from typing import Any, Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts import labels
from hrd_report.accounts.actions import inviting
from hrd_report.accounts.actions.inviting import LinkOver, LinkUsed
from hrd_report.accounts.views import choosing, unlocking
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.errors import Conflict, Invalid, NotFound
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records.people import Person, SessionKind, SessionStage, Team
from hrd_report.sealed import Plain
from hrd_report.vault import locks
from hrd_report.vault.keys import Key
from hrd_report.web import guard, pages
from hrd_report.web import session as sessions
from hrd_report.web.services import services

_CLOSED: Final = {
    LinkUsed: N_("This link was used. If it was not you, say so at once to whoever invited you."),
    LinkOver: N_("This link is too old. Ask whoever invited you for another."),
    NotFound: N_("This link opens nothing. It was withdrawn, or it was not copied whole."),
    Conflict: N_("Somebody else has this pseudonym by now. Ask for another invitation."),
}
_REFUSALS: Final = (LinkUsed, LinkOver, NotFound, Conflict)


@blueprint.get("/invited/<token>")
@guard.public
def invited(token: str) -> AnyResponse:
    """Say who invites to what, and ask for a password."""
    try:
        return _ask(token)
    except _REFUSALS as problem:
        return _closed(problem)


@blueprint.post("/invited/<token>")
@guard.public
def take_seat(token: str) -> AnyResponse:
    """Make a key under the password, and let its owner wait until its words were heard."""
    parts = services()
    try:
        _ask(token)  # a link that opens nothing costs no slow work
        known = (request.form.get("name", ""), parts.settings.organisation)
        session_token = _taken(token, choosing.chosen(known))
    except Invalid as problem:
        return _ask(token, status=422, errors=choosing.reasons(problem))
    except _REFUSALS as problem:
        return _closed(problem)
    answer = redirect(url_for("accounts.own_words"), code=303)
    sessions.give_cookie(answer, SessionKind.STAFF, session_token, parts.settings)
    return answer


def _taken(token: str, password: Plain) -> bytes:
    parts, key, now = services(), Key.new(), services().clock()
    lock = locks.lock_with_password(key, password, parts.pepper, unlocking.price())
    # Where everybody needs a second factor, setting it up is what comes next.
    stage = SessionStage.FULL if parts.settings.demo else SessionStage.HALF
    with parts.database.writing() as session:
        person = inviting.accept(session, _token(token), key, lock, now=now)
        return sessions.begin(
            session, SessionKind.STAFF, person.id, key, pepper=parts.pepper, now=now, stage=stage
        )


def _ask(
    token: str, *, status: int = 200, errors: list[dict[str, str]] | None = None
) -> AnyResponse:
    parts = services()
    with parts.database.reading() as session:
        row = inviting.find(session, _token(token), now=parts.clock())
        pages.speak(row.language)
        inviter = session.get(Person, row.invited_by) if row.invited_by else None
        team = session.get(Team, row.team_id) if row.team_id else None
    return pages.render(
        "accounts/invited.html",
        status=status,
        name=row.name,
        role=pages.say(labels.ROLES[row.role]),
        team=team.name if team else None,
        inviter=inviter.name if inviter else None,
        until=formats.moment(row.until, pages.language()),
        drawn=choosing.drawn(),
        errors=errors or [],
    )


def _closed(problem: Any) -> AnyResponse:  # noqa: ANN401 - one of the refusals
    sentence = next(text for kind, text in _CLOSED.items() if isinstance(problem, kind))
    return pages.render("accounts/link_closed.html", status=410, sentence=pages.say(sentence))


def _token(text: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        raise NotFound from None
    if len(found) != locks.TOKEN_BYTES:
        raise NotFound
    return found
