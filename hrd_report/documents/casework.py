"""What caseworkers write about a case. Sealed to the case; the defender's receipt opens none."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from hrd_report.sealed import Plain

FindingValue = Literal["met", "partly", "not_met", "unknown", "not_applicable"]
RiskAnswer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NoteDocument:
    """A note for the team, or for its author alone (then sealed to the author's key)."""

    author: str
    text: Plain
    at: dt.datetime
    audience: Literal["team", "self"] = "team"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AssessmentDocument:
    """How a case is classified; the newest one holds.

    Codes are ids of the reference data. `fact` is the hex id of the nameless row written for
    statistics and `bucket` its bucket; `counted_elsewhere` says that the same person already has a
    case that counts, so that nobody weighs twice.
    """

    by: str
    at: dt.datetime
    threats: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    severity: int | None = None
    modifiers: tuple[str, ...] = ()
    risk: dict[str, RiskAnswer] = field(default_factory=dict)
    country: str | None = None
    group: str | None = None
    identity: str | None = None
    outcome: str | None = None
    summary: Plain = field(default_factory=lambda: Plain(""))
    fact: str | None = None
    bucket: str | None = None
    counted_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FindingDocument:
    """What one case says about one step at one platform; the newest per platform and step holds."""

    platform: str
    step: str
    finding: FindingValue
    reason: Plain
    by: str
    at: dt.datetime
    ask: Plain = field(default_factory=lambda: Plain(""))
    suggested_by: str | None = None
