"""What roles, states and rights are called on pages. Decides nothing."""

from typing import Final

from hrd_report.i18n.marks import N_
from hrd_report.records.keys import KeyKind
from hrd_report.records.people import PersonState, Role
from hrd_report.rights import Right

ROLES: Final = {
    Role.ADMINISTRATOR: N_("administrator"),
    Role.LEAD: N_("team lead"),
    Role.CASEWORKER: N_("caseworker"),
    Role.ANALYST: N_("analyst"),
    Role.CUSTODIAN: N_("custodian"),
    Role.AUDITOR: N_("auditor"),
}
STATES: Final = {
    PersonState.NEW: N_("has not chosen a password yet"),
    PersonState.WAITING: N_("waits until the words of the key are compared"),
    PersonState.ACTIVE: N_("active"),
    PersonState.LEFT: N_("left"),
}
KINDS: Final = {
    KeyKind.INTAKE: N_("intake"),
    KeyKind.TEAM: N_("team"),
    KeyKind.ANALYST: N_("analysts"),
    KeyKind.RECOVERY: N_("recovery"),
}
RIGHTS: Final = {
    Right.OWN_ACCOUNT: N_("Choose one’s own language, password and second factors"),
    Right.WORK_CASES: N_("Take, open and work on the cases of the own team"),
    Right.ESCALATE: N_("Write to platforms and record their answers"),
    Right.LEAD_TEAM: N_("Say who may open a case, and restrict it to named people"),
    Right.ERASE: N_("Erase a case, or hold it back from erasure"),
    Right.SEE_FIGURES: N_("Read and download released figures"),
    Right.DRAW_FIGURES: N_("Draw figures, which spends from the privacy budget"),
    Right.OPERATE: N_("See from outside who works here, which keys are in use, what waits"),
    Right.MANAGE_PEOPLE: N_("Invite and remove people; a lead only those of the own team"),
    Right.ADMIT: N_("Compare the words of a key, and grant a key one holds oneself"),
    Right.MANAGE_TEAMS: N_("Make teams, and decide which reports go to which"),
    Right.APPROVE: N_("Be one of the two people a hand-over needs"),
    Right.SEE_AUDIT: N_("Read what was done and by whom, never what was written"),
    Right.HOLD_SHARE: N_("Keep a share of the recovery key"),
}
