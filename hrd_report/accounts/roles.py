"""Who may do what, as one table. Pure: asks no database, grants no key.

A right opens pages. What somebody can read, their keys decide: an administrator holds none that
leads to a case.
"""

from dataclasses import dataclass
from typing import Final

from hrd_report.records.people import TEAM_ROLES, Role
from hrd_report.rights import Right

_EVERYBODY: Final = frozenset({Right.OWN_ACCOUNT})
_CASEWORK: Final = frozenset({Right.WORK_CASES, Right.ESCALATE})

RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.ADMINISTRATOR: _EVERYBODY
    | {
        Right.OPERATE,
        Right.MANAGE_PEOPLE,
        Right.ADMIT,
        Right.MANAGE_TEAMS,
        Right.APPROVE,
        Right.SEE_AUDIT,
    },
    Role.LEAD: _EVERYBODY
    | _CASEWORK
    | {Right.LEAD_TEAM, Right.ERASE, Right.MANAGE_PEOPLE, Right.ADMIT, Right.APPROVE},
    Role.CASEWORKER: _EVERYBODY | _CASEWORK,
    Role.ANALYST: _EVERYBODY | {Right.SEE_FIGURES, Right.DRAW_FIGURES, Right.ADMIT},
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


@dataclass(frozen=True, slots=True)
class Manager:
    """Somebody who looks after people: an administrator after all, a lead after the own team."""

    id: bytes
    role: Role
    team_id: bytes | None = None

    def looks_after(self, role: Role, team_id: bytes | None) -> bool:
        """Tell whether people of this role and team are theirs to invite and to remove."""
        if not may(self.role, Right.MANAGE_PEOPLE):
            return False
        if may(self.role, Right.MANAGE_TEAMS):
            return True
        return self.team_id is not None and self.team_id == team_id and role in TEAM_ROLES

    def invites_to(self) -> tuple[Role, ...]:
        """Return the roles that somebody may be invited to, in the order of pages."""
        return tuple(role for role in Role if self.looks_after(role, self.team_id))
