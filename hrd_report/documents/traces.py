"""What a team finds and compares its cases by. Sealed to the case, or under the team's secret."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from hrd_report.documents.evidence import DescriptionDocument
from hrd_report.sealed import Plain

Verdict = Literal["linked", "rejected", "undone"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IndicatorDocument:
    """Something a case names, in its normal form; of a text, the text itself.

    `sketch` is what a picture looks like, 32 hex digits.
    """

    kind: str
    value: Plain
    sketch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IndicatorsDocument:
    """What a caseworker says that a case names, and what not; the newest one holds."""

    by: str
    at: dt.datetime
    kept: tuple[IndicatorDocument, ...] = ()
    left: tuple[IndicatorDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LinkDocument:
    """That a case belongs with another, or not; the newest for each other case holds.

    `case` is its hex id. `shared` is what both named when it was said. Stands in both cases.
    """

    case: str
    verdict: Verdict
    by: str
    at: dt.datetime
    score: str = ""
    shared: tuple[IndicatorDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TraceDocument:
    """What stands in a trace beside the words. Days are ISO 8601; codes are of the reference data.

    `stamp` changes with what it was made from. `terms` are the terms that lead to the case, by
    kind. `signatures` are 125 numbers of four bytes each, in hex. `again`: the same person has
    another case. `campaign`: the defender's own, by question. `described`: what somebody said of
    files, the newest for each, so that nobody has to look at the same bytes twice.
    """

    stamp: str
    day: str
    named: tuple[IndicatorDocument, ...] = ()
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    signatures: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    outcome: str = ""
    again: bool = False
    campaign: dict[str, tuple[Plain, ...]] = field(default_factory=dict)
    described: tuple[DescriptionDocument, ...] = ()
