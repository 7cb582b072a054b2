"""A password of one's own: six words that are offered, or one that is long and hard to guess."""

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import people
from hrd_report.accounts.views import choosing, frame, unlocking
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.accounts.views.refusing import refusal
from hrd_report.errors import Busy, Invalid
from hrd_report.records.people import PersonState, SessionKind
from hrd_report.rights import Right
from hrd_report.vault import locks
from hrd_report.web import guard, pages, visitors
from hrd_report.web import session as sessions
from hrd_report.web.services import services


@blueprint.get("/account/password")
@guard.staff(Right.OWN_ACCOUNT, fresh=True)
def new_password() -> AnyResponse:
    """Offer six words, and ask for a password of one's own."""
    return _ask()


@blueprint.post("/account/password")
@guard.staff(Right.OWN_ACCOUNT, fresh=True)
def keep_new_password() -> AnyResponse:
    """Put the person's key under a new lock, and end every other session of theirs."""
    parts, person = services(), visitors.this_staff()
    try:
        wanted = choosing.chosen((person.name, parts.settings.organisation))
        lock = locks.lock_with_password(person.key, wanted, parts.pepper, unlocking.price())
    except Invalid as problem:
        return _ask(choosing.reasons(problem), status=422)
    except Busy as problem:
        refused = refusal(problem, "")
        return refused.onto(_ask([refused.error("password")], status=refused.status))
    now = parts.clock()
    with parts.database.writing() as session:
        people.change_password(session, person.id, person.key, lock, day=now.date())
        sessions.end_others(session, person.session)
        token = sessions.renew(session, person.session, person.key, pepper=parts.pepper, now=now)
    answer = redirect(frame.home(), code=303)
    sessions.give_cookie(answer, SessionKind.STAFF, token, parts.settings)
    return answer


def _ask(errors: list[dict[str, str]] | None = None, *, status: int = 200) -> Response:
    return pages.render(
        "accounts/password.html",
        status=status,
        errors=errors or [],
        drawn=choosing.drawn(),
        may_leave=visitors.this_staff().state is not PersonState.NEW,
    )
