"""Proposes a step's finding from those on its actions. A person decides; this keeps nothing."""

from collections import Counter
from collections.abc import Iterable

KNOWN = ("met", "partly", "not_met")


def proposed(actions: Iterable[str], judged: Iterable[tuple[str, str]]) -> str | None:
    """Return the finding that the findings on a step's actions add up to; None while there is none.

    What does not apply is left out, and what nobody judged is unknown. Nothing known: unknown. All
    that is known not met: not met. All met and nothing unknown: met. Met as far as known: unknown.
    Everything else is partly met.
    """
    held = dict(judged)
    values = Counter(held.get(action, "unknown") for action in actions)
    if not held:
        return None
    known = {value for value in KNOWN if values[value]}
    if not known:
        return "unknown" if values["unknown"] else "not_applicable"
    if known == {"not_met"}:
        return "not_met"
    if known == {"met"}:
        return "unknown" if values["unknown"] else "met"
    return "partly"
