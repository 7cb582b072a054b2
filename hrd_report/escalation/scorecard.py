"""How platforms answer: times, actions, silence, appeals, by any split. Pure: counts only.

A reminder is no notice of its own, and neither is an appeal: it counts as what became of the first.
"""

import datetime as dt
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hrd_report.documents.scorecards import JudgedDocument, LineDocument
from hrd_report.escalation.ladder import ASIDE, REMEDIES

FEW: Final = 3
"""Of fewer judgements no share is drawn: one case would look like a rule."""

_HOUR: Final = dt.timedelta(hours=1)
_FAILED: Final = frozenset({"not_met", "partly"})
_JUDGED: Final = _FAILED | {"met"}
_LEVELS: Final = 4


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took, in hours: of how many, the middle one, and nine of ten."""

    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Card:
    """How one platform answered, or one split of it."""

    name: str
    notices: int
    acknowledged: Times
    decided: Times
    silent: int
    items: int
    acted: int
    refused: int
    contested: int
    overturned: int
    looked: int
    reappeared: int

    @property
    def action_rate(self) -> float | None:
        """Return the share of decided items on which the platform acted."""
        return self.acted / self.items if self.items else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One step at one platform: how often it failed of how often it was judged, and its tint."""

    failed: int
    judged: int
    unknown: int

    @property
    def level(self) -> int | None:
        """Return the tint, 0 to 4, or none where too few were judged."""
        if self.judged < FEW:
            return None
        return math.ceil(_LEVELS * self.failed / self.judged)


def cards(
    lines: Iterable[LineDocument],
    acted: frozenset[str],
    by: Callable[[LineDocument], str] = lambda line: line.platform,
) -> list[Card]:
    """Return a card for each value of a split. `acted`: decisions by which something changed."""
    groups: dict[str, list[LineDocument]] = defaultdict(list)
    for one in lines:
        if is_notice(one):
            groups[by(one)].append(one)
    found = [_card(name, group, acted) for name, group in groups.items()]
    return sorted(found, key=lambda card: (-card.notices, card.name))


def is_notice(line: LineDocument) -> bool:
    """Whether a line is a notice that left, and no reminder, copy or appeal of another one."""
    return line.sent is not None and line.rung not in REMEDIES and line.rung not in ASIDE


def heat(judged: Iterable[JudgedDocument]) -> dict[tuple[str, str], Cell]:
    """Return the table of platforms by steps. Each case counts once in each cell."""
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in judged:
        counted[one.platform, one.step][one.finding] += 1
    return {
        place: Cell(
            failed=sum(found[name] for name in _FAILED),
            judged=sum(found[name] for name in _JUDGED),
            unknown=found["unknown"],
        )
        for place, found in counted.items()
    }


def within(lines: Iterable[LineDocument], first: dt.date, last: dt.date) -> list[LineDocument]:
    """Return the lines that were sent in a stretch of days."""
    return [one for one in lines if one.sent is not None and first <= one.sent.date() <= last]


def _card(name: str, lines: Sequence[LineDocument], acted: frozenset[str]) -> Card:
    decided = [code for one in lines for code in one.items]
    changed = sum(code in acted for code in decided)
    ended = [one for one in lines if one.contested in {"upheld", "overturned"}]
    return Card(
        name=name,
        notices=len(lines),
        acknowledged=times(_hours(one.sent, one.acknowledged) for one in lines),
        decided=times(_hours(one.sent, one.decided) for one in lines),
        silent=sum(one.silent for one in lines),
        items=len(decided),
        acted=changed,
        refused=len(decided) - changed,
        contested=len(ended),
        overturned=sum(one.contested == "overturned" for one in ended),
        looked=sum(one.looked for one in lines),
        reappeared=sum(one.reappeared > 0 for one in lines),
    )


def times(hours: Iterable[float | None]) -> Times:
    """Return the middle one and the one that nine of ten do not pass."""
    known = sorted(one for one in hours if one is not None)
    if not known:
        return Times(0, None, None)
    return Times(len(known), statistics.median(known), known[math.ceil(0.9 * len(known)) - 1])


def _hours(start: dt.datetime | None, end: dt.datetime | None) -> float | None:
    return (end - start) / _HOUR if start is not None and end is not None else None
