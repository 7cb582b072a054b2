"""A release as the public scorecard looks things up in it. Adds nothing, shows no hidden cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hrd_report.i18n.marks import N_
from hrd_report.reference.codes import CodeList
from hrd_report.statistics.display import Figure
from hrd_report.statistics.recode import CROSS
from hrd_report.statistics.shown import spans
from hrd_report.statistics.shown.tables import Reading, say

_BETWEEN: Final = N_("from “%(low)s” to “%(high)s”")


@dataclass(frozen=True, slots=True)
class Released:
    """What a release says, by table and code; the codes of two dimensions joined."""

    figures: Mapping[tuple[str, str], Figure]
    lists: Mapping[str, CodeList]
    reading: Reading

    def of(self, platform: str, other: str, code: str) -> Figure | None:
        """Return a platform's cell of a table."""
        return self.figures.get((f"platform{CROSS}{other}", f"{platform}{CROSS}{code}"))

    def whole(self, platform: str) -> Figure:
        """Return all of a platform's cases."""
        return self.figures["platform", platform]

    def least(self, other: str) -> int:
        """Return the smallest number that a table of platforms shows; 0 where there is none."""
        return self.reading.least.get(f"platform{CROSS}{other}", 0)

    def span(
        self, platform: str, other: str, codes: Sequence[str], part: float
    ) -> dict[str, str] | None:
        """Return within which class a part of a platform's cases lies, in words with its range."""
        cells = [self.of(platform, other, code) for code in codes]
        one = spans.within(cells, part, self.least(other))
        if one is None:
            return None
        label, language = self.lists[other].label, self.reading.language
        first, place, last = (
            say(language, label(codes[at])) for at in (one.low, one.place, one.high)
        )
        between = say(language, _BETWEEN, low=first, high=last) if one.low < one.high else ""
        return {"value": place, "range": between}


def value(one: Figure | None) -> int:
    """Return a shown number, or 0."""
    return one.value or 0 if one is not None else 0
