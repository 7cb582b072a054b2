"""Released tables as rows of a page: names, figures, ranges, bars. Reads no file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.catalogues import catalogue
from hrd_report.i18n.marks import N_
from hrd_report.statistics.display import Figure
from hrd_report.statistics.labels import HEADS, Labels, code_name, title
from hrd_report.statistics.recode import CROSS

Row = dict[str, Any]
"""One row as the macros of `templates/parts/figures.html` take it."""

DASH: Final = "\N{EN DASH}"

_UNSHOWN: Final = frozenset({"total", "dsa_category"})
"""Tables that pages leave to the files."""

_IN_ORDER: Final = frozenset({"severity", "finding", "duration", "month"})
"""Tables whose codes have an order of their own; of others the most frequent comes first."""

_UNDER: Final = N_("under %(least)s")


def say(language: str, text: str, **parts: str) -> str:
    """Return a sentence in a language."""
    said = catalogue(language).gettext(text)
    return said % parts if parts else said


@dataclass(frozen=True, slots=True)
class Reading:
    """In which words a release is read: code lists, the least value shown by table, language."""

    lists: Mapping[str, Labels]
    least: Mapping[str, int]
    language: str

    def shown(self, one: Figure) -> str:
        """Return a figure, or under which number it lies."""
        if one.value is None:
            least = formats.number(self.least[one.table], self.language)
            return say(self.language, _UNDER, least=least)
        return formats.number(one.value, self.language)

    def name(self, one: Figure) -> str:
        """Return what a figure counts."""
        return code_name(self.lists, one.table, one.code, self.language)

    def tables(self, figures: Sequence[Figure]) -> list[Row]:
        """Return all tables of one dimension that pages show."""
        names = dict.fromkeys(one.table for one in figures)
        return [
            self.table(name, figures)
            for name in names
            if CROSS not in name and name not in _UNSHOWN
        ]

    def table(self, table: str, figures: Sequence[Figure]) -> Row:
        """Return one table with a bar for each row, on one scale."""
        rows = [one for one in figures if one.table == table]
        # Most first; what is too small to show keeps the order of the code list.
        if table not in _IN_ORDER:
            rows.sort(key=lambda one: -1 if one.value is None else one.value, reverse=True)
        if table == "country":
            rows = [one for one in rows if one.value is not None]
        widest = max([1, *(one.upper or 0 for one in rows)])
        return {
            "id": table,
            "title": title(table, self.language),
            "heads": [
                say(self.language, HEADS[table]),
                say(self.language, N_("Defenders")),
                say(self.language, N_("Range")),
            ],
            "rows": [
                {"name": self.name(one), "value": self.shown(one), **self._bar(one, widest)}
                for one in rows
            ],
        }

    def _bar(self, one: Figure, widest: int) -> Row:
        if one.value is None or one.lower is None or one.upper is None:
            return {"few": True}
        ends = [formats.number(end, self.language) for end in (one.lower, one.upper)]
        bar, low, high = (round(100 * end / widest) for end in (one.value, one.lower, one.upper))
        return {"few": False, "range": DASH.join(ends), "bar": bar, "low": low, "high": high}
