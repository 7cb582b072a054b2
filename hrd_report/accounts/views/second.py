"""The page between a right password and the rest: a passkey or a code. It opens nothing else."""

from typing import Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import passkeys
from hrd_report.accounts.actions.challenges import Purpose
from hrd_report.accounts.schemas import ShownSchema
from hrd_report.accounts.views import showing, site
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.accounts.views.frame import HOMES, home
from hrd_report.accounts.views.refusing import Refusal, refusal
from hrd_report.errors import Busy, Invalid, TooOften, WrongPassword
from hrd_report.i18n.marks import N_
from hrd_report.records import factors
from hrd_report.records.factors import Totp
from hrd_report.records.people import SessionKind, SessionStage
from hrd_report.rights import Right
from hrd_report.web import carried, forms, guard, pages, visitors
from hrd_report.web import session as sessions
from hrd_report.web.services import services

_WRONG: Final = N_("That was not it. Try again.")


@blueprint.get("/login/factor")
@guard.staff(Right.OWN_ACCOUNT, half=True)
def second_factor_page() -> AnyResponse:
    """Ask for the second factor, or lead to where the first one is set up."""
    person = visitors.this_staff()
    if person.session.stage is SessionStage.FULL:
        return redirect(home(), code=303)
    return ask(person.id, person.session.id, person.form_token)


@blueprint.post("/login/factor")
@guard.staff(Right.OWN_ACCOUNT, half=True)
def give_second_factor() -> AnyResponse:
    """Make the session whole for somebody who shows the second factor."""
    person = visitors.this_staff()
    if person.session.stage is SessionStage.FULL:
        return redirect(home(), code=303)
    try:
        token = showing.second_factor(forms.load(ShownSchema(), request.form))
    except (Invalid, WrongPassword, TooOften, Busy) as problem:
        refused = refusal(problem, _WRONG)
        return ask(person.id, person.session.id, person.form_token, refused)
    answer = carry_on(sessions.form_token(token), HOMES[person.role])
    sessions.give_cookie(answer, SessionKind.STAFF, token, services().settings)
    return answer


def ask(
    person_id: bytes, session_id: bytes, form_token: str, refused: Refusal | None = None
) -> Response:
    """Answer with the page that asks; or lead somebody who has none yet to where it is made."""
    with services().database.reading() as session:
        known = [one.credential for one in session.scalars(factors.passkeys_of(person_id))]
        by_code = session.get(Totp, person_id) is not None
    if not known and not by_code:
        return redirect(url_for("accounts.factors_page"), code=303)  # type: ignore[return-value]
    found = site.here() if known else None
    challenge = site.fresh_challenge(Purpose.CONFIRM, session_id)
    to, fields = carried.still_carried()
    answer = pages.render(
        "accounts/second.html",
        status=refused.status if refused else 200,
        script=found is not None,
        errors=[refused.error("code" if by_code else "again")] if refused else [],
        csrf_token=form_token,
        by_code=by_code,
        options=passkeys.ask_to_show(found, challenge, known) if found else "",
        elsewhere=site.elsewhere(),
        carried=fields,
        carried_to=to,
    )
    return refused.onto(answer) if refused else answer


def carry_on(form_token: str, otherwise: str) -> AnyResponse:
    """Answer somebody who is in: with what they were about to send, or with where they work."""
    interrupted = carried.carried_on()
    if interrupted is None:
        return redirect(otherwise, code=303)
    to, fields = interrupted
    return pages.render("accounts/go_on.html", action=to, fields=fields, csrf_token=form_token)
