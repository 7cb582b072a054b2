"""What every page of an account has around it: the person's door and the way back to it."""

from typing import Any, Final

from werkzeug.wrappers import Response as AnyResponse

from hrd_report.i18n.marks import N_
from hrd_report.records.people import Role
from hrd_report.web import carried, pages, visitors

ACCOUNT: Final = "/account/"
HOMES: Final = {
    Role.CASEWORKER: "/desk/",
    Role.LEAD: "/desk/",
    Role.ANALYST: "/statistics/",
    Role.ADMINISTRATOR: "/admin/",
    Role.CUSTODIAN: "/account/sheets",
    Role.AUDITOR: "/admin/audit",
}
"""Where each role goes after logging in."""

_DESK: Final = ("desk", N_("Queue"))
_DOORS: Final = {
    Role.CASEWORKER: _DESK,
    Role.LEAD: _DESK,
    Role.ANALYST: ("statistics", N_("Releases")),
    Role.ADMINISTRATOR: ("administration", N_("Administration")),
    Role.CUSTODIAN: ("administration", N_("Your recovery sheet")),
    Role.AUDITOR: ("administration", N_("Audit")),
}


def home() -> str:
    """Return where the member of staff who is asking works."""
    return HOMES[visitors.this_staff().role]


def render(template: str, **context: Any) -> AnyResponse:  # noqa: ANN401
    """Answer with a page of one's account, in the frame of the door one works behind."""
    role = visitors.this_staff().role
    door, label = _DOORS[role]
    nav = [(HOMES[role], pages.say(label), False)]
    return pages.render(template, door=door, nav=nav, **context)


def inside(to: str) -> str:
    """Return an address of ours, whatever was sent."""
    return to if carried.is_ours(to) else ACCOUNT
