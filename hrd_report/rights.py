"""What somebody may be allowed to do here: the words alone. Who may is `accounts.roles`."""

import enum


class Right(enum.Enum):
    """One thing that a member of staff may or may not do. Every route of theirs names one."""

    OWN_ACCOUNT = "own_account"  # one's own language, password, factors and sessions
    WORK_CASES = "work_cases"  # take, open and work on cases one's keys reach
    ESCALATE = "escalate"  # write to platforms about them
    LEAD_TEAM = "lead_team"  # say who may open a case; grant the team's key
    ERASE = "erase"  # erase a case, hold one back from erasure
    SEE_FIGURES = "see_figures"  # read and download releases
    DRAW_FIGURES = "draw_figures"  # spend budget on one
    OPERATE = "operate"  # see people, keys and the outbox from outside
    MANAGE_PEOPLE = "manage_people"  # invite and remove
    ADMIT = "admit"  # hear the words of somebody's key, grant them a key one holds oneself
    MANAGE_TEAMS = "manage_teams"  # make teams, decide which reports go to which
    APPROVE = "approve"  # be the second of two people
    SEE_AUDIT = "see_audit"  # read what was done, without content
    HOLD_SHARE = "hold_share"  # keep a share of the recovery key
