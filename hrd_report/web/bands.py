"""What stands in the band of each door: places, and the right that opens each. Serves none."""

from typing import Final, NamedTuple

from hrd_report.i18n.marks import N_
from hrd_report.records.people import Role
from hrd_report.rights import Right
from hrd_report.web import pages, visitors
from hrd_report.web.services import services


class Place(NamedTuple):
    """A page of the band, and the right that opens it."""

    href: str
    label: str
    right: Right


DESK: Final = (
    Place("/desk/", N_("Queue"), Right.WORK_CASES),
    Place("/desk/mine", N_("My cases"), Right.WORK_CASES),
    Place("/desk/campaigns/", N_("Campaigns"), Right.WORK_CASES),
    Place("/desk/search", N_("Search"), Right.WORK_CASES),
    Place("/desk/escalations/", N_("Escalations"), Right.ESCALATE),
    Place("/desk/platforms/", N_("Platforms"), Right.WORK_CASES),
    Place("/desk/shutdowns/", N_("Shutdowns"), Right.WORK_CASES),
    Place("/desk/team", N_("Workload"), Right.WORK_CASES),
    Place("/desk/ending", N_("Ending"), Right.WORK_CASES),
    Place("/desk/help", N_("Help"), Right.WORK_CASES),
    Place("/admin/people/", N_("Team"), Right.MANAGE_PEOPLE),
    Place("/admin/handover/", N_("Hand-over"), Right.APPROVE),
)
STATISTICS: Final = (
    Place("/statistics/", N_("Releases"), Right.SEE_FIGURES),
    Place("/statistics/compare", N_("Compare"), Right.SEE_FIGURES),
    Place("/statistics/budget", N_("Budget"), Right.SEE_FIGURES),
    Place("/statistics/method", N_("Method"), Right.SEE_FIGURES),
    Place("/statistics/preview", N_("Preview"), Right.SEE_FIGURES),
    Place("/account/let-in/", N_("Colleagues"), Right.ADMIT),
)
ADMINISTRATION: Final = (
    Place("/admin/", N_("Overview"), Right.OPERATE),
    Place("/admin/people/", N_("People"), Right.MANAGE_PEOPLE),
    Place("/admin/teams/", N_("Teams"), Right.MANAGE_TEAMS),
    Place("/admin/routing/", N_("Routing"), Right.MANAGE_TEAMS),
    Place("/admin/handover/", N_("Hand-over"), Right.APPROVE),
    Place("/admin/keys/", N_("Keys"), Right.OPERATE),
    Place("/admin/audit", N_("Audit"), Right.SEE_AUDIT),
)
_DOORS: Final = {
    Role.LEAD: ("desk", DESK),
    Role.CASEWORKER: ("desk", DESK),
    Role.ANALYST: ("statistics", STATISTICS),
}


def nav(places: tuple[Place, ...], at: str) -> list[tuple[str, str, bool]]:
    """Return the places that are open to whoever reads, and which of them this is."""
    role, may = visitors.this_staff().role, services().may
    return [
        (one.href, pages.say(one.label), one.href == at) for one in places if may(role, one.right)
    ]


def own_door() -> tuple[str, tuple[Place, ...]]:
    """Return the door behind which the reader works, and its places."""
    return _DOORS.get(visitors.this_staff().role, ("administration", ADMINISTRATION))
