"""Carries what was typed past the end of a session, in the page itself. Keeps nothing here."""

import re
from collections.abc import Iterable
from typing import Any, Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.records.people import SessionKind
from hrd_report.web import csrf, pages, uploads
from hrd_report.web.services import services

PREFIX = "carried."
TO = "carried_to"
_NEVER: Final = frozenset({"password", "again", "code", "credential", "derived"})
"""What is not carried on: it opens something, and is quickly given again."""
_OURS: Final = re.compile(r"/(?![/\\])[!-~]*")
"""An address of this server and of no other: browsers pass over tabs and line ends in addresses,
and take a backslash for a slash."""
_LOGIN = "accounts.log_in_page"
_RETURN = "intake.give_receipt_page"
_CONFIRM = "accounts.confirm_page"


def ask_again(kind: SessionKind) -> AnyResponse:
    """Answer someone whose session is over: ask who it is, and keep what was typed in the page."""
    if request.method in {"GET", "HEAD"}:
        return redirect(_door(kind), code=303)
    context: dict[str, Any] = {
        "action": _door(kind),
        "expired": True,
        "carried": list(fields_to_carry()),
        "carried_to": request.path,
        "errors": [],
    }
    if kind is SessionKind.STAFF:
        return pages.render("accounts/login.html", status=401, **context)
    return pages.render_for_defender(
        "intake/return.html", "defender-error.css", "defender-more.css", status=401, **context
    )


def ask_to_confirm() -> AnyResponse:
    """Answer someone who is logged in, but not just now: ask again, and keep what was typed."""
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for(_CONFIRM, to=request.path), code=303)
    return pages.render(
        "accounts/confirm.html",
        status=401,
        action=url_for(_CONFIRM),
        carried=list(fields_to_carry()),
        carried_to=request.path,
        errors=[],
    )


def _door(kind: SessionKind) -> str:
    if kind is SessionKind.STAFF:
        return url_for(_LOGIN)
    return url_for(_RETURN, lang=(request.view_args or {}).get("lang", "fr"))


def fields_to_carry() -> Iterable[tuple[str, str]]:
    """Yield the typed fields of an interrupted form, as names and values for hidden inputs.

    Files cannot be carried in a page: they are read to their end and let go.
    """
    limit = services().settings.text_limit
    form = uploads.read_form(lambda *_: uploads.Discard(), text_limit=limit)
    for name, value in form.items(multi=True):
        if name != csrf.FIELD and name not in _NEVER:
            yield PREFIX + name, value


def still_carried() -> tuple[str, list[tuple[str, str]]]:
    """Return what the login form itself carries, to carry it past a wrong password too."""
    found = [
        (name, value) for name, value in request.form.items(multi=True) if name.startswith(PREFIX)
    ]
    return (request.form.get(TO, ""), found)


def carried_on() -> tuple[str, list[tuple[str, str]]] | None:
    """Return where an interrupted form was going and its fields, once its author is back."""
    to = request.form.get(TO, "")
    if not is_ours(to):
        return None
    found = [
        (name.removeprefix(PREFIX), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(PREFIX)
    ]
    return (to, found) if found else None


def is_ours(address: str) -> bool:
    """Tell whether an address that somebody sent leads to a page of ours, in any browser."""
    return _OURS.fullmatch(address) is not None
