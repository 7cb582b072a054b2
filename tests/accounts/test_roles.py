"""Who may do what, written out: every role and every right."""

import pytest

from hrd_report.accounts import roles
from hrd_report.records.people import Role
from hrd_report.rights import Right

EXPECTED = {
    Role.ADMINISTRATOR: "own_account operate manage_people admit manage_teams approve see_audit",
    Role.LEAD: "own_account work_cases escalate lead_team erase manage_people admit approve",
    Role.CASEWORKER: "own_account work_cases escalate",
    Role.ANALYST: "own_account see_figures draw_figures admit",
    Role.CUSTODIAN: "own_account hold_share",
    Role.AUDITOR: "own_account see_audit",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_a_role_has_exactly_the_rights_written_here(role: Role, right: Right):
    assert roles.may(role, right) is (right.value in EXPECTED[role].split())


@pytest.mark.parametrize("right", Right)
def test_every_right_belongs_to_somebody(right: Right):
    assert roles.with_right(right) == {role for role in Role if roles.may(role, right)} != set()
