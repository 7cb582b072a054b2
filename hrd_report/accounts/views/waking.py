"""Where one is woken: an address that is sealed and never shown again."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import waking
from hrd_report.accounts.views import own_account
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.errors import Invalid
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.sealed import Plain
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

_WRONG = N_("This is no mail address.")


@blueprint.post("/account/waking")
@guard.staff(Right.OWN_ACCOUNT)
def keep_waking() -> AnyResponse:
    """Keep the address, or forget it where the field is empty."""
    parts, person = services(), visitors.this_staff()
    address = Plain(request.form.get("address", ""))
    try:
        with parts.database.writing() as session:
            waking.keep(session, person.id, address, now=parts.clock())
    except Invalid:
        problem = {"field": "address", "message": pages.say(_WRONG)}
        return own_account.show(status=422, errors=[problem])
    return redirect(url_for("accounts.account"), code=303)
