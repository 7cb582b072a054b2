"""Asks somebody who is logged in who it is, before an act that counts. Opens nothing else."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import people
from hrd_report.accounts.schemas import Confirmation, ConfirmationSchema
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.casefile import keeping
from hrd_report.errors import Invalid, WrongPassword
from hrd_report.i18n.marks import N_
from hrd_report.records.audit import Act
from hrd_report.records.people import SessionKind
from hrd_report.rights import Right
from hrd_report.vault import locks
from hrd_report.web import carried, forms, guard, pages, visitors
from hrd_report.web import session as sessions
from hrd_report.web.services import services

_WRONG = N_("The password is wrong. Nothing is lost: try again.")


@blueprint.get("/account/confirm")
@guard.staff(Right.OWN_ACCOUNT)
def confirm_page() -> AnyResponse:
    """Ask for the password once more."""
    return _ask(request.args.get("to", ""))


@blueprint.post("/account/confirm")
@guard.staff(Right.OWN_ACCOUNT)
def confirm() -> AnyResponse:
    """Give a fresh session to somebody who shows who it is, and go on where they were."""
    try:
        wanted: Confirmation = forms.load(ConfirmationSchema(), request.form)
        token = _renewed(wanted)
    except (Invalid, WrongPassword):
        return _ask(request.form.get(carried.TO, ""), wrong=True)
    interrupted = carried.carried_on()
    answer: AnyResponse
    if interrupted is not None:
        to, fields = interrupted
        answer = pages.render(
            "accounts/go_on.html", action=to, fields=fields, csrf_token=sessions.form_token(token)
        )
    else:
        answer = redirect(_inside(request.form.get(carried.TO, "")), code=303)
    sessions.give_cookie(answer, SessionKind.STAFF, token, services().settings)
    return answer


def _renewed(wanted: Confirmation) -> bytes:
    parts, person = services(), visitors.this_staff()
    price = locks.PasswordParams(memory_kib=parts.settings.password_memory_kib)
    with parts.database.reading() as session:
        who = people.candidate(session, person.name)
    key = people.open_lock(who, wanted.password, pepper=parts.pepper, price=price)
    now = parts.clock()
    with parts.database.writing() as session:
        sessions.end_one(session, person.session.id)
        keeping.record(session, Act.STEPPED_UP, actor=person.id, thing=person.id, day=now.date())
        return sessions.begin(
            session, SessionKind.STAFF, person.id, key, pepper=parts.pepper, now=now
        )


def _ask(to: str, *, wrong: bool = False) -> AnyResponse:
    return pages.render(
        "accounts/confirm.html",
        status=401 if wrong else 200,
        action=url_for("accounts.confirm"),
        errors=[{"field": "password", "message": pages.say(_WRONG)}] if wrong else [],
        carried=carried.still_carried()[1],
        carried_to=_inside(to),
    )


def _inside(to: str) -> str:
    """Return an address of ours, whatever was sent."""
    return to if to.startswith("/") and not to.startswith("//") else "/account/"
