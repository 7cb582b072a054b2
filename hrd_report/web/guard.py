"""Every route names who may enter; there is no default. Knows roles, not what pages do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import NotAllowed
from hrd_report.records.people import PersonState, Role, SessionKind
from hrd_report.web import carried, csrf, visitors

View = TypeVar("View", bound=Callable[..., Any])

NEW_PASSWORD_ENDPOINT: Final = "accounts.new_password"  # noqa: S105 - a page's name
_WITH_FIRST_PASSWORD: Final = frozenset(
    {NEW_PASSWORD_ENDPOINT, "accounts.keep_new_password", "accounts.log_out"}
)


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may enter: `kind` is nobody in particular, staff or a defender; `roles` narrows staff."""

    kind: SessionKind | None
    roles: frozenset[Role] = frozenset()


def public(view: View) -> View:
    """Let anybody in."""
    return _guarded(view, Guard(None))


def defender(view: View) -> View:
    """Let in whoever gave a receipt."""
    return _guarded(view, Guard(SessionKind.DEFENDER))


def staff(*roles: Role) -> Callable[[View], View]:
    """Let in members of staff with one of the roles."""
    return lambda view: _guarded(view, Guard(SessionKind.STAFF, frozenset(roles)))


def analyst(view: View) -> View:
    """Let in analysts, without the statistics door having to know the staff's tables."""
    return staff(Role.ANALYST)(view)


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


def _check() -> AnyResponse | tuple[str, int] | None:
    if request.endpoint is None:
        return None
    guard = guard_of(current_app, request.endpoint)
    if guard is None:
        # A route nobody thought about is a closed one.
        raise NotFound
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
    if person.role not in guard.roles:
        raise NotAllowed
    csrf.check(person.form_token)
    if person.state is PersonState.NEW and request.endpoint not in _WITH_FIRST_PASSWORD:
        return redirect(url_for(NEW_PASSWORD_ENDPOINT), code=303)
    return None


def _check_defender() -> AnyResponse | tuple[str, int] | None:
    someone = visitors.defender()
    if someone is None:
        return carried.ask_again(SessionKind.DEFENDER)
    csrf.check(someone.form_token)
    return None
