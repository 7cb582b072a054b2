"""What a team remembers of its escalations to count them: codes and times, sealed to the team."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Contested = Literal["", "open", "upheld", "overturned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDocument:
    """One escalation in codes. `id` and `case` are hex ids, `version` the row's when it was read.

    `platform` is the one concerned, `threat` a parent threat, `items` the decision on each item.
    """

    id: str
    case: str
    version: int
    platform: str
    kind: str
    rung: str
    threat: str
    language: str
    sent: dt.datetime | None = None
    acknowledged: dt.datetime | None = None
    decided: dt.datetime | None = None
    silent: bool = False
    asked: int = 0
    items: tuple[str, ...] = ()
    reasons: bool | None = None
    contested: Contested = ""
    looked: bool = False
    reappeared: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDocument:
    """What one case says about one step at one platform."""

    case: str
    platform: str
    step: str
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardDocument:
    """Everything that was read so far, of cases that the whole team may open."""

    lines: tuple[LineDocument, ...] = ()
    judged: tuple[JudgedDocument, ...] = ()
