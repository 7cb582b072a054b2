"""Who may do what, as one table. Pure: asks no database, grants no key.

A right opens pages. What somebody can read, their keys decide: an administrator holds none that
leads to a case.
"""

from typing import Final

from hrd_report.records.people import Role
from hrd_report.rights import Right

_EVERYBODY: Final = frozenset({Right.OWN_ACCOUNT})
_CASEWORK: Final = frozenset({Right.WORK_CASES, Right.ESCALATE})

RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.ADMINISTRATOR: _EVERYBODY
    | {
        Right.OPERATE,
        Right.MANAGE_PEOPLE,
        Right.MANAGE_TEAMS,
        Right.APPROVE,
        Right.SEE_AUDIT,
    },
    Role.LEAD: _EVERYBODY
    | _CASEWORK
    | {Right.LEAD_TEAM, Right.ERASE, Right.MANAGE_PEOPLE, Right.APPROVE},
    Role.CASEWORKER: _EVERYBODY | _CASEWORK,
    Role.ANALYST: _EVERYBODY | {Right.SEE_FIGURES, Right.DRAW_FIGURES},
    Role.CUSTODIAN: _EVERYBODY | {Right.HOLD_SHARE},
    Role.AUDITOR: _EVERYBODY | {Right.SEE_AUDIT},
}
"""Every role, and all it may do."""


def may(role: Role, right: Right) -> bool:
    """Tell whether a role has a right."""
    return right in RIGHTS[role]


def with_right(right: Right) -> frozenset[Role]:
    """Return the roles that have a right."""
    return frozenset(role for role, rights in RIGHTS.items() if right in rights)
