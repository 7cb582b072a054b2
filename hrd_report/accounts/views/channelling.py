"""Pages about accounts of capture apps and bridges: made, shown once, ended. Opens no case."""

from typing import Final

from flask import redirect
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import channelling
from hrd_report.accounts.views import office
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.errors import Invalid
from hrd_report.i18n.marks import N_
from hrd_report.records.channels import ChannelAccount, ChannelKind
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

KINDS: Final = {
    ChannelKind.TELLA: N_("Tella app"),
    ChannelKind.BRIDGE: N_("Bridge (Signal, e-mail)"),
}
_SENTENCES: Final = {
    "bad_name": N_("A name has 2 to 40 small letters, digits or dashes."),
    "taken": N_("There is an account of this name. Choose another one."),
    "bad_key": N_("A public key begins with whpk_ and is copied whole."),
}


@blueprint.get("/channels/")
@guard.staff(Right.MANAGE_PEOPLE)
def channels_page() -> AnyResponse:
    """Show all accounts that can add reports, and the form for one more."""
    return _show()


@blueprint.post("/channels/make")
@guard.staff(Right.MANAGE_PEOPLE, fresh=True)
def make_channel() -> AnyResponse:
    """Make an account, and show its secret once."""
    parts = services()
    kind = ChannelKind.BRIDGE if office.typed("kind") == "bridge" else ChannelKind.TELLA
    try:
        with parts.database.writing() as session:
            account, secret = channelling.make(
                session,
                office.typed("name"),
                kind,
                pepper=parts.pepper,
                day=parts.clock().date(),
                by=office.manager().id,
                public=office.typed("public"),
            )
    except Invalid as problem:
        return _show(status=422, errors=office.problems(problem, _SENTENCES, "name"))
    return _made(account, secret.reveal() if secret else "")


@blueprint.post("/channels/end")
@guard.staff(Right.MANAGE_PEOPLE)
def end_channel() -> AnyResponse:
    """End an account at once."""
    parts, account = services(), office.some_id(office.typed("account"))
    with parts.database.writing() as session:
        channelling.end(session, account, day=parts.clock().date(), by=office.manager().id)
    return redirect(office.CHANNELS, code=303)


def _made(account: ChannelAccount, secret: str) -> AnyResponse:
    """Show how an account is set up. Its secret is shown here and never again."""
    tella = account.kind is ChannelKind.TELLA
    path = "/tella/" if tella else f"/hooks/{account.id.hex()}"
    return office.show(
        "channel_made.html",
        at=office.CHANNELS,
        name=account.name,
        tella=tella,
        secret=secret,
        address=services().settings.public_url + path,
    )


def _show(*, status: int = 200, errors: list[dict[str, str]] | None = None) -> AnyResponse:
    with services().database.reading() as session:
        found = channelling.every(session)
    return office.show_accounts(
        "channels.html", found, KINDS, at=office.CHANNELS, status=status, errors=errors
    )
