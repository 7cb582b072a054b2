"""The page for everybody: the newest closed year in few words and few numbers. Opens nothing."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.reference.codes import CodeList
from hrd_report.statistics import manifest, method
from hrd_report.statistics.actions import ReleaseFiles
from hrd_report.statistics.archive import unpack
from hrd_report.statistics.display import Figure
from hrd_report.statistics.exports import FIGURES, read_figures
from hrd_report.statistics.shown.headlines import headlines
from hrd_report.statistics.shown.release import best_guess
from hrd_report.statistics.shown.tables import Reading, Row, say

_TABLES: Final = ("threat", "world_region", "region", "identity_group", "identity")
_FEW: Final = N_("Too few to show: %(many)s")
_RISK: Final = N_(
    "No figure here can be traced to a person. Whoever knows every report but one guesses whether "
    "that one is inside rightly at most %(best)s times in 100; a coin gets 50."
)


def public_page(
    files: ReleaseFiles, lists: Mapping[str, CodeList], language: str
) -> dict[str, Any]:
    """Return the context of `statistics/public.html`."""
    told = manifest.read(files.manifest)
    figures = read_figures(unpack(files.archive)[FIGURES], 1)
    reading = Reading(lists, {one["table"]: one["threshold"] for one in told["tables"]}, language)
    there = {one.table for one in figures}
    best = best_guess(told["ledger"]["after"]["epsilon"])
    return {
        "name": told["bucket"]["name"],
        "big": headlines(figures, lists, reading),
        "tables": [_table(name, figures, reading) for name in _TABLES if name in there],
        "risk": say(language, _RISK, best=formats.number(best, language)),
        "method": method.lines(language)[3:7],
        "key": told["public_key"],
        "size": formats.size(len(files.archive), language),
    }


def _table(name: str, figures: Sequence[Figure], reading: Reading) -> Row:
    """Return a table without what is too few to show, and how many rows those were."""
    table = reading.table(name, figures)
    rows = [row for row in table["rows"] if not row["few"]]
    many = len(table["rows"]) - len(rows)
    said = say(reading.language, _FEW, many=formats.number(many, reading.language))
    return table | {"rows": rows, "few": said if many else ""}
