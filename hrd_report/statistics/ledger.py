"""The rules of spending: what a year's defenders have given up, and when to refuse. Keeps nothing.

Privacy is counted in millionths of epsilon, as whole numbers, so that no sum can drift. The unit is
a defender and a calendar year; all releases of a year add up (sequential composition), although
disjoint buckets would allow more: a defender may have facts in several.
"""

import datetime as dt
import math
from collections.abc import Iterable
from typing import Final

from hrd_report.errors import BudgetSpent, Conflict, NotReady

MICRO: Final = 1_000_000
CEILING: Final = 2 * MICRO
"""What a year may cost at most, whatever the settings say."""

Span = tuple[dt.date, dt.date]
"""First and last day, both counted."""


def micro(epsilon: float) -> int:
    """Return an epsilon in millionths, rounded up: a ledger never charges too little."""
    return math.ceil(epsilon * MICRO)


def year_of(span: Span) -> int:
    """Return the calendar year a bucket lies in. Raises `NotReady` if it spans two."""
    first, last = span
    if first > last or first.year != last.year:
        raise NotReady(["bucket_spans_years"])
    return first.year


def refuse_overspending(spent: int, asked: int, ceiling: int = CEILING) -> None:
    """Raise `BudgetSpent` when a release of `asked` would take a year above its ceiling."""
    if asked <= 0 or spent + asked > min(ceiling, CEILING):
        raise BudgetSpent("this year's privacy budget does not allow another release")


def refuse_overlap(span: Span, others: Iterable[Span]) -> None:
    """Raise `Conflict` when a day of `span` was released before, or is being released."""
    first, last = span
    if any(first <= other_last and other_first <= last for other_first, other_last in others):
        raise Conflict("a day of this bucket stands in another release")
