"""What a release will look like, from invented facts of the same shape. Opens, spends nothing."""

from typing import Final

import numpy as np

from hrd_report.documents.facts import (
    DIMENSIONS,
    MONTH_COLUMN,
    MONTHS,
    ROW_BYTES,
    VERSION,
    Lists,
    column,
)
from hrd_report.records.facts import Part
from hrd_report.statistics.counting import count
from hrd_report.statistics.derived import with_derived
from hrd_report.statistics.drawing import Drawing, draw
from hrd_report.statistics.plan import plan_of
from hrd_report.statistics.shape import Matrix
from hrd_report.statistics.tiers import TIERS

TOTALS: Final = {"S": 300, "M": 5_000, "L": 50_000}
"""How many defenders are invented for each size that can be previewed."""

_SEED: Final = 7


def preview(size: str, lists: Lists, *, epsilon: float = 1.0) -> Drawing:
    """Draw invented facts as a year's close would be: the same tables, noise and thresholds."""
    plan = plan_of(TIERS[size], Part.CLOSE, lists, epsilon=epsilon)
    return with_derived(draw(count(invented(TOTALS[size], lists), plan.tables), plan), lists)


def invented(many: int, lists: Lists, seed: int = _SEED) -> Matrix:
    """Return facts that nobody wrote, skewed as real ones are: first codes are frequent."""
    dice = np.random.default_rng(seed)
    facts = np.zeros((many, ROW_BYTES), dtype=np.uint8)
    facts[:, 0] = VERSION
    for name in DIMENSIONS:
        weights = 1 / np.arange(1, len(lists[name].codes) + 1)
        facts[:, column(name)] = dice.choice(len(weights), size=many, p=weights / weights.sum())
    facts[:, MONTH_COLUMN] = dice.integers(1, MONTHS + 1, size=many)
    return facts
