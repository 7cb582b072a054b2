"""Asks somebody who is logged in who it is, before an act that counts. Opens nothing else."""

from typing import Final

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import passkeys
from hrd_report.accounts.actions.challenges import Purpose
from hrd_report.accounts.schemas import ShownSchema
from hrd_report.accounts.views import second, showing, site
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.accounts.views.frame import inside
from hrd_report.accounts.views.refusing import Refusal, refusal
from hrd_report.errors import Busy, Invalid, TooOften, WrongPassword
from hrd_report.i18n.marks import N_
from hrd_report.records import factors
from hrd_report.records.factors import Totp
from hrd_report.records.people import SessionKind
from hrd_report.rights import Right
from hrd_report.web import carried, forms, guard, pages, visitors
from hrd_report.web import session as sessions
from hrd_report.web.services import services

_WRONG: Final = N_("That was not it. Nothing is lost: try again.")


@blueprint.get("/account/confirm")
@guard.staff(Right.OWN_ACCOUNT)
def confirm_page() -> AnyResponse:
    """Ask once more who it is."""
    return _ask(request.args.get("to", ""))


@blueprint.post("/account/confirm")
@guard.staff(Right.OWN_ACCOUNT)
def confirm() -> AnyResponse:
    """Give a fresh session to somebody who shows who it is, and go on where they were."""
    to = request.form.get(carried.TO, "")
    if request.form.get("ask"):
        return _ask(to)
    try:
        token = showing.once_more(forms.load(ShownSchema(), request.form))
    except (Invalid, WrongPassword, TooOften, Busy) as problem:
        return _ask(to, refusal(problem, _WRONG))
    answer = second.carry_on(sessions.form_token(token), inside(to))
    sessions.give_cookie(answer, SessionKind.STAFF, token, services().settings)
    return answer


def _ask(to: str, refused: Refusal | None = None) -> AnyResponse:
    person = visitors.this_staff()
    with services().database.reading() as session:
        known = [one.credential for one in session.scalars(factors.passkeys_of(person.id))]
        by_code = session.get(Totp, person.id) is not None
    found = site.here() if known else None
    challenge = site.fresh_challenge(Purpose.CONFIRM, person.session.id)
    answer = pages.render(
        "accounts/confirm.html",
        status=refused.status if refused else 200,
        script=found is not None,
        action=url_for("accounts.confirm"),
        errors=[refused.error("password" if by_code or not known else "again")] if refused else [],
        by_password=by_code or not known,
        by_code=by_code,
        options=passkeys.ask_to_show(found, challenge, known) if found else "",
        elsewhere=site.elsewhere() if known else "",
        carried=carried.still_carried()[1],
        carried_to=inside(to),
    )
    return refused.onto(answer) if refused else answer
