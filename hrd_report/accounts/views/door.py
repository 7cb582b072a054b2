"""The door of the staff: logging in and out. Never says what was wrong."""

from typing import Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import passkeys
from hrd_report.accounts.actions.challenges import Purpose
from hrd_report.accounts.schemas import ShownSchema
from hrd_report.accounts.views import entering, second, site
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.accounts.views.frame import HOMES
from hrd_report.accounts.views.refusing import Refusal, refusal
from hrd_report.casefile import keeping
from hrd_report.errors import Busy, Invalid, TooOften, WrongPassword
from hrd_report.i18n.marks import N_
from hrd_report.records.acts import Act
from hrd_report.records.people import SessionKind, SessionStage
from hrd_report.rights import Right
from hrd_report.vault import locks
from hrd_report.web import carried, forms, guard, pages, visitors
from hrd_report.web import session as sessions
from hrd_report.web.services import services

_WRONG: Final = N_("Name, password or code is wrong. Try again.")
_WRONG_PASSKEY: Final = N_("This passkey opens nothing by itself here. Use name and password.")


@blueprint.get("/login")
@guard.public
def log_in_page() -> AnyResponse:
    """Show the door of the staff."""
    person = visitors.staff()
    if person is not None and person.session.stage is SessionStage.FULL:
        return redirect(HOMES[person.role], code=303)
    return _door()


@blueprint.post("/login")
@guard.public
def log_in() -> AnyResponse:
    """Let someone in who shows enough; with half of it, ask for the rest."""
    if request.form.get("ask"):
        return _door()
    wrong = _WRONG_PASSKEY if request.form.get("credential") else _WRONG
    try:
        entered = entering.log_in(forms.load(ShownSchema(), request.form))
    except (Invalid, WrongPassword, TooOften, Busy) as problem:
        return _door(refusal(problem, wrong))
    form_token = sessions.form_token(entered.token)
    answer: AnyResponse
    if entered.stage is SessionStage.HALF:
        answer = second.ask(entered.person.id, locks.session_id(entered.token), form_token)
    else:
        answer = second.carry_on(form_token, HOMES[entered.person.role])
    sessions.give_cookie(answer, SessionKind.STAFF, entered.token, services().settings)
    return answer


@blueprint.post("/logout")
@guard.staff(Right.OWN_ACCOUNT, half=True)
def log_out() -> AnyResponse:
    """End the session on the server, then in the browser."""
    parts, person = services(), visitors.this_staff()
    with parts.database.writing() as session:
        sessions.end_one(session, person.session.id)
        day = parts.clock().date()
        keeping.record(session, Act.LOGGED_OUT, actor=person.id, thing=None, day=day)
    answer = redirect(url_for("accounts.log_in_page"), code=303)
    sessions.clear(answer, SessionKind.STAFF, parts.settings)
    return answer


def _door(refused: Refusal | None = None) -> AnyResponse:
    interrupted = carried.still_carried()
    found = site.here()
    options = passkeys.ask_to_show(found, site.fresh_challenge(Purpose.LOG_IN)) if found else ""
    answer = pages.render(
        "accounts/login.html",
        status=refused.status if refused else 200,
        script=bool(options),
        action=url_for("accounts.log_in"),
        expired=False,
        errors=[refused.error("name")] if refused else [],
        carried=interrupted[1],
        carried_to=interrupted[0],
        name=request.form.get("name", ""),
        options=options,
    )
    return refused.onto(answer) if refused else answer
