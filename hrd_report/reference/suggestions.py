"""Suggests findings on the ten steps from what a case knows. Never decides and keeps nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from hrd_report.reference.notices import Clocks
from hrd_report.reference.platforms import Platform
from hrd_report.reference.reference import Reference

Source = Literal["clock", "decision", "directory", "case"]

# The finding that tells most wins where two rules speak on one step.
STRENGTH = ("not_met", "partly", "met", "unknown")


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What one escalation knows. Spans count from sending, less our waiting for the reporter.

    `acknowledged_after`, `answered_after`: None until it happened. Three-valued facts are None
    while nobody knows; None never leads to a suggestion.
    """

    platform: str
    critical: bool
    waited: timedelta
    acknowledged_after: timedelta | None = None
    answered_after: timedelta | None = None
    refused: bool = False
    reasons_given: bool | None = None
    appeal_offered: bool | None = None
    reviewer_reads_language: bool | None = None
    account_needed: bool | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A finding to accept or to judge otherwise; `reason_id` names its rule in the reference."""

    step: str
    finding: str
    reason_id: str
    source: str


Condition = Callable[[CaseFacts, Platform, Clocks], bool]


def suggest(facts: CaseFacts, reference: Reference) -> list[Suggestion]:
    """Return at most one suggestion for each step, in the order of the steps.

    Raises NotFound for a platform the reference does not know.
    """
    platform = reference.platform(facts.platform)
    best: dict[str, Suggestion] = {}
    for rule in reference.rules:
        if not CONDITIONS[rule.condition](facts, platform, reference.clocks):
            continue
        held = best.get(rule.step)
        if held is None or STRENGTH.index(rule.finding) < STRENGTH.index(held.finding):
            best[rule.step] = Suggestion(rule.step, rule.finding, rule.id, rule.source)
    return [best[step.id] for step in reference.steps if step.id in best]


def _no_acknowledgement(facts: CaseFacts, _: Platform, clocks: Clocks) -> bool:
    limit = clocks.acknowledge_within(critical=facts.critical)
    return facts.acknowledged_after is None and facts.waited > limit


def _late_acknowledgement(facts: CaseFacts, _: Platform, clocks: Clocks) -> bool:
    limit = clocks.acknowledge_within(critical=facts.critical)
    return facts.acknowledged_after is not None and facts.acknowledged_after > limit


def _refused_without_reasons(facts: CaseFacts, _: Platform, __: Clocks) -> bool:
    return facts.refused and facts.reasons_given is False


def _no_appeal(facts: CaseFacts, _: Platform, __: Clocks) -> bool:
    return facts.refused and facts.appeal_offered is False


def _no_reviewer(facts: CaseFacts, _: Platform, __: Clocks) -> bool:
    return facts.reviewer_reads_language is False


def _names_defenders(_: CaseFacts, platform: Platform, __: Clocks) -> bool:
    return platform.names_defenders is not None


def _no_partner(_: CaseFacts, platform: Platform, __: Clocks) -> bool:
    return platform.partner.name is None and platform.partner.verified


def _partner_unknown(_: CaseFacts, platform: Platform, __: Clocks) -> bool:
    return platform.partner.name is None and not platform.partner.verified


def _account_needed(facts: CaseFacts, platform: Platform, _: Clocks) -> bool:
    if facts.account_needed is not None:
        return facts.account_needed
    return bool(platform.routes) and all(route.account_needed for route in platform.routes)


def _critical_unanswered(facts: CaseFacts, _: Platform, clocks: Clocks) -> bool:
    so_far = facts.waited if facts.answered_after is None else facts.answered_after
    return facts.critical and so_far > clocks.acknowledge_critical


CONDITIONS: Mapping[str, Condition] = {
    "no_acknowledgement": _no_acknowledgement,
    "late_acknowledgement": _late_acknowledgement,
    "refused_without_reasons": _refused_without_reasons,
    "no_appeal": _no_appeal,
    "no_reviewer": _no_reviewer,
    "names_defenders": _names_defenders,
    "no_partner": _no_partner,
    "partner_unknown": _partner_unknown,
    "account_needed": _account_needed,
    "critical_unanswered": _critical_unanswered,
}
