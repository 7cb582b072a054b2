"""Shows the table of who may do what, in words, to everybody who works here."""

from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts import labels, roles
from hrd_report.accounts.views import office
from hrd_report.accounts.views.blueprint import blueprint
from hrd_report.i18n.marks import N_
from hrd_report.records.people import Role
from hrd_report.rights import Right
from hrd_report.web import guard, pages

_KEYS = {
    Role.ADMINISTRATOR: N_("none"),
    Role.LEAD: N_("the team’s"),
    Role.CASEWORKER: N_("the team’s"),
    Role.ANALYST: N_("the analysts’"),
    Role.CUSTODIAN: N_("none, only a share"),
    Role.AUDITOR: N_("none"),
}


@blueprint.get("/account/rights")
@guard.staff(Right.OWN_ACCOUNT)
def who_may() -> AnyResponse:
    """Show every right, and every role that has it."""
    return office.show(
        "rights.html",
        heads=[pages.say(labels.ROLES[role]) for role in Role],
        rows=[
            {
                "text": pages.say(labels.RIGHTS[right]),
                "marks": [roles.may(role, right) for role in Role],
            }
            for right in Right
        ],
        keys=[pages.say(_KEYS[role]) for role in Role],
    )
