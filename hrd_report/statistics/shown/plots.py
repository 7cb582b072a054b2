"""Plots of a release on its page: the picture, its words, and the same as a table. Draws none."""

import json
import struct
from collections.abc import Mapping
from typing import Any, Final

from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.statistics.labels import code_name
from hrd_report.statistics.plots.shapes import Panel, Plot, Point, read
from hrd_report.statistics.plots.told import FILE
from hrd_report.statistics.shown.tables import DASH, Reading, Row, say

HEAT: Final = "heat"
_LEVELS: Final = (10, 35, 60, 80)
_KEY: Final = (
    N_("under 10"),
    N_("10 to 34"),
    N_("35 to 59"),
    N_("60 to 79"),
    N_("80 and more"),
)
_SIZE: Final = slice(16, 24)
_DOTS, _PIXELS = 110, 96


def plots(inside: Mapping[str, bytes], base: str, reading: Reading, first: str) -> list[Row]:
    """Return the plots that a release has in a language, or in the `first` one it was drawn in."""
    language = reading.language
    told = [read(raw) for raw in json.loads(inside.get(FILE, b"[]"))]
    mine = [plot for plot in told if plot.name.endswith(f".{language}")]
    mine = mine or [plot for plot in told if plot.name.endswith(f".{first}")]
    return [_plot(plot, inside[f"{plot.name}.png"], base, reading) for plot in mine]


def _plot(plot: Plot, png: bytes, base: str, reading: Reading) -> Row:
    wide, high = (round(end * _PIXELS / _DOTS) for end in struct.unpack(">II", png[_SIZE]))
    return {
        "id": plot.name.split(".")[0],
        "title": plot.title,
        "note": plot.text,
        "svg": f"{base}/plots/{plot.name}.svg",
        "png": f"{base}/plots/{plot.name}.png",
        "width": wide,
        "height": high,
        "heat": _heat(plot, reading) if plot.kind == HEAT else None,
        "table": _table(plot, reading.language),
    }


def _heat(plot: Plot, reading: Reading) -> dict[str, Any]:
    steps = [point.label for point in _first(plot.panels)]
    return {
        "columns": [
            {"number": step, "label": code_name(reading.lists, "finding", step, reading.language)}
            for step in steps
        ],
        "key": [
            {"level": level, "text": say(reading.language, text)} for level, text in enumerate(_KEY)
        ],
        "rows": [
            {"name": panel.title, "cells": [_cell(point) for point in panel.points]}
            for panel in plot.panels
        ],
    }


def _cell(point: Point) -> Row:
    if point.value is None:
        return {"text": "··", "level": 0}
    return {"text": f"{point.value:.0f}", "level": sum(point.value >= edge for edge in _LEVELS)}


def _table(plot: Plot, language: str) -> dict[str, Any]:
    """Return the same numbers as a table: one row for each panel, or for each point of the one."""
    heads: list[str] = []
    if len(plot.panels) == 1:
        rows = [(one.label, [one]) for one in plot.panels[0].points]
    elif plot.kind == "tiles":
        rows = [(panel.points[0].label, list(panel.points)) for panel in plot.panels]
    else:
        rows = [(panel.title, list(panel.points)) for panel in plot.panels]
        heads = [point.label for point in _first(plot.panels)]
    return {
        "heads": heads or [say(language, N_("Defenders"))],
        "rows": [
            {"name": name, "cells": [_said(point, language) for point in points]}
            for name, points in rows
        ],
    }


def _first(panels: tuple[Panel, ...]) -> tuple[Point, ...]:
    return panels[0].points if panels else ()


def _said(point: Point, language: str) -> str:
    if point.value is None:
        return "··"
    value = formats.number(round(point.value), language)
    if point.low is None or point.high is None:
        return value
    ends = (formats.number(round(end), language) for end in (point.low, point.high))
    return f"{value} ({DASH.join(ends)})"
