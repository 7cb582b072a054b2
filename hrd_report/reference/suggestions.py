"""Suggests findings on the ten steps by the table of rules. Never decides and keeps nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hrd_report.reference import signs
from hrd_report.reference.reference import Reference
from hrd_report.reference.rules import Rule
from hrd_report.reference.signs import CaseFacts, Signs

Source = Literal["clock", "decision", "directory", "case"]

STRENGTH: Final = ("not_met", "partly", "met", "unknown")
"""The finding that tells most wins where two rules speak on one step."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A finding to accept or to judge otherwise; `reason_id` names its rule in the reference.

    `actions` are findings on checkable actions that go with it.
    """

    step: str
    finding: str
    reason_id: str
    source: str
    actions: Mapping[str, str]


def suggest(
    facts: CaseFacts, reference: Reference, *, without: Collection[str] = ()
) -> list[Suggestion]:
    """Return at most one suggestion for each step, in the order of the steps.

    Rules named in `without` were put aside. Raises NotFound for an unknown platform.
    """
    best: dict[str, Rule] = {}
    for rule in firing(facts, reference):
        held = best.get(rule.step)
        if rule.id not in without and (held is None or _tells_more(rule, held)):
            best[rule.step] = rule
    return [_suggestion(best[step.id]) for step in reference.steps if step.id in best]


def firing(facts: CaseFacts, reference: Reference) -> list[Rule]:
    """Return every rule that fits, in the order of the table. Raises NotFound, as `suggest`."""
    seen = signs.seen(facts, reference.platform(facts.platform), reference.clocks)
    return [rule for rule in reference.rules if fits(rule, seen)]


def fits(rule: Rule, seen: Signs) -> bool:
    """Tell whether in every dimension that a rule names one of its signs is seen."""
    return all(not seen[name].isdisjoint(wanted) for name, wanted in rule.when.items())


def _tells_more(rule: Rule, held: Rule) -> bool:
    return STRENGTH.index(rule.finding) < STRENGTH.index(held.finding)


def _suggestion(rule: Rule) -> Suggestion:
    return Suggestion(rule.step, rule.finding, rule.id, rule.source, rule.actions)
