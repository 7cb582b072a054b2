"""Logging in and out, one's own password and one's own language. Knows no case."""

from typing import Any, Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts import passwords
from hrd_report.accounts.actions import people, preferring
from hrd_report.accounts.schemas import Login, LoginSchema, NewPassword, NewPasswordSchema
from hrd_report.accounts.views import confirm
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.casefile import keeping
from hrd_report.errors import Invalid, WrongPassword
from hrd_report.i18n import languages
from hrd_report.i18n.marks import N_
from hrd_report.records.audit import Act
from hrd_report.records.people import Person, PersonState, Role, SessionKind
from hrd_report.rights import Right
from hrd_report.vault import locks
from hrd_report.vault.keys import Key
from hrd_report.web import carried, forms, guard, pages, visitors
from hrd_report.web import session as sessions
from hrd_report.web.services import services

__all__ = ["blueprint", "confirm"]

_HOMES: Final = {
    Role.CASEWORKER: "/desk/",
    Role.LEAD: "/desk/",
    Role.ANALYST: "/statistics/",
    Role.ADMINISTRATOR: "/admin/",
    Role.CUSTODIAN: "/account/",
    Role.AUDITOR: "/admin/audit",
}
_DESK: Final = ("desk", N_("Queue"))
_DOORS: Final = {
    Role.CASEWORKER: _DESK,
    Role.LEAD: _DESK,
    Role.ANALYST: ("statistics", N_("Releases")),
    Role.ADMINISTRATOR: ("administration", N_("Administration")),
    Role.CUSTODIAN: ("administration", N_("Your account")),
    Role.AUDITOR: ("administration", N_("Audit")),
}
_KEPT: Final = N_("Your language is kept.")
_NOT_OFFERED: Final = N_("Choose a language from the list.")
_TOO_SHORT: Final = N_("Use at least 15 characters: four or five words are easy to keep.")
_DIFFERS: Final = N_("The two are not the same. Type both again.")
_WRONG: Final = N_("Name or password is wrong. Try again.")


@blueprint.get("/login")
@guard.public
def log_in_page() -> AnyResponse:
    """Show the door of the staff."""
    person = visitors.staff()
    if person is not None:
        return redirect(_HOMES[person.role], code=303)
    return _door()


@blueprint.post("/login")
@guard.public
def log_in() -> AnyResponse:
    """Let someone in whose password opens their lock."""
    try:
        wanted: Login = forms.load(LoginSchema(), request.form)
        person, key = _unlock(wanted)
    except (Invalid, WrongPassword):
        return _door(wrong=True)
    token = _begin(person, key)
    interrupted = carried.carried_on()
    if interrupted is not None:
        to, fields = interrupted
        answer: AnyResponse = pages.render(
            "accounts/go_on.html",
            action=to,
            fields=fields,
            csrf_token=sessions.form_token(token),
        )
    else:
        answer = redirect(_HOMES[person.role], code=303)
    sessions.give_cookie(answer, SessionKind.STAFF, token, services().settings)
    return answer


@blueprint.post("/logout")
@guard.staff(Right.OWN_ACCOUNT)
def log_out() -> AnyResponse:
    """End the session on the server, then in the browser."""
    parts = services()
    token = sessions.token_of(request, SessionKind.STAFF, parts.settings)
    person, day = visitors.this_staff(), parts.clock().date()
    with parts.database.writing() as session:
        if token is not None:
            sessions.end(session, token)
        keeping.record(session, Act.LOGGED_OUT, actor=person.id, thing=None, day=day)
    answer = redirect(url_for("accounts.log_in_page"), code=303)
    sessions.clear(answer, SessionKind.STAFF, parts.settings)
    return answer


@blueprint.get("/account/")
@guard.staff(Right.OWN_ACCOUNT)
def account() -> AnyResponse:
    """Show what a member of staff may choose for themselves."""
    return _account(messages=[pages.say(_KEPT)] if request.args.get("kept") == "yes" else [])


@blueprint.post("/account/")
@guard.staff(Right.OWN_ACCOUNT)
def keep_language() -> AnyResponse:
    """Keep the language of one's pages."""
    parts, person = services(), visitors.this_staff()
    wanted = request.form.get("language", "")
    try:
        with parts.database.writing() as session:
            preferring.speak(session, person.id, wanted, parts.settings.languages)
    except Invalid:
        problem = {"field": "language", "message": pages.say(_NOT_OFFERED)}
        return _account(status=422, errors=[problem])
    return redirect(url_for("accounts.account", kept="yes"), code=303)


@blueprint.get("/account/password")
@guard.staff(Right.OWN_ACCOUNT)
def new_password() -> AnyResponse:
    """Ask for a password of one's own."""
    return _ask_password([])


@blueprint.post("/account/password")
@guard.staff(Right.OWN_ACCOUNT)
def keep_new_password() -> AnyResponse:
    """Put the person's key under a new lock, and end every other session of theirs."""
    parts, person = services(), visitors.this_staff()
    try:
        wanted: NewPassword = forms.load(NewPasswordSchema(), request.form)
        known = (person.name, parts.settings.organisation)
        passwords.check_new(wanted.password, wanted.again, known=known)
    except Invalid as problem:
        return _ask_password(_sentences(problem), status=422)
    lock = locks.lock_with_password(person.key, wanted.password, parts.pepper, _price())
    now = parts.clock()
    with parts.database.writing() as session:
        people.change_password(session, person.id, person.key, lock, day=now.date())
        sessions.end_all(session, person.id)
        token = sessions.begin(
            session, SessionKind.STAFF, person.id, person.key, pepper=parts.pepper, now=now
        )
    answer = redirect(_HOMES[person.role], code=303)
    sessions.give_cookie(answer, SessionKind.STAFF, token, parts.settings)
    return answer


def _account(*, status: int = 200, **context: list[Any]) -> AnyResponse:
    role = visitors.this_staff().role
    door, label = _DOORS[role]
    offered = [languages.language(code) for code in services().settings.languages]
    return pages.render(
        "accounts/account.html",
        status=status,
        door=door,
        nav=[(_HOMES[role], pages.say(label), False)],
        options=[{"id": one.code, "text": one.own_name} for one in offered],
        chosen=pages.language(),
        **context,
    )


def _ask_password(errors: list[dict[str, str]], *, status: int = 200) -> AnyResponse:
    may_leave = visitors.this_staff().state is not PersonState.NEW
    return pages.render("accounts/password.html", status=status, errors=errors, may_leave=may_leave)


def _door(*, wrong: bool = False) -> AnyResponse:
    interrupted = carried.still_carried()
    return pages.render(
        "accounts/login.html",
        status=401 if wrong else 200,
        action=url_for("accounts.log_in"),
        expired=False,
        errors=[{"field": "name", "message": pages.say(_WRONG)}] if wrong else [],
        carried=interrupted[1],
        carried_to=interrupted[0],
    )


def _price() -> locks.PasswordParams:
    return locks.PasswordParams(memory_kib=services().settings.password_memory_kib)


def _unlock(wanted: Login) -> tuple[Person, Key]:
    parts = services()
    with parts.database.reading() as session:
        who = people.candidate(session, wanted.name)
    key = people.open_lock(who, wanted.password, pepper=parts.pepper, price=_price())
    if who.person is None:
        raise WrongPassword
    return who.person, key


def _begin(person: Person, key: Key) -> bytes:
    parts = services()
    now = parts.clock()
    with parts.database.writing() as session:
        keeping.record(session, Act.LOGGED_IN, actor=person.id, thing=None, day=now.date())
        return sessions.begin(
            session, SessionKind.STAFF, person.id, key, pepper=parts.pepper, now=now
        )


def _sentences(problem: Invalid) -> list[dict[str, str]]:
    says = {"differs": _DIFFERS}
    return [
        {"field": field, "message": pages.say(says.get(code, _TOO_SHORT))}
        for field, codes in problem.fields.items()
        for code in codes
    ]
