"""Every route names who may enter; there is no default. Knows rights, not who has them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import NotAllowed
from hrd_report.records.people import PersonState, SessionKind, SessionStage
from hrd_report.rights import Area, Right, Scope
from hrd_report.web import carried, csrf, programs, visitors
from hrd_report.web import session as sessions
from hrd_report.web.lanes import lanes
from hrd_report.web.services import services

View = TypeVar("View", bound=Callable[..., Any])

SECOND_FACTOR_ENDPOINT: Final = "accounts.second_factor_page"
NEW_PASSWORD_ENDPOINT: Final = "accounts.new_password"  # noqa: S105 - a page's name
_WITH_FIRST_PASSWORD: Final = frozenset(
    {
        NEW_PASSWORD_ENDPOINT,
        "accounts.keep_new_password",
        "accounts.confirm_page",
        "accounts.confirm",
        "accounts.log_out",
    }
)

WORDS_ENDPOINT: Final = "accounts.own_words"
_WHILE_WAITING: Final = frozenset({WORDS_ENDPOINT, "accounts.log_out"})


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may enter: `kind` is nobody in particular, staff or a defender; `right` narrows staff.

    `fresh`: only somebody who gave a factor within the last minutes (see `sessions.FRESH`).
    `half`: also somebody whose second factor is still missing; such a session is minutes old.
    `scope`: only a program with a token that is good for this; no browser's session counts.
    """

    kind: SessionKind | None
    right: Right | None = None
    fresh: bool = False
    half: bool = False
    scope: Scope | None = None


def public(view: View) -> View:
    """Let anybody in."""
    return _guarded(view, Guard(None))


def defender(view: View) -> View:
    """Let in whoever gave a receipt."""
    return _guarded(view, Guard(SessionKind.DEFENDER))


def staff(right: Right, *, fresh: bool = False, half: bool = False) -> Callable[[View], View]:
    """Let in members of staff who have the right."""
    return lambda view: _guarded(view, Guard(SessionKind.STAFF, right, fresh=fresh, half=half))


def program(
    area: Area, *, writes: bool = False, right: Right = Right.WORK_CASES
) -> Callable[[View], View]:
    """Let in programs of staff who have the right, with a token that is good for the area."""
    scope = Scope(area, writes)
    return lambda view: _guarded(view, Guard(SessionKind.STAFF, right, scope=scope))


def _guarded(view: View, guard: Guard) -> View:
    view.guard = guard  # type: ignore[attr-defined]
    return view


def guard_of(app: Flask, endpoint: str) -> Guard | None:
    """Return the guard a route names, if it names one."""
    found = getattr(app.view_functions[endpoint], "guard", None)
    return found if isinstance(found, Guard) else None


def install(app: Flask) -> None:
    """Stand before every route."""
    app.before_request(_check)
    app.teardown_request(_leave)


def _check() -> AnyResponse | tuple[str, int] | None:
    if request.endpoint is None:
        return None
    guard = guard_of(current_app, request.endpoint)
    if guard is None:
        # A route nobody thought about is a closed one.
        raise NotFound
    if guard.scope is not None:
        _check_program(guard, guard.scope)
        return None
    if guard.kind is SessionKind.STAFF:
        return _check_staff(guard)
    if guard.kind is SessionKind.DEFENDER:
        return _check_defender()
    csrf.check_site()
    return None


def _check_staff(guard: Guard) -> AnyResponse | tuple[str, int] | None:
    person = visitors.staff()
    if person is None:
        return carried.ask_again(SessionKind.STAFF)
    if guard.right is None or not services().may(person.role, guard.right):
        raise NotAllowed
    csrf.check(person.form_token)
    if person.session.stage is SessionStage.HALF:
        return None if guard.half else redirect(url_for(SECOND_FACTOR_ENDPOINT), code=303)
    if person.state is PersonState.NEW and request.endpoint not in _WITH_FIRST_PASSWORD:
        return redirect(url_for(NEW_PASSWORD_ENDPOINT), code=303)
    if person.state is PersonState.WAITING and request.endpoint not in _WHILE_WAITING:
        return redirect(url_for(WORDS_ENDPOINT), code=303)
    if guard.fresh and not sessions.is_fresh(person.session, now=services().clock()):
        return carried.ask_to_confirm()
    return None


def _check_program(guard: Guard, scope: Scope) -> None:
    asking = programs.program()
    if asking is None:
        raise programs.NoToken
    if guard.right is None or not services().may(asking.role, guard.right):
        raise NotAllowed
    if scope not in asking.scopes:
        raise programs.OutOfScope
    # A program is let in where it finds a place; the place is given back when it is answered.
    g.place = lanes().desk.place()
    g.place.__enter__()


def _leave(_: BaseException | None) -> None:
    place = g.pop("place", None)
    if place is not None:
        place.__exit__(None, None, None)


def _check_defender() -> AnyResponse | tuple[str, int] | None:
    someone = visitors.defender()
    if someone is None:
        return carried.ask_again(SessionKind.DEFENDER)
    try:
        csrf.check(someone.form_token)
    except csrf.FormExpired:
        # Another receipt was given in this browser meanwhile. Whose words are these?
        return carried.ask_again(SessionKind.DEFENDER)
    return None
