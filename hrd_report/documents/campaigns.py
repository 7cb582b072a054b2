"""A campaign: an attack that several cases belong to, or a movement's own. Sealed to the team.

It names cases by their ids and keeps no word of them: what they say is read from them.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from hrd_report.sealed import Plain

CampaignKind = Literal["attack", "own"]


def _nothing() -> Plain:
    return Plain("")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CampaignDocument:
    """What a team writes of a campaign. Days are ISO 8601, codes of the reference data.

    `members` are cases' hex ids. `first` and `last`: when it was seen, or of an own one when it
    began and ended; where they are empty the members say it. What was attacked and what helped is
    said when it is `over`.
    """

    kind: CampaignKind
    name: Plain
    by: str
    at: dt.datetime
    members: tuple[str, ...] = ()
    story: Plain = field(default_factory=_nothing)
    targets: Plain = field(default_factory=_nothing)
    tactics: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    state_role: str = ""
    first: str = ""
    last: str = ""
    over: bool = False
    helped: tuple[str, ...] = ()
    lessons: Plain = field(default_factory=_nothing)
