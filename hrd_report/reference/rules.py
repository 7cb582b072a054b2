"""The shape of the suggestion table: condition, step, finding, why. Evaluates nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `reason` says why, `request` what may be asked for; both are msgids."""

    id: str
    condition: str
    step: str
    finding: str
    source: str
    reason: str
    request: str | None = None
