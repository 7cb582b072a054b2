"""One's own passkeys: added, counted, removed. Their names are numbers; nothing is typed."""

from typing import Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import challenges, passkeys
from hrd_report.accounts.actions.challenges import Purpose
from hrd_report.accounts.schemas import Shown, ShownSchema
from hrd_report.accounts.views import having, site, unlocking
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.errors import Invalid, NotFound, WrongPassword
from hrd_report.i18n.marks import N_
from hrd_report.records import factors
from hrd_report.records.acts import Act
from hrd_report.rights import Right
from hrd_report.web import forms, guard, pages, visitors
from hrd_report.web.services import services

_WRONG: Final = N_("The passkey was not kept: it was made for another page, or without you.")


@blueprint.get("/account/factors/passkey")
@guard.staff(Right.OWN_ACCOUNT, fresh=True, half=True)
def passkey_page() -> AnyResponse:
    """Ask the browser for a new passkey."""
    having.only_the_first()
    return _ask()


@blueprint.post("/account/factors/passkey")
@guard.staff(Right.OWN_ACCOUNT, fresh=True, half=True)
def keep_passkey() -> AnyResponse:
    """Keep the passkey that the browser made."""
    having.only_the_first()
    try:
        token = _add(forms.load(ShownSchema(), request.form))
    except (Invalid, WrongPassword):
        unlocking.write_down(Act.FACTOR_REFUSED, visitors.this_staff().id)
        return _ask(wrong=True)
    return having.kept(token)


@blueprint.post("/account/factors/passkeys/<id>/remove")
@guard.staff(Right.OWN_ACCOUNT, fresh=True)
def remove_passkey(id: str) -> AnyResponse:  # noqa: A002 - the address's own word
    """Forget a passkey, and the lock it opens."""
    person = visitors.this_staff()
    with services().database.writing() as session:
        if having.is_last(session):
            return redirect(url_for("accounts.factors_page", said="last"), code=303)
        if not passkeys.remove(session, person.id, _id(id)):
            raise NotFound
        token = having.changed(session, Act.FACTOR_REMOVED)
    return having.kept(token, said="removed")


def _add(shown: Shown) -> bytes:
    parts, person = services(), visitors.this_staff()
    now = parts.clock()
    with parts.database.writing() as session:
        passkeys.add(
            session,
            passkeys.answer_of(shown.credential, shown.derived),
            site.this(),
            lambda one: challenges.take(
                session, one, parts.pepper, Purpose.ADD, person.session.id, now
            ),
            person_id=person.id,
            key=person.key,
            pepper=parts.pepper,
            day=now.date(),
        )
        return having.changed(session, Act.FACTOR_ADDED)


def _ask(*, wrong: bool = False) -> AnyResponse:
    parts, person = services(), visitors.this_staff()
    found = site.here()
    with parts.database.reading() as session:
        known = [one.credential for one in session.scalars(factors.passkeys_of(person.id))]
    challenge = site.fresh_challenge(Purpose.ADD, person.session.id)
    me, organisation = (person.id, person.name), parts.settings.organisation
    return pages.render(
        "accounts/passkey.html",
        status=401 if wrong else 200,
        script=found is not None,
        errors=[{"field": "again", "message": pages.say(_WRONG)}] if wrong else [],
        options=passkeys.ask_to_add(found, organisation, me, challenge, known) if found else "",
        elsewhere=site.elsewhere(),
    )


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NotFound from None
