"""Pages about the organisation's accounts at platforms: entered, ended, never shown again."""

from typing import Final

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import platforms
from hrd_report.accounts.views import office
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.documents.correspondence import AccountDocument
from hrd_report.errors import Invalid
from hrd_report.i18n.marks import N_
from hrd_report.records.correspondence import AccountKind
from hrd_report.rights import Right
from hrd_report.sealed import Plain
from hrd_report.web import guard
from hrd_report.web.services import services

KINDS: Final = {
    AccountKind.MASTODON: N_("Mastodon"),
    AccountKind.ATPROTO: N_("Bluesky (atproto)"),
    AccountKind.LUMEN: N_("Lumen, a public archive of notices"),
}
_SENTENCES: Final = {
    "bad_name": N_("A name has 2 to 40 small letters, digits or dashes."),
    "taken": N_("There is an account of this name. Choose another one."),
    "bad_server": N_("A server is https:// and its name, such as https://mastodon.example."),
    "bad_secret": N_("The secret is missing, or it was not copied whole."),
    "no_name": N_("The name of the account at the platform is missing."),
    "bad_labeler": N_("A moderation service is did:…#atproto_labeler."),
}


@blueprint.get("/platform-accounts/")
@guard.staff(Right.OPERATE)
def platform_accounts() -> AnyResponse:
    """Show all accounts without their secrets, and the form for one more."""
    return _show()


@blueprint.post("/platform-accounts/take")
@guard.staff(Right.OPERATE, fresh=True)
def take_platform_account() -> AnyResponse:
    """Keep an account, its secret sealed to the outbox."""
    parts = services()
    kinds = {one.value: one for one in AccountKind}
    kind = kinds.get(office.typed("kind"), AccountKind.MASTODON)
    account = AccountDocument(
        server=office.typed("server"),
        name=office.typed("name"),
        secret=Plain(request.form.get("secret", "")),
        labeler=office.typed("labeler"),
    )
    day, by = parts.clock().date(), office.manager().id
    try:
        with parts.database.writing() as session:
            platforms.take(session, office.typed("label"), kind, account, day=day, by=by)
    except Invalid as problem:
        return _show(status=422, errors=office.problems(problem, _SENTENCES, "label"))
    return redirect(office.PLATFORM_ACCOUNTS, code=303)


@blueprint.post("/platform-accounts/end")
@guard.staff(Right.OPERATE, fresh=True)
def end_platform_account() -> AnyResponse:
    """End an account at once."""
    parts, account = services(), office.some_id(office.typed("account"))
    with parts.database.writing() as session:
        platforms.end(session, account, day=parts.clock().date(), by=office.manager().id)
    return redirect(office.PLATFORM_ACCOUNTS, code=303)


def _show(*, status: int = 200, errors: list[dict[str, str]] | None = None) -> AnyResponse:
    with services().database.reading() as session:
        found = platforms.every(session)
    return office.show_accounts(
        "platform_accounts.html",
        found,
        KINDS,
        at=office.PLATFORM_ACCOUNTS,
        status=status,
        errors=errors,
    )
