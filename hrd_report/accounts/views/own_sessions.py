"""One's own sessions: since when, until when, and the end of one or of all others.

Where one sat and with what is not shown: nobody writes it down.
"""

from typing import Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.views import frame
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.casefile import keeping
from hrd_report.errors import NotFound
from hrd_report.i18n.marks import N_
from hrd_report.records.acts import Act
from hrd_report.records.people import SessionKind, SessionRow
from hrd_report.rights import Right
from hrd_report.web import guard, pages, visitors
from hrd_report.web import session as sessions
from hrd_report.web.services import services

_SAID: Final = {
    "one": N_("That session is over."),
    "others": N_("All your other sessions are over."),
}


@blueprint.get("/account/sessions")
@guard.staff(Right.OWN_ACCOUNT)
def sessions_page() -> AnyResponse:
    """Show where one is logged in: how many times, since when."""
    parts, person = services(), visitors.this_staff()
    now = parts.clock()
    with parts.database.reading() as session:
        rows = list(session.scalars(sessions.alive(person.id, now=now)))
    said = _SAID.get(request.args.get("said", ""))
    return frame.render(
        "accounts/sessions.html",
        messages=[pages.say(said)] if said else [],
        rows=[_shown(number, row) for number, row in enumerate(rows, 1)],
    )


@blueprint.post("/account/sessions/<id>/end")
@guard.staff(Right.OWN_ACCOUNT)
def end_session(id: str) -> AnyResponse:  # noqa: A002 - the address's own word
    """End one session of one's own."""
    parts, person = services(), visitors.this_staff()
    with parts.database.writing() as session:
        row = session.get(SessionRow, _id(id))
        if row is None or row.subject != person.id or row.kind is not SessionKind.STAFF:
            raise NotFound
        sessions.end_one(session, row.id)
        day = parts.clock().date()
        keeping.record(session, Act.SESSION_ENDED, actor=person.id, thing=person.id, day=day)
    return redirect(url_for("accounts.sessions_page", said="one"), code=303)


@blueprint.post("/account/sessions/end-others")
@guard.staff(Right.OWN_ACCOUNT)
def end_other_sessions() -> AnyResponse:
    """End all sessions of one's own but this one."""
    parts, person = services(), visitors.this_staff()
    with parts.database.writing() as session:
        sessions.end_others(session, person.session)
        day = parts.clock().date()
        keeping.record(session, Act.SESSION_ENDED, actor=person.id, thing=person.id, day=day)
    return redirect(url_for("accounts.sessions_page", said="others"), code=303)


def _shown(number: int, row: SessionRow) -> dict[str, object]:
    now = services().clock()
    span = sessions.SPANS[SessionKind.STAFF]
    began = row.absolute_until - span.absolute
    idle = span.idle - (min(row.idle_until, row.absolute_until) - now)
    return {
        "number": number,
        "id": row.id.hex(),
        "here": row.id == visitors.this_staff().session.id,
        "minutes": max(0, round((now - began).total_seconds() / 60)),
        "idle": max(0, round(idle.total_seconds() / 60)),
    }


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NotFound from None
