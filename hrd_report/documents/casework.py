"""What caseworkers write about a case. Sealed to the case; the defender's receipt opens none."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

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
    case that counts, so that nobody weighs twice. `counted` is what the fact says of the platform's
    answers, so that it shows when they changed. `severity_note` says why the severity is another
    than the matrix proposes; `tlp` and `pap` are the marking (`reference.handling`).
    """

    by: str
    at: dt.datetime
    threats: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    severity: int | None = None
    severity_note: Plain = field(default_factory=lambda: Plain(""))
    tlp: str = "amber"
    pap: str = "green"
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
    counted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CheckDocument:
    """What one case says about one checkable action (`8.6`) of a step."""

    action: str
    finding: FindingValue
    reason: Plain = field(default_factory=lambda: Plain(""))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FindingDocument:
    """What one case says about one step at one platform; the newest per platform and step holds.

    `reason` says why, `source` (an id of the reference's sources) on what it rests, `where` at
    which place or on which day it can be read again. `evidence` names what proves it: hex ids of
    files and captures (items) or of escalations of the same case. `checks` are the actions that
    were judged one by one; they propose a finding and never set it. `ask` is what the platform is
    asked for, in the caseworker's words: a notice takes it from `requests`. `suggested_by` is the
    rule whose suggestion was accepted.
    """

    platform: str
    step: str
    finding: FindingValue
    reason: Plain
    by: str
    at: dt.datetime
    ask: Plain = field(default_factory=lambda: Plain(""))
    suggested_by: str | None = None
    source: str | None = None
    where: Plain = field(default_factory=lambda: Plain(""))
    evidence: tuple[str, ...] = ()
    checks: tuple[CheckDocument, ...] = ()


FAILED: Final = ("not_met", "partly")
"""Findings that a platform is asked to mend."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Request:
    """What a notice asks a platform for on one step, and on what that stands.

    `actions` are the ids of the checkable actions that failed, `evidence` as in the finding.
    """

    step: str
    ask: Plain
    reason: Plain
    finding: FindingValue
    actions: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


def requests(findings: Iterable[FindingDocument], platform: str) -> list[Request]:
    """Return what a platform is asked for, by number of step: the newest finding on each holds.

    A step that was followed, that nobody judged, or for which nobody wrote what to ask, is not
    among them.
    """
    newest: dict[str, FindingDocument] = {}
    for one in sorted(findings, key=lambda one: one.at):
        if one.platform == platform:
            newest[one.step] = one
    return [
        Request(
            step=one.step,
            ask=one.ask,
            reason=one.reason,
            finding=one.finding,
            actions=tuple(check.action for check in one.checks if check.finding in FAILED),
            evidence=one.evidence,
        )
        for one in sorted(newest.values(), key=lambda one: int(one.step))
        if one.finding in FAILED and one.ask
    ]


NOTICE_TOGETHER: Final = "notice_together"
"""What a record is about that points (`escalation`, hex) to a notice begun in another case."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeskRecord:
    """Something else the desk notes in a case: a shutdown, a suggestion put aside, what follows.

    The kind of an item lies in clear, so all of these share one: `about` tells them apart, inside
    the seal. `codes` are ids of the reference or the program, `words` whatever people wrote.
    """

    about: str
    by: str
    at: dt.datetime
    codes: dict[str, str] = field(default_factory=dict)
    words: dict[str, Plain] = field(default_factory=dict)
