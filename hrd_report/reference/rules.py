"""The shape of the suggestion table: what is seen, step, finding, why. Evaluates nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `when` names, for each dimension (`signs.KNOWN`), signs of which one must be seen.

    All dimensions named must fit. `actions` says what it means for checkable actions of the step.
    `reason` says why, `request` what may be asked for; both are msgids.
    """

    id: str
    when: Mapping[str, tuple[str, ...]]
    step: str
    finding: str
    source: str
    reason: str
    request: str | None = None
    actions: Mapping[str, str] = field(default_factory=dict)
