"""From released figures to plots: which there are, in whose words, which numbers. Draws none."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from hrd_report.i18n.catalogues import catalogue
from hrd_report.i18n.marks import N_
from hrd_report.statistics.display import Figure
from hrd_report.statistics.files import Words
from hrd_report.statistics.labels import code_name
from hrd_report.statistics.plots import running
from hrd_report.statistics.plots.shapes import Panel, Plot, Point
from hrd_report.statistics.recode import CROSS

FILE: Final = "plots.json"
"""What every plot was told: the table beside each is made from it."""

Series = Sequence[tuple[str, Sequence[Figure]]]

TITLES: Final = {
    "threats": N_("Threats over time"),
    "steps": N_("Platform by step"),
    "times": N_("Time from report to closing"),
    "outcomes": N_("How cases ended"),
    "regions": N_("Where defenders live"),
}
NOTES: Final = {
    "threats": N_(
        "defenders by release, one scale for all; the band holds the true value 19 times in 20"
    ),
    "steps": N_(
        "per cent of a platform’s defenders for whom this step failed most, if sure within 15"
    ),
    "times": N_("defenders; the bracket holds the true value 19 times in 20"),
    "outcomes": N_("how the whole falls apart; what is too few is left out"),
    "regions": N_("defenders by region, each tile the same size; darker is more"),
}
_ALL: Final = N_("All")
_MOST_LINES: Final = 12
_SURE_WITHIN: Final = 15
"""Points by which a share may be uncertain and still be shown."""
_PLACES: Final = {
    "northern_america": (0, 0),
    "northern_europe": (2, 0),
    "eastern_europe": (3, 0),
    "central_asia": (4, 0),
    "eastern_asia": (5, 0),
    "central_america": (0, 1),
    "caribbean": (1, 1),
    "western_europe": (2, 1),
    "southern_europe": (3, 1),
    "western_asia": (4, 1),
    "southern_asia": (5, 1),
    "south_eastern_asia": (6, 1),
    "south_america": (0, 2),
    "western_africa": (2, 2),
    "northern_africa": (3, 2),
    "eastern_africa": (4, 2),
    "micronesia": (6, 2),
    "melanesia": (7, 2),
    "unknown": (0, 3),
    "middle_africa": (2, 3),
    "southern_africa": (3, 3),
    "australia_new_zealand": (6, 3),
    "polynesia": (7, 3),
    "americas": (0, 0),
    "europe": (1, 0),
    "asia": (2, 0),
    "africa": (1, 1),
    "oceania": (2, 1),
}
"""Where a region's tile lies: column and row, as on a map."""
_COARSE_UNKNOWN: Final = (0, 1)


def charts(figures: Sequence[Figure], series: Series, words: Words) -> dict[str, bytes]:
    """Draw all plots that a release's tables allow, in each language, as SVG and PNG."""
    plots = [plot for code in words.languages for plot in plots_of(figures, series, words, code)]
    told = json.dumps([asdict(plot) for plot in plots], ensure_ascii=False, sort_keys=True)
    return {**running.draw(plots), FILE: told.encode()}


def plots_of(
    figures: Sequence[Figure], series: Series, words: Words, language: str
) -> Iterator[Plot]:
    """Yield the plots of a release in one language."""
    told = _Told(words, language)
    tables = {one.table for one in figures}
    yield told.plot("threats", "lines", told.over_time(series))
    if f"platform{CROSS}finding" in tables:
        yield told.plot("steps", "heat", told.steps(figures))
    if "duration" in tables:
        points = tuple(told.points(figures, "duration"))
        yield told.plot("times", "bars", (Panel("", points),))
    outcome = "outcome" if "outcome" in tables else "outcome_group"
    whole = next(one for one in figures if one.table == "total")
    parts = sorted(told.points(figures, outcome), key=lambda one: -(one.value or 0))
    yield told.plot("outcomes", "waterfall", (Panel("", (told.point(whole), *parts)),))
    region = "region" if "region" in tables else "world_region"
    yield told.plot("regions", "tiles", told.tiles(figures, region))


def _share(one: Figure, whole: int) -> float | None:
    """Return a share in per cent; none where it is hidden, or where its own error drowns it."""
    if one.value is None or one.lower is None or one.upper is None:
        return None
    if 50 * (one.upper - one.lower) / whole > _SURE_WITHIN:
        return None
    return 100 * one.value / whole


class _Told:
    """Names things in one language."""

    def __init__(self, words: Words, language: str) -> None:
        self._lists, self._language = words.lists, language
        self._say = catalogue(language).gettext

    def plot(self, name: str, kind: str, panels: Sequence[Panel]) -> Plot:
        title, note = self._say(TITLES[name]), self._say(NOTES[name])
        return Plot(f"{name}.{self._language}", kind, title, note, tuple(panels))

    def point(self, one: Figure, label: str = "") -> Point:
        label = label or code_name(self._lists, one.table, one.code, self._language)
        return Point(label, one.value, one.lower, one.upper)

    def points(self, figures: Sequence[Figure], table: str) -> Iterator[Point]:
        return (self.point(one) for one in figures if one.table == table)

    def over_time(self, series: Series) -> list[Panel]:
        """Return a panel for each threat with a point for each release."""
        shown = list(series)[-_MOST_LINES:]
        found: dict[str, list[Point]] = {}
        for name, figures in shown:
            for one in figures:
                if one.table == "threat":
                    found.setdefault(one.code, []).append(self.point(one, name))
        return [
            Panel(code_name(self._lists, "threat", code, self._language), tuple(points))
            for code, points in found.items()
        ]

    def steps(self, figures: Sequence[Figure]) -> list[Panel]:
        """Return a panel for each platform that is shown, with the share of each step."""
        wholes = {one.code: one.value for one in figures if one.table == "platform"}
        cells: dict[str, list[Point]] = {}
        for one in figures:
            if one.table == f"platform{CROSS}finding":
                platform, step = one.code.split(CROSS)
                whole = wholes[platform]
                if step == "none" or not whole:
                    continue
                cells.setdefault(platform, []).append(Point(step, _share(one, whole)))
        return [
            Panel(code_name(self._lists, "platform", code, self._language), tuple(points))
            for code, points in cells.items()
            if any(point.value is not None for point in points)
        ]

    def tiles(self, figures: Sequence[Figure], table: str) -> list[Panel]:
        """Return a panel for each region; its title is the place of its tile."""
        found = []
        for one in figures:
            if one.table == table:
                place = _PLACES[one.code]
                if table == "world_region" and one.code == "unknown":
                    place = _COARSE_UNKNOWN
                found.append(Panel(f"{place[0]},{place[1]}", (self.point(one),)))
        return found
