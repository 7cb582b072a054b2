"""Decides by ordered rules which team a fresh case goes to. Pure: reads no table, keeps nothing.

The team of a case lies in clear in the database: a rule that names a threat or a country says of
each case it takes what that case is about. The page of the rules tells whoever writes one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A team, and what a report must be for it. What is not named fits every report."""

    team_id: bytes
    language: str | None = None
    threat: str | None = None
    country: str | None = None

    def takes(self, told: "Told") -> bool:
        """Whether a report goes to this rule's team."""
        return (
            self.language in {None, told.language}
            and (self.threat is None or self.threat in told.threats)
            and self.country in {None, told.country}
        )

    def covers(self, other: "Rule") -> bool:
        """Whether this rule takes every report that the other one would take."""
        return all(
            mine in {None, theirs}
            for mine, theirs in (
                (self.language, other.language),
                (self.threat, other.threat),
                (self.country, other.country),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the door knows of a report: a sealed one tells no more than its language."""

    language: str
    threats: frozenset[str] = frozenset()
    country: str | None = None


def route(rules: Iterable[Rule], told: Told) -> bytes | None:
    """Return the team of the first rule that takes the report; nothing where none does."""
    return next((rule.team_id for rule in rules if rule.takes(told)), None)


def never_reached(rules: Sequence[Rule]) -> frozenset[int]:
    """Return the places of rules that can take nothing: one before them takes it all."""
    return frozenset(
        place
        for place, rule in enumerate(rules)
        if any(earlier.covers(rule) for earlier in rules[:place])
    )
