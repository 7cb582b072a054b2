"""Reads signs from what a case knows: of threat, platform, clock, answer, language, programme.

What nobody knows gives no sign. Suggests nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from hrd_report.reference.notices import Clocks
from hrd_report.reference.platforms import EMERGENCY, Platform

UNION: Final = frozenset(
    {"bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"}
    | {"hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"}
)
"""Official languages of the European Union: reports under the DSA count reviewers for these."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What one case and its newest escalation know. Spans count from sending.

    `acknowledged_after`, `answered_after`, `decided_after`: None until it happened. `results` are
    results of decisions, `ended` how the escalation ended (`no_response`, `upheld`, `overturned`,
    `failed`). Three-valued facts are None while nobody knows; None never leads to a suggestion.
    """

    platform: str
    critical: bool
    waited: timedelta
    acknowledged_after: timedelta | None = None
    answered_after: timedelta | None = None
    decided_after: timedelta | None = None
    results: frozenset[str] = frozenset()
    ended: str | None = None
    reasons_given: bool | None = None
    appeal_offered: bool | None = None
    reviewer_reads_language: bool | None = None
    account_needed: bool | None = None
    threats: frozenset[str] = frozenset()
    language: str = ""


Signs = Mapping[str, frozenset[str]]
"""What is seen in each dimension."""

KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "clock": frozenset(
        {
            "acknowledgement_missing",
            "acknowledgement_late",
            "acknowledgement_in_time",
            "decision_missing",
            "decision_late",
            "decision_in_time",
            "critical",
            "critical_unanswered",
            "silent",
        }
    ),
    "answer": frozenset(
        {
            "granted",
            "partly",
            "refused",
            "refused_without_reasons",
            "refused_without_appeal",
            "reasons_given",
            "upheld",
            "overturned",
            "undeliverable",
        }
    ),
    "language": frozenset({"union", "outside_union", "read", "unread"}),
    "programme": frozenset({"named", "unknown"}),
    "platform": frozenset(
        {
            "vlop",
            "vlose",
            "not_designated",
            "names_defenders",
            "names_no_defenders",
            "account_needed",
            "no_emergency_route",
            "generic",
        }
    ),
}
"""Every sign a rule may name, but for ids of threats, subtypes and platforms."""


def seen(facts: CaseFacts, platform: Platform, clocks: Clocks) -> Signs:
    """Return the signs of a case at one platform."""
    return {
        "threat": facts.threats,
        "platform": frozenset({platform.id, *_held(_platform(facts, platform))}),
        "clock": _held(_clock(facts, clocks)),
        "answer": _held(_answer(facts)),
        "language": _held(_language(facts)),
        "programme": frozenset({"named" if platform.partner.name else "unknown"}),
    }


def _held(found: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(name for name, holds in found.items() if holds)


def _platform(facts: CaseFacts, platform: Platform) -> Mapping[str, bool]:
    routes = platform.routes
    by_account = bool(routes) and all(route.account_needed for route in routes)
    emergency = any(route.purpose == EMERGENCY for route in routes)
    return {
        platform.dsa.status.lower(): platform.dsa.verified,
        "names_defenders": platform.names_defenders is not None,
        "names_no_defenders": platform.rules_read is not None and platform.names_defenders is None,
        "account_needed": by_account if facts.account_needed is None else facts.account_needed,
        "no_emergency_route": bool(routes) and not emergency,
        "generic": platform.generic,
    }


def _clock(facts: CaseFacts, clocks: Clocks) -> Mapping[str, bool]:
    told, decided = facts.acknowledged_after, facts.decided_after
    so_far = facts.waited if facts.answered_after is None else facts.answered_after
    first = _against(told, facts.waited, clocks.acknowledge_within(critical=facts.critical))
    last = _against(decided, facts.waited, clocks.decide_within(critical=facts.critical))
    return {
        **{f"acknowledgement_{name}": holds for name, holds in first.items()},
        **{f"decision_{name}": holds for name, holds in last.items()},
        "critical": facts.critical,
        "critical_unanswered": facts.critical and so_far > clocks.acknowledge_critical,
        "silent": facts.ended == "no_response",
    }


def _against(after: timedelta | None, waited: timedelta, limit: timedelta) -> Mapping[str, bool]:
    """Compare when something happened, or has not yet, with how long it may take."""
    return {
        "missing": after is None and waited > limit,
        "late": after is not None and after > limit,
        "in_time": after is not None and after <= limit,
    }


def _answer(facts: CaseFacts) -> Mapping[str, bool]:
    refused = "refused" in facts.results
    return {
        **{name: name in facts.results for name in ("granted", "partly", "refused")},
        "refused_without_reasons": refused and facts.reasons_given is False,
        "refused_without_appeal": refused and facts.appeal_offered is False,
        "reasons_given": facts.reasons_given is True,
        "upheld": facts.ended == "upheld",
        "overturned": facts.ended == "overturned",
        "undeliverable": facts.ended == "failed",
    }


def _language(facts: CaseFacts) -> Mapping[str, bool]:
    code = facts.language.split("-")[0]
    return {
        "union": code in UNION,
        "outside_union": bool(code) and code not in UNION,
        "read": facts.reviewer_reads_language is True,
        "unread": facts.reviewer_reads_language is False,
    }
