"""The budget in words that need no mathematics, and what stops at a lifetime. Spends nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records.facts import Part
from hrd_report.statistics import ledger
from hrd_report.statistics.ledger import LIFETIME, LIFETIME_DELTA, Cost, Spent
from hrd_report.statistics.shown.release import best_guess
from hrd_report.statistics.shown.tables import say

_YEAR: Final = N_(
    "Whoever knows every report of the year but one, and studies all its figures, guesses whether "
    "that one is inside rightly at most %(best)s times in 100. A coin gets 50."
)
_SPENT: Final = N_(
    "%(spent)s of what this year may give away is spent; %(left)s is left. When nothing is left "
    "the program refuses."
)
_NOTHING: Final = N_("Nothing of what this year may give away is spent yet.")
_LIFETIME: Final = N_(
    "Somebody who reported every year so far has given away %(spent)s of what a lifetime may. "
    "Beyond it, releases stop until two people let one more year pass."
)


@dataclass(frozen=True, slots=True)
class LiftOf:
    """A year that may pass the stop: who asked for it, and whether a second person agreed."""

    year: int
    asked_by: bytes
    agreed: bool


def budget_page(
    books: Spent, lifts: Sequence[LiftOf], years: Collection[int], mine: bytes, limits: "Limits"
) -> dict[str, Any]:
    """Return the context of `statistics/budget.html`; `mine` is the reader's id."""
    language = limits.language
    whole = ledger.lifetime(books).epsilon(LIFETIME_DELTA) if books else 0.0
    asked = {one.year: one for one in lifts}
    return {
        "years": [_year(year, books.get(year, {}), limits) for year in sorted(years, reverse=True)],
        "lifetime": say(language, _LIFETIME, spent=formats.percent(whole / LIFETIME, language)),
        "share": min(100, round(100 * whole / LIFETIME)),
        "lifts": [_lift(year, asked.get(year), mine) for year in sorted(years, reverse=True)],
    }


@dataclass(frozen=True, slots=True)
class Limits:
    """What a year may cost, and in which language it is told."""

    epsilon: float
    language: str


def _year(year: int, books: Mapping[Part, Collection[Cost]], limits: Limits) -> dict[str, Any]:
    spent = ledger.cost_of(books).epsilon(LIFETIME_DELTA) if books else 0.0
    limit, language = max(limits.epsilon, spent), limits.language
    numbers = {
        "spent": formats.percent(spent / limit, language),
        "left": formats.percent(max(0.0, 1 - spent / limit), language),
    }
    return {
        "year": str(year),
        "text": say(language, _SPENT, **numbers) if spent else say(language, _NOTHING),
        "risk": say(language, _YEAR, best=formats.number(best_guess(spent), language)),
        "parts": [
            {"text": text, "share": round(100 * share / limit), "level": level}
            for text, share, level in (
                (say(language, N_("spent: %(spent)s"), **numbers), spent, 4),
                (say(language, N_("left: %(spent)s"), spent=numbers["left"]), limit - spent, 0),
            )
            if round(share, 3) > 0
        ],
    }


def _lift(year: int, lift: LiftOf | None, mine: bytes) -> dict[str, Any]:
    state = "none" if lift is None else "agreed" if lift.agreed else "asked"
    return {"year": str(year), "state": state, "mine": lift is not None and lift.asked_by == mine}
