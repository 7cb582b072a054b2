"""The rules of spending: what a year's defenders have given up, and when to refuse. Keeps nothing.

Privacy is counted in whole millionths of epsilon (Laplace noise) or billionths of rho (Gaussian),
so that no sum can drift. The unit is a defender and a calendar year. The buckets of a year are
disjoint and a defender has at most `bound` facts in all of them together, so they cost as much as
the dearest of them (parallel composition; docs/decisions/0011), and the year's close comes on top.
"""

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hrd_report.errors import BudgetSpent, Conflict, NotReady
from hrd_report.records.facts import Part

MICRO: Final = 1_000_000
NANO: Final = 1_000_000_000
LEAST_EPSILON: Final = 0.5
MOST_EPSILON: Final = 2.0
"""What a year may cost at most, whatever the settings say."""

_ROUNDING: Final = 1e-6
"""What charges that were rounded up may exceed the ceiling by."""

LIFETIME: Final = 2.4
"""The epsilon at which releases stop until two people lift it: five years of Gaussian ones."""

LIFETIME_DELTA: Final = 1e-7

Span = tuple[dt.date, dt.date]
"""First and last day, both counted."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Privacy given up: pure epsilon in millionths, rho in billionths."""

    micro_epsilon: int = 0
    nano_rho: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.micro_epsilon + other.micro_epsilon, self.nano_rho + other.nano_rho)

    def __or__(self, other: "Cost") -> "Cost":
        """Return the dearer of both: what releases of disjoint buckets cost together."""
        return Cost(
            max(self.micro_epsilon, other.micro_epsilon), max(self.nano_rho, other.nano_rho)
        )

    def epsilon(self, delta: float) -> float:
        """Return the epsilon that all of it stands for at `delta`, by OpenDP's curve."""
        from hrd_report.statistics.noise import epsilon_of  # noqa: PLC0415 - loads OpenDP

        rho = self.nano_rho / NANO
        return self.micro_epsilon / MICRO + (epsilon_of(rho, delta) if rho else 0.0)


Spent = Mapping[int, Mapping[Part, Collection[Cost]]]
"""The whole ledger: by year and part, the cost of each release."""


def micro(epsilon: float) -> int:
    """Return an epsilon in millionths, rounded up: a ledger never charges too little."""
    return math.ceil(epsilon * MICRO)


def nano(rho: float) -> int:
    """Return a rho in billionths, rounded up."""
    return math.ceil(rho * NANO)


def check_epsilon(epsilon: float) -> None:
    """Raise `BudgetSpent` for an epsilon that no year may cost, whatever the settings say."""
    if not LEAST_EPSILON <= epsilon <= MOST_EPSILON:
        raise BudgetSpent(f"a year costs between {LEAST_EPSILON} and {MOST_EPSILON}")


def year_of(span: Span) -> int:
    """Return the calendar year a bucket lies in. Raises `NotReady` if it spans two."""
    first, last = span
    if first > last or first.year != last.year:
        raise NotReady(["bucket_spans_years"])
    return first.year


def cost_of(year: Mapping[Part, Collection[Cost]]) -> Cost:
    """Return what a year's releases cost a defender: the dearest bucket, and all that closes it."""
    dearest = Cost()
    for one in year.get(Part.BUCKET, ()):
        dearest |= one
    return sum(year.get(Part.CLOSE, ()), dearest)


def lifetime(spent: Spent) -> Cost:
    """Return what a defender who reports every year has given up."""
    return sum((cost_of(year) for year in spent.values()), Cost())


def refuse_overspending(before: Cost, after: Cost, delta: float) -> None:
    """Raise `BudgetSpent` when a release takes a year from `before` above its ceiling."""
    added = after.micro_epsilon + after.nano_rho
    if added <= 0 or after.epsilon(delta or LIFETIME_DELTA) > MOST_EPSILON + _ROUNDING:
        raise BudgetSpent(f"this year's privacy budget does not allow it, {before} being spent")


def refuse_lifetime(spent: Spent, lifted: Collection[int], year: int) -> None:
    """Raise `BudgetSpent` when all years together pass the stop and this one was not let past."""
    if year not in lifted and lifetime(spent).epsilon(LIFETIME_DELTA) > LIFETIME:
        raise BudgetSpent("the stop of a lifetime is reached; two people may lift it")


def refuse_overlap(span: Span, others: Iterable[Span]) -> None:
    """Raise `Conflict` when a day of `span` was released before, or is being released."""
    first, last = span
    if any(first <= other_last and other_first <= last for other_first, other_last in others):
        raise Conflict("a day of this bucket stands in another release")
