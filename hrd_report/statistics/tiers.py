"""How much a release may show and cost, by the size of the organisation. Draws nothing."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tier:
    """What a release of this size spends and shows.

    `epsilon` is the loss of one release, `bound` how many facts a defender may have in a year,
    `floor` the smallest value ever shown.
    """

    id: str
    epsilon: float
    bound: int
    floor: int


SMALL: Final = Tier(id="S", epsilon=1.0, bound=1, floor=10)
"""Under 1,000 cases a year: once a year, six coarse tables, pure epsilon."""

TIERS: Final = {tier.id: tier for tier in (SMALL,)}
