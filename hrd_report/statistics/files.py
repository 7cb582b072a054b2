"""Everything that stands in a release's archive, from its figures alone. Draws no plot itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hrd_report.i18n.catalogues import catalogue
from hrd_report.i18n.marks import N_
from hrd_report.statistics import method, stop
from hrd_report.statistics.display import Figure
from hrd_report.statistics.exports import tidy_files
from hrd_report.statistics.jsonstat import JSONSTAT, jsonstat
from hrd_report.statistics.labels import Labels, code_name
from hrd_report.statistics.recode import CROSS
from hrd_report.statistics.workbook import WORKBOOK, Sheets, workbook

Charts = Callable[[Sequence[Figure], Sequence[tuple[str, Sequence[Figure]]]], Mapping[str, bytes]]
"""Draws the plots of a release from its figures, and those of all of its kind by name up to it."""

SHEET_MOST: Final = 2
"""Tables of three dimensions are for programs: they stand in CSV and JSON-stat only."""

_TITLES: Final = N_("Figures"), N_("Codes"), N_("Method")
_HEADS: Final = (
    N_("Table"),
    N_("First code"),
    N_("Second code"),
    N_("Third code"),
    N_("Defenders"),
    N_("From"),
    N_("To"),
    N_("State"),
)
_CODE_HEADS: Final = N_("List"), N_("Code")


@dataclass(frozen=True, slots=True)
class Words:
    """In which words a release speaks: code lists, languages, and who publishes."""

    lists: Mapping[str, Labels]
    languages: tuple[str, ...]
    organisation: str


def files_of(figures: Sequence[Figure], name: str, day: str, words: Words) -> dict[str, bytes]:
    """Return all files but plots, manifest and signature by name; `name` is the release's."""
    title = f"{words.organisation}: {name}"
    english = "en" if "en" in words.languages else words.languages[0]

    def label(dimension: str, code: str) -> str:
        return code_name(words.lists, dimension, code, english)

    return {
        **tidy_files(figures, name),
        JSONSTAT: jsonstat(figures, title, day, label),
        WORKBOOK: workbook([one for one in figures if _fits(one)], _sheets(figures, words)),
        stop.FILE: stop.shutdowns(figures, name),
        **{f"method.{code}.html": method.page(code) for code in words.languages},
    }


def _fits(one: Figure) -> bool:
    return one.table.count(CROSS) < SHEET_MOST


def _sheets(figures: Sequence[Figure], words: Words) -> Sheets:
    say = catalogue(words.languages[0]).gettext
    one_way = [one for one in figures if CROSS not in one.table]
    named = tuple(
        (
            one.table,
            one.code,
            " / ".join(
                code_name(words.lists, one.table, one.code, lang) for lang in words.languages
            ),
        )
        for one in one_way
    )
    titles = tuple(say(title) for title in _TITLES)
    return Sheets(
        titles=(titles[0], titles[1], titles[2]),
        heads=tuple(say(head) for head in _HEADS),
        code_heads=(*(say(head) for head in _CODE_HEADS), " / ".join(words.languages)),
        codes=named,
        method=method.sheet(words.languages),
    )
