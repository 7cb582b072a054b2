"""How much a release may show and cost, by the size of the organisation. Draws nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from types import MappingProxyType
from typing import Final

from hrd_report.records.facts import Part

Shares = Mapping[int, float]
"""Which share of a year's budget the tables of each order (one-way, two-way …) get."""

Names = tuple[str, ...]

_NOTHING: Final[Shares] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Tier:
    """What the releases of a year of this size spend and show.

    `bound` is how many facts a defender may have in a year, `floor` the smallest value ever shown.
    Without a `delta` the noise is Laplace's and the budget pure epsilon, else Gaussian and rho.
    `tables` are names of dimensions, in the order of their tables, and those of `LIGHT` among them
    take less of their order's share than the others.
    """

    id: str
    tables: tuple[Names, ...]
    close: Shares
    bucket: Shares = field(default_factory=lambda: _NOTHING)
    delta: float = 0.0
    bound: int = 1
    floor: int = 10

    def shares(self, part: Part) -> Shares:
        """Return the shares of a bucket's release or of a year's close."""
        return self.close if part is Part.CLOSE else self.bucket


COARSE: Final = (
    "threat",
    "world_region",
    "platform_group",
    "identity_group",
    "severity",
    "outcome_group",
)
"""The six one-way tables of the smallest tier."""

_ONE_WAY: Final = (
    "threat",
    "platform",
    "region",
    "group",
    "identity",
    "severity",
    "finding",
    "outcome",
    "duration",
    "month",
    "country",
    "language",
)
CROSSED: Final = (
    "threat",
    "platform",
    "region",
    "group",
    "identity",
    "severity",
    "finding",
    "outcome",
    "month",
)
CHOSEN: Final = (
    ("threat", "month"),
    ("threat", "platform"),
    ("threat", "region"),
    ("threat", "identity"),
    ("threat", "outcome"),
    ("platform", "finding"),
    ("platform", "outcome"),
    ("platform", "duration"),
)


ANSWERS: Final = (
    ("platform", "acknowledged"),
    ("platform", "decided"),
    ("platform", "remedy"),
    ("language", "outcome"),
)
"""What the public page says of platforms beyond how cases ended."""

_ANSWERED: Final = ("acknowledged", "decided", "acted", "remedy")
LIGHT: Final = (
    ("platform", "acted"),
    *product(("threat", "language"), _ANSWERED),
)
"""Tables of which each takes a quarter of what another of its order takes: their cells are few, so
that most are large beside twice the noise. docs/decisions/0023 says what it costs and spares."""

_LIGHTER: Final = 1 / 4


def weight_of(names: Names) -> float:
    """Return how much a table takes of its order's share, beside others that take 1."""
    return _LIGHTER if names in LIGHT else 1.0


def _each(names: Names) -> tuple[Names, ...]:
    return tuple((name,) for name in names)


_ALL_PAIRS: Final = (
    *combinations(CROSSED, 2),
    ("platform", "duration"),
    ("threat", "country"),
    *ANSWERS,
    *LIGHT,
)
_MOST: Final = (*_each(_ONE_WAY), *_ALL_PAIRS, *combinations(CROSSED, 3))

# docs/decisions/0011 says why the buckets get so little of a year's budget and its close so much,
# 0019, 0022 and 0023 how it is divided among the orders.
SMALL: Final = Tier(id="S", tables=_each(COARSE), close=MappingProxyType({1: 1.0}))
"""Under 1,000 cases a year: once a year, six coarse tables, pure epsilon."""

MIDDLE: Final = Tier(
    id="M",
    tables=(*_each(_ONE_WAY), *CHOSEN, *ANSWERS, *LIGHT),
    bucket=MappingProxyType({1: 0.10}),
    close=MappingProxyType({1: 0.55, 2: 0.35}),
    delta=1e-7,
)
LARGE: Final = Tier(
    id="L",
    tables=(*_each(_ONE_WAY), *_ALL_PAIRS),
    bucket=MappingProxyType({1: 0.05, 2: 0.05}),
    close=MappingProxyType({1: 0.40, 2: 0.50}),
    delta=1e-7,
)
_OF_MILLIONS: Final = {1: 0.08, 2: 0.44, 3: 0.38}
VERY_LARGE: Final = Tier(
    id="XL",
    tables=_MOST,
    bucket=MappingProxyType({1: 0.02, 2: 0.08}),
    close=MappingProxyType(_OF_MILLIONS),
    delta=1e-7,
)
LARGEST: Final = Tier(
    id="XXL",
    tables=_MOST,
    bucket=MappingProxyType({1: 0.02, 2: 0.08}),
    close=MappingProxyType(_OF_MILLIONS),
    delta=1e-8,
)

TIERS: Final = {tier.id: tier for tier in (SMALL, MIDDLE, LARGE, VERY_LARGE, LARGEST)}
