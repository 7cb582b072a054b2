"""Plots: drawn once by a process of their own, the same bytes each time, a table beside each."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from hrd_report.errors import NotReady
from hrd_report.records.facts import Part
from hrd_report.statistics import preview
from hrd_report.statistics.counting import count
from hrd_report.statistics.display import Figure, Status
from hrd_report.statistics.drawing import draw
from hrd_report.statistics.files import Words
from hrd_report.statistics.labels import code_name
from hrd_report.statistics.plan import plan_of
from hrd_report.statistics.plots import palette, running, told
from hrd_report.statistics.shown import plots as shown
from hrd_report.statistics.shown.tables import Reading
from hrd_report.statistics.tiers import MIDDLE, SMALL

pytestmark = pytest.mark.slow

KINDS = {
    "S": {"threats", "outcomes", "regions"},
    "M": {"threats", "outcomes", "regions", "steps", "times"},
}


@pytest.fixture(scope="module")
def words(lists):
    return Words(lists, ("fr", "en"), "Example")


def figures_of(tier, many, lists):
    plan = plan_of(tier, Part.CLOSE, lists)
    return draw(count(preview.invented(many, lists), plan.tables), plan).figures


@pytest.fixture(scope="module")
def small(lists):
    return figures_of(SMALL, 300, lists)


@pytest.fixture(scope="module")
def charts(small, words):
    return told.charts(small, [("2025", small), ("2026", small)], words)


@pytest.mark.parametrize(("tier", "many"), [(SMALL, 300), (MIDDLE, 4_000)], ids=["S", "M"])
def test_a_release_has_the_plots_that_its_tables_allow(tier, many, lists, words):
    figures = figures_of(tier, many, lists)
    plots = list(told.plots_of(figures, [("2026", figures)], words, "en"))
    assert {plot.name.removesuffix(".en") for plot in plots} == KINDS[tier.id]
    assert all(plot.title and plot.text and plot.panels for plot in plots)


def test_the_same_figures_give_the_same_pictures(small, words, charts):
    assert told.charts(small, [("2025", small), ("2026", small)], words) == charts


def test_every_picture_is_there_as_svg_and_png_in_each_language(charts):
    names = {name for name in charts if name != told.FILE}
    assert names == {
        f"{kind}.{code}.{form}"
        for kind in KINDS["S"]
        for code in ("fr", "en")
        for form in ("svg", "png")
    }
    assert all(charts[name].startswith(b"\x89PNG") for name in names if name.endswith("png"))


def test_a_drawing_says_what_it_shows_runs_nothing_and_asks_nobody(charts):
    for name, data in charts.items():
        if not name.endswith(".svg"):
            continue
        root = ET.fromstring(data)  # noqa: S314 - our own bytes
        assert root.get("role") == "img"
        assert [child.tag.rsplit("}")[-1] for child in root[:2]] == ["title", "desc"]
        assert all(child.text for child in root[:2])
        assert b"prefers-color-scheme:dark" in data
        assert b"<script" not in data
        assert b'href="http' not in data
        assert palette.INK.encode() not in data.split(b"</style>", 1)[1]


def test_beside_each_plot_stands_the_same_as_a_table(charts, lists, small):
    rows = shown.plots(charts, "/base", Reading(lists, {}, "fr"), "fr")
    assert {row["id"] for row in rows} == KINDS["S"]
    threats = next(row for row in rows if row["id"] == "threats")
    assert threats["table"]["heads"] == ["2025", "2026"]
    harassment = next(one for one in small if (one.table, one.code) == ("threat", "harassment"))
    assert threats["table"]["rows"][0]["cells"][0].startswith(str(harassment.value))
    assert threats["svg"] == "/base/plots/threats.fr.svg"
    assert (threats["width"], threats["height"]) > (700, 200)


def test_a_language_that_was_not_drawn_is_shown_in_the_first_one(charts, lists):
    only = [plot for plot in json.loads(charts[told.FILE]) if plot["name"].endswith(".fr")]
    there = charts | {told.FILE: json.dumps(only).encode()}
    rows = shown.plots(there, "", Reading(lists, {}, "en"), "fr")
    assert {row["png"].split(".")[1] for row in rows} == {"fr"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_two_codes_of_a_list_bear_the_same_name(lists, language):
    for name, codes in lists.items():
        said = [code_name(lists, name, code, language) for code in codes.codes]
        assert len(set(said)) == len(said), name


def test_what_is_too_small_to_show_is_in_no_plot(words, charts):
    hidden = Figure("threat", "doxing", None, None, None, Status.BELOW_THRESHOLD)
    whole = Figure("total", "all", 50, 40, 60, Status.OK)
    (plot, *_) = told.plots_of([whole, hidden], [("2026", [hidden])], words, "en")
    assert [(point.value, point.low) for point in plot.panels[0].points] == [(None, None)]
    assert "null" in charts[told.FILE].decode() or all(
        point["value"] is not None
        for one in json.loads(charts[told.FILE])
        for panel in one["panels"]
        for point in panel["points"]
    )


def test_a_share_that_its_own_error_drowns_is_left_out(words):
    def cell(code, value, half):
        return Figure("platform*finding", code, value, value - half, value + half, Status.OK)

    figures = [
        Figure("total", "all", 300, 290, 310, Status.OK),
        Figure("platform", "x", 200, 190, 210, Status.OK),
        cell("x*1", 100, 20),
        cell("x*2", 100, 40),
    ]
    plots = told.plots_of(figures, [], words, "en")
    steps = next(plot for plot in plots if plot.name == "steps.en")
    assert [point.value for point in steps.panels[0].points] == [50.0, None]


def test_a_drawing_process_that_fails_is_a_refusal(monkeypatch):
    monkeypatch.setattr(running, "_COMMAND", (sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(NotReady, match="plots_failed"):
        running.draw([])


def test_no_serving_process_loads_the_drawing_library():
    code = (
        "import sys, hrd_report.app; sys.exit(bool({'matplotlib', 'xlsxwriter'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
