"""What a reader sees of a release, in their language: figures, bars, cost. Draws and opens nothing.

Everything is read from the stored files, so that page and download can never disagree.
"""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.reference.codes import CodeList
from hrd_report.statistics import manifest, stop
from hrd_report.statistics.actions import ReleaseFiles
from hrd_report.statistics.archive import MANIFEST, SIGNATURE, unpack
from hrd_report.statistics.exports import CSVW, FIGURES, PACKAGE, digest, read_figures
from hrd_report.statistics.jsonstat import JSONSTAT
from hrd_report.statistics.shown.headlines import headlines
from hrd_report.statistics.shown.plots import plots
from hrd_report.statistics.shown.tables import Reading, Row, say
from hrd_report.statistics.workbook import WORKBOOK

ARCHIVE: Final = "all.zip"

_FILES: Final = {
    FIGURES: (N_("Figures, CSV"), N_("all tables in one")),
    CSVW: (N_("Columns, CSVW"), ""),
    PACKAGE: (N_("Columns, Data Package"), ""),
    JSONSTAT: (N_("Figures, JSON-stat"), ""),
    WORKBOOK: (N_("Figures, XLSX"), N_("with codes and method")),
    stop.FILE: (N_("Shutdowns, CSV"), N_("columns named as in #KeepItOn STOP")),
    MANIFEST: (N_("Signed manifest"), N_("verify without us")),
    SIGNATURE: (N_("Signature, Ed25519"), ""),
}
_LEAD: Final = N_(
    "%(first)s to %(last)s. Drawn once on %(day)s, signed, and never changed since. "
    "No figure here can be traced to a person."
)
_COST: Final = N_(
    "A year of one defender may cost %(ceiling)s. This release spent %(spent)s; "
    "the year so far stands at %(after)s."
)
_RISK: Final = N_(
    "In plain words: somebody who knows every report but one, and studies all figures of the year, "
    "guesses whether that one is inside rightly at most %(best)s times in 100. A coin gets 50."
)
_BEFORE, _THIS, _LEFT = (
    N_("before: %(spent)s"),
    N_("this release: %(spent)s"),
    N_("left: %(spent)s"),
)


def release_page(
    files: ReleaseFiles, lists: Mapping[str, CodeList], base: str, language: str
) -> dict[str, Any]:
    """Return the context of `statistics/release.html`; `base` is the address of the release.

    Raises `Damaged` when what is stored is not a release of ours.
    """
    told = manifest.read(files.manifest)
    inside = unpack(files.archive)
    figures = read_figures(inside[FIGURES], 1)
    reading = Reading(lists, {one["table"]: one["threshold"] for one in told["tables"]}, language)
    first = next((n.split(".")[1] for n in inside if n.startswith("method.")), language)
    return {
        "name": told["bucket"]["name"],
        "lead": _lead(told, language),
        "big": headlines(figures, lists, reading),
        "tables": reading.tables(figures),
        "plots": plots(inside, base, reading, first),
        **_cost(told["ledger"], language),
        "downloads": _downloads(inside, base, language),
        "archive": {
            "href": f"{base}/{ARCHIVE}",
            "text": say(
                language,
                N_("Download all, %(size)s"),
                size=formats.size(len(files.archive), language),
            ),
        },
    }


def _day(text: str, language: str) -> str:
    return formats.day(dt.date.fromisoformat(text), language)


def _lead(told: Mapping[str, Any], language: str) -> str:
    days = {
        "first": told["bucket"]["first"],
        "last": told["bucket"]["last"],
        "day": told["drawn"],
    }
    return say(language, _LEAD, **{name: _day(day, language) for name, day in days.items()})


def _cost(ledger: Mapping[str, Any], language: str) -> dict[str, Any]:
    before, after = ledger["before"]["epsilon"], ledger["after"]["epsilon"]
    ceiling = max(ledger["epsilon_of_a_year"], after)
    pieces = ((_BEFORE, before, 3), (_THIS, after - before, 4), (_LEFT, ceiling - after, 0))
    return {
        "cost": say(
            language,
            _COST,
            ceiling=_epsilon(ceiling, language),
            spent=_epsilon(after - before, language),
            after=_epsilon(after, language),
        ),
        "parts": [
            {
                "text": say(language, text, spent=_epsilon(spent, language)),
                "share": round(100 * spent / ceiling),
                "level": level,
            }
            for text, spent, level in pieces
            if round(spent, 3) > 0
        ],
        "risk": say(language, _RISK, best=formats.number(best_guess(after), language)),
    }


def best_guess(epsilon: float) -> int:
    """Return how often in 100 times the best guess about a person can be right, rounded up."""
    return math.ceil(100 / (1 + math.exp(-epsilon)))


def _epsilon(epsilon: float, language: str) -> str:
    return formats.number(round(epsilon, 2), language)


def _downloads(inside: Mapping[str, bytes], base: str, language: str) -> list[Row]:
    method = [name for name in inside if name.startswith("method.")]
    return [
        *(_download(name, inside[name], base, language) for name in _FILES if name in inside),
        *(_method(name, inside[name], base, language) for name in method),
    ]


def _method(name: str, data: bytes, base: str, language: str) -> Row:
    label, code = say(language, N_("Method, in words")), name.split(".")[1]
    return _file(name, data, base, (label, formats.language_name(code, language)), language)


def _download(name: str, data: bytes, base: str, language: str) -> Row:
    label, note = _FILES[name]
    return _file(name, data, base, (say(language, label), say(language, note)), language)


def _file(name: str, data: bytes, base: str, texts: tuple[str, str], language: str) -> Row:
    whole = digest(data)
    return {
        "href": f"{base}/{name}",
        "label": texts[0],
        "note": texts[1],
        "size": formats.size(len(data), language),
        "hash": f"{whole[:4]}…{whole[-4:]}",
    }
