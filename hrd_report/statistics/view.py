"""What a reader sees of a release, in their language: figures, bars, cost. Draws and opens nothing.

Everything is read from the stored files, so that page and download can never disagree.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from hrd_report.i18n import formats
from hrd_report.i18n.catalogues import catalogue
from hrd_report.i18n.marks import N_
from hrd_report.statistics import manifest
from hrd_report.statistics.actions import ReleaseFiles
from hrd_report.statistics.archive import MANIFEST, SIGNATURE, unpack
from hrd_report.statistics.display import Figure
from hrd_report.statistics.drawing import TOTAL
from hrd_report.statistics.exports import CSVW, FIGURES, PACKAGE, digest, read_figures
from hrd_report.statistics.ledger import MICRO

ARCHIVE: Final = "all.zip"

_DASH: Final = "\N{EN DASH}"

Row = dict[str, Any]
"""One row as the macros of `templates/parts/figures.html` take it."""

_TITLES: Final = {
    "threat": N_("Threats"),
    "world_region": N_("Regions"),
    "platform_group": N_("Platforms"),
    "identity_group": N_("Who is targeted"),
    "severity": N_("Severity"),
    "outcome_group": N_("Outcome"),
}
_HEADS: Final = {
    "threat": N_("Threat"),
    "world_region": N_("Region"),
    "platform_group": N_("Platform"),
    "identity_group": N_("Group"),
    "severity": N_("Severity"),
    "outcome_group": N_("Outcome"),
}
_FILES: Final = {
    FIGURES: (N_("Figures, CSV"), N_("all tables in one")),
    CSVW: (N_("Columns, CSVW"), ""),
    PACKAGE: (N_("Columns, Data Package"), ""),
    MANIFEST: (N_("Signed manifest"), N_("verify without us")),
    SIGNATURE: (N_("Signature, Ed25519"), ""),
}
_LEAD: Final = N_(
    "%(first)s to %(last)s. Drawn once on %(day)s, signed, and never changed since. "
    "No figure here can be traced to a person."
)
_TOTAL: Final = N_("defenders, each counted once")
_RANGE: Final = N_("between %(low)s and %(high)s")
_UNDER: Final = N_("under %(least)s")
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


class Labels(Protocol):
    """What the page needs of a code list."""

    def label(self, name: str) -> str:
        """Return the message that names a code."""


def release_page(
    files: ReleaseFiles, lists: Mapping[str, Labels], base: str, language: str
) -> dict[str, Any]:
    """Return the context of `statistics/release.html`; `base` is the address of the release.

    Raises `Damaged` when what is stored is not a release of ours.
    """
    told = manifest.read(files.manifest)
    inside = unpack(files.archive)
    figures = read_figures(inside[FIGURES])
    least = {table["table"]: table["threshold"] for table in told["tables"]}
    return {
        "name": told["bucket"]["name"],
        "lead": _lead(told, language),
        "big": [_big(one, least, language) for one in figures if (one.table, one.code) == TOTAL],
        "tables": [
            _table(table, figures, lists[table], least[table], language)
            for table in least
            if table != TOTAL[0]
        ],
        **_cost(told["ledger"], language),
        "downloads": [_download(name, inside[name], base, language) for name in _FILES],
        "archive": {
            "href": f"{base}/{ARCHIVE}",
            "text": _say(
                language,
                N_("Download all, %(size)s"),
                size=formats.size(len(files.archive), language),
            ),
        },
    }


def _say(language: str, text: str, **parts: str) -> str:
    said = catalogue(language).gettext(text)
    return said % parts if parts else said


def _day(text: str, language: str) -> str:
    return formats.day(dt.date.fromisoformat(text), language)


def _lead(told: Mapping[str, Any], language: str) -> str:
    days = {
        "first": told["bucket"]["first"],
        "last": told["bucket"]["last"],
        "day": told["drawn"],
    }
    return _say(language, _LEAD, **{name: _day(day, language) for name, day in days.items()})


def _big(one: Figure, least: Mapping[str, int], language: str) -> Row:
    said = _shown(one, least[one.table], language)
    low, high = (formats.number(end or 0, language) for end in (one.lower, one.upper))
    between = "" if one.value is None else _say(language, _RANGE, low=low, high=high)
    return {"value": said, "text": _say(language, _TOTAL), "range": between}


def _table(table: str, figures: Sequence[Figure], labels: Labels, least: int, language: str) -> Row:
    rows = [one for one in figures if one.table == table]
    # Most first; what is too small to show keeps the order of the code list.
    rows.sort(key=lambda one: -1 if one.value is None else one.value, reverse=True)
    widest = max([1, *(one.upper or 0 for one in rows)])
    return {
        "id": table,
        "title": _say(language, _TITLES[table]),
        "heads": [
            _say(language, _HEADS[table]),
            _say(language, N_("Defenders")),
            _say(language, N_("Range")),
        ],
        "rows": [
            {
                "name": _say(language, labels.label(one.code)),
                "value": _shown(one, least, language),
                **_bar(one, widest, language),
            }
            for one in rows
        ],
    }


def _shown(one: Figure, least: int, language: str) -> str:
    if one.value is None:
        return _say(language, _UNDER, least=formats.number(least, language))
    return formats.number(one.value, language)


def _bar(one: Figure, widest: int, language: str) -> Row:
    if one.value is None or one.lower is None or one.upper is None:
        return {"few": True}
    ends = [formats.number(end, language) for end in (one.lower, one.upper)]
    bar, low, high = (round(100 * end / widest) for end in (one.value, one.lower, one.upper))
    return {"few": False, "range": _DASH.join(ends), "bar": bar, "low": low, "high": high}


def _cost(ledger: Mapping[str, int], language: str) -> dict[str, Any]:
    before, after = ledger["micro_epsilon_before"], ledger["micro_epsilon_after"]
    ceiling = ledger["micro_epsilon_ceiling"]
    pieces = ((_BEFORE, before, 3), (_THIS, after - before, 4), (_LEFT, ceiling - after, 0))
    best = math.ceil(100 / (1 + math.exp(-after / MICRO)))
    return {
        "cost": _say(
            language,
            _COST,
            ceiling=_epsilon(ceiling, language),
            spent=_epsilon(after - before, language),
            after=_epsilon(after, language),
        ),
        "parts": [
            {
                "text": _say(language, text, spent=_epsilon(spent, language)),
                "share": round(100 * spent / ceiling),
                "level": level,
            }
            for text, spent, level in pieces
            if spent
        ],
        "risk": _say(language, _RISK, best=formats.number(best, language)),
    }


def _epsilon(micro: int, language: str) -> str:
    return formats.number(micro / MICRO, language)


def _download(name: str, data: bytes, base: str, language: str) -> Row:
    label, note = _FILES[name]
    whole = digest(data)
    return {
        "href": f"{base}/{name}",
        "label": _say(language, label),
        "note": _say(language, note),
        "size": formats.size(len(data), language),
        "hash": f"{whole[:4]}…{whole[-4:]}",
    }
