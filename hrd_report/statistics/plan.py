"""What one release measures, and what that costs: tables, noise for each order. Draws nothing."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, sqrt
from typing import Final

from hrd_report.documents.facts import Lists
from hrd_report.errors import BudgetSpent
from hrd_report.records.facts import Part
from hrd_report.statistics import noise, tiers
from hrd_report.statistics.bound import sensitivity
from hrd_report.statistics.ledger import MICRO, NANO, Cost, check_epsilon, micro, nano
from hrd_report.statistics.recode import Table, list_versions, tables_of
from hrd_report.statistics.tiers import Tier

LAPLACE: Final = "discrete Laplace"
GAUSSIAN: Final = "discrete Gaussian"

_ENOUGH: Final = 1 - 1e-6
"""The ledger rounds up; what that takes of the last share is nothing."""


@dataclass(frozen=True, slots=True)
class Noise:
    """The noise of one order's tables: its scale in counts, and what the scale costs.

    Tables of another `weight` have a noise of their own. `sensitivity` is how far one defender can
    move all these tables together, by the metric of the mechanism (L1 or L2). The loss is epsilon
    for Laplace noise and rho for Gaussian.
    """

    mechanism: str
    order: int
    weight: float
    tables: int
    scale: float
    sensitivity: float
    loss: float

    @property
    def variance(self) -> float:
        """The variance of a cell. A discrete Gaussian has no more than its scale squared."""
        return noise.laplace_variance(self.scale) if self.mechanism == LAPLACE else self.scale**2


@dataclass(frozen=True)
class Plan:
    """A release to be: its tier, whether a year is closed with it, and the year's epsilon.

    `left` is what earlier releases of the year left of the part's shares: all, unless they were
    drawn under other settings and cost more (`within`).
    """

    tier: Tier
    part: Part
    epsilon: float
    tables: tuple[Table, ...]
    lists: dict[str, int]
    left: float = 1.0

    @cached_property
    def noises(self) -> tuple[Noise, ...]:
        """The noise of each order that gets a share of the budget, and of each weight in it."""
        return tuple(self._noise(*group) for group in dict.fromkeys(map(_group, self.tables)))

    @property
    def cost(self) -> Cost:
        """What the ledger charges, never too little."""
        loss = sum(one.loss for one in self.noises)
        return Cost(nano_rho=nano(loss)) if self.tier.delta else Cost(micro_epsilon=micro(loss))

    @property
    def digest(self) -> bytes:
        """SHA-256 of everything that decides what is measured and how."""
        told: dict[str, object] = {
            "tier": self.tier.id,
            "part": self.part.value,
            "epsilon": self.epsilon,
            "tables": {
                table.id: [list(axis.codes) for axis in table.axes] for table in self.tables
            },
            "shares": {str(order): share for order, share in self.tier.shares(self.part).items()},
            "lists": self.lists,
        }
        weights = {one.id: tiers.weight_of(one.names) for one in self.tables}
        if lighter := {table: weight for table, weight in weights.items() if weight < 1}:
            told["weights"] = lighter
        if self.left < 1:
            told["left"] = self.left
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).digest()

    def under(self, noise: Noise) -> tuple[Table, ...]:
        """Return the tables that a noise is added to, in the order of their numbers."""
        return self._of(noise.order, noise.weight)

    def _of(self, order: int, weight: float) -> tuple[Table, ...]:
        return tuple(one for one in self.tables if _group(one) == (order, weight))

    def _noise(self, order: int, weight: float) -> Noise:
        many = len(self._of(order, weight))
        every = sum(tiers.weight_of(one.names) for one in self.tables if one.order == order)
        share = self.tier.shares(self.part)[order] * self.left * many * weight / every
        if not self.tier.delta:
            reach = sensitivity(many, self.tier.bound)
            scale = noise.laplace_scale(reach, self.epsilon * share)
            loss = noise.laplace_loss(reach, scale)
            return Noise(LAPLACE, order, weight, many, scale, reach, loss)
        far = sqrt(many) * self.tier.bound
        rho = noise.rho_of(self.epsilon, self.tier.delta) * share
        scale = noise.gaussian_scale(far, rho)
        return Noise(GAUSSIAN, order, weight, many, scale, far, noise.gaussian_loss(far, scale))


def plan_of(
    tier: Tier,
    part: Part,
    lists: Lists,
    *,
    epsilon: float = 1.0,
    hidden: Collection[str] = (),
) -> Plan:
    """Return the plan of a tier. Raises `BudgetSpent` for an epsilon beyond what may ever be."""
    check_epsilon(epsilon)
    measured = [names for names in tier.tables if len(names) in tier.shares(part)]
    tables = tables_of(measured, lists, hidden)
    tables = tuple(sorted(tables, key=_rank))
    return Plan(tier, part, epsilon, tables, list_versions(tables, lists))


def _group(table: Table) -> tuple[int, float]:
    return table.order, tiers.weight_of(table.names)


def _rank(table: Table) -> tuple[int, float]:
    order, weight = _group(table)
    return order, -weight


def within(plan: Plan, earlier: Cost) -> Plan:
    """Return the plan with what a year's epsilon leaves after `earlier` releases of the year.

    Shares and settings may have changed since they were drawn. Raises `BudgetSpent` for nothing.
    """
    gaussian = plan.tier.delta > 0
    year = noise.rho_of(plan.epsilon, plan.tier.delta) if gaussian else plan.epsilon
    left = year - (earlier.nano_rho / NANO if gaussian else earlier.micro_epsilon / MICRO)
    wanted = year * sum(plan.tier.shares(plan.part).values())
    if left <= 0:
        raise BudgetSpent("earlier releases of this year took all of it")
    return plan if left > wanted * _ENOUGH else replace(plan, left=left / wanted)


def rows_of(plan: Plan) -> int:
    """Return how many figures a release has, whatever was counted."""
    return 1 + sum(table.size for table in plan.tables)


def least_country(sigma: float) -> int:
    """Return the smallest value with which a country is shown by name."""
    return max(100, ceil(10 * sigma))
