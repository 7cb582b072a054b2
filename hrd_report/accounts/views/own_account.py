"""One's own account: the language of one's pages, and the ways to everything else of one's own."""

from typing import Any, Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import preferring, waking
from hrd_report.accounts.views import frame
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.errors import Invalid
from hrd_report.i18n import languages
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

_KEPT: Final = N_("Your language is kept.")
_NOT_OFFERED: Final = N_("Choose a language from the list.")


@blueprint.get("/account/")
@guard.staff(Right.OWN_ACCOUNT)
def account() -> AnyResponse:
    """Show what a member of staff may choose for themselves."""
    return show(messages=[pages.say(_KEPT)] if request.args.get("kept") == "yes" else [])


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
        return show(status=422, errors=[problem])
    return redirect(url_for("accounts.account", kept="yes"), code=303)


def _is_woken() -> bool:
    with services().database.reading() as session:
        return waking.is_kept(session, visitors.this_staff().id)


def show(*, status: int = 200, **context: list[Any]) -> AnyResponse:
    """Show one's account, with what is wrong with a form of it."""
    offered = [languages.language(code) for code in services().settings.languages]
    return frame.render(
        "accounts/account.html",
        status=status,
        options=[{"id": one.code, "text": one.own_name} for one in offered],
        chosen=pages.language(),
        is_woken=_is_woken(),
        may_have_tokens=services().may(visitors.this_staff().role, Right.WORK_CASES),
        **context,
    )
