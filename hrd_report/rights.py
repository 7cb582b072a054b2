"""What somebody may be allowed to do here: the words alone. Who may is `accounts.roles`."""

import enum
from dataclasses import dataclass


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


class Area(enum.Enum):
    """A part of the desk that a program may be let into, for reading and for writing apart."""

    QUEUE = "queue"  # which cases there are; taking and giving back
    CASES = "cases"  # everything of a case that has no area of its own
    FINDINGS = "findings"  # the ten steps
    EVIDENCE = "evidence"
    MATCHING = "matching"  # what cases share; campaigns
    SHUTDOWNS = "shutdowns"
    SAFETY = "safety"  # measures for a defender's safety
    SEARCH = "search"
    ESCALATIONS = "escalations"
    EXCHANGE = "exchange"  # files for others, and from an older register
    ACCESS = "access"  # who may open a case
    ORIGINALS = "originals"  # original files on their way out of the house
    ERASURE = "erasure"  # holding cases back from erasure, and erasing them


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing a token is good for: to read an area, or to write in it. Neither means both."""

    area: Area
    writes: bool = False

    def __str__(self) -> str:
        return f"{self.area.value}:{'write' if self.writes else 'read'}"


SCOPES = tuple(Scope(area, writes) for area in Area for writes in (False, True))
"""All scopes, in the order of pages."""


def scopes(codes: str) -> frozenset[Scope]:
    """Return the scopes that a row names; what is unknown lets in nowhere."""
    named = set(codes.split())
    return frozenset(one for one in SCOPES if str(one) in named)
