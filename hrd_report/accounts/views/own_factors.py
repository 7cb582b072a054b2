"""One's own second factors: codes from an app. What is offered counts once a code was shown."""

import base64
import binascii
from typing import Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import codes
from hrd_report.accounts.views import having
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.errors import Damaged, NotFound, WrongPassword
from hrd_report.i18n.marks import N_
from hrd_report.records.acts import Act
from hrd_report.records.factors import Totp
from hrd_report.rights import Right
from hrd_report.sealed import Sealed
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

_SAID: Final = {
    "added": N_("It is kept, and asked for from now on. Your other sessions are over."),
    "removed": N_("It is removed. Your other sessions are over."),
    "last": N_("Somebody here always has a second factor. Add another one first."),
}
_WRONG: Final = N_("The code is wrong or was used before. Wait for the next one.")


@blueprint.get("/account/factors")
@guard.staff(Right.OWN_ACCOUNT, half=True)
def factors_page() -> AnyResponse:
    """Show what one has to show besides a password."""
    having.only_the_first()
    said = _SAID.get(request.args.get("said", ""))
    return having.show(messages=[pages.say(said)] if said else [])


@blueprint.get("/account/factors/code")
@guard.staff(Right.OWN_ACCOUNT, fresh=True, half=True)
def code_page() -> AnyResponse:
    """Offer a fresh secret to an app."""
    having.only_the_first()
    person = visitors.this_staff()
    return _offer(codes.offer(person.key, person.id))


@blueprint.get("/account/factors/code.png")
@guard.staff(Right.OWN_ACCOUNT, half=True)
def code_picture() -> AnyResponse:
    """Give the offered secret as a QR code, to whoever it is sealed for."""
    found = codes.picture(_address(_sent(request.args.get("offer", ""))))
    return Response(found, mimetype="image/png")


@blueprint.post("/account/factors/code")
@guard.staff(Right.OWN_ACCOUNT, fresh=True, half=True)
def keep_code() -> AnyResponse:
    """Let the offered secret count, for somebody whose app shows its code."""
    having.only_the_first()
    parts, person = services(), visitors.this_staff()
    offered = _sent(request.form.get("offer", ""))
    try:
        with parts.database.writing() as session:
            typed = request.form.get("code", "")
            codes.keep(session, offered, person.key, person.id, typed, parts.clock())
            token = having.changed(session, Act.FACTOR_ADDED)
    except WrongPassword:
        return _offer(offered, wrong=True)
    return having.kept(token)


@blueprint.post("/account/factors/code/remove")
@guard.staff(Right.OWN_ACCOUNT, fresh=True)
def remove_code() -> AnyResponse:
    """Ask for codes no more."""
    person = visitors.this_staff()
    with services().database.writing() as session:
        row = session.get(Totp, person.id)
        if row is None:
            raise NotFound
        if having.is_last(session):
            return redirect(url_for("accounts.factors_page", said="last"), code=303)
        session.delete(row)
        token = having.changed(session, Act.FACTOR_REMOVED)
    return having.kept(token, said="removed")


def _sent(offer: str) -> Sealed:
    try:
        return Sealed(base64.urlsafe_b64decode(offer))
    except (ValueError, binascii.Error):
        raise Damaged("no offer") from None


def _address(offered: Sealed) -> str:
    person = visitors.this_staff()
    secret = codes.spelt(offered, person.key, person.id)
    return codes.address(secret, person.name, services().settings.organisation)


def _offer(offered: Sealed, *, wrong: bool = False) -> AnyResponse:
    person = visitors.this_staff()
    secret = codes.spelt(offered, person.key, person.id)
    text = base64.urlsafe_b64encode(offered.blob).decode()
    return pages.render(
        "accounts/code.html",
        status=422 if wrong else 200,
        errors=[{"field": "code", "message": pages.say(_WRONG)}] if wrong else [],
        offer=text,
        address=_address(offered),
        picture=url_for("accounts.code_picture", offer=text),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )
