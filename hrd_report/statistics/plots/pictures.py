"""Draws each kind of plot with matplotlib. Runs in a process of its own and knows no code list."""

import textwrap
from collections.abc import Iterable, Sequence
from math import ceil, floor, log10
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from hrd_report.statistics.plots import palette
from hrd_report.statistics.plots.shapes import Panel, Plot, Point

mpl.use("agg")
mpl.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "hrd-report",
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "text.color": palette.INK,
        "axes.edgecolor": palette.HAIR,
        "xtick.color": palette.MUTE,
        "ytick.color": palette.MUTE,
        "figure.facecolor": palette.GROUND,
        "axes.facecolor": palette.GROUND,
    }
)

Axes = Any
"""matplotlib's own type, which it does not declare strictly."""

_WIDE: Final = 9.0
_ACROSS: Final = 4
_TILE: Final = 0.72
_LETTERS: Final = 17
"""How many letters of a name stand in one line of the narrowest tile."""
_LEVELS: Final = (10, 35, 60, 80)
"""From which share on, in per cent, a cell of a heat table has the next ink."""


def level(share: float) -> int:
    """Return the ink (0 to 4) of a share in per cent."""
    return sum(share >= edge for edge in _LEVELS)


def lines(plot: Plot) -> Figure:
    """Draw small multiples on one scale: a line and its band, the last value as text."""
    rows = ceil(len(plot.panels) / _ACROSS)
    figure = Figure(figsize=(_WIDE, 1.75 * rows), layout="constrained")
    top = _top(point for panel in plot.panels for point in panel.points)
    axes = figure.subplots(rows, _ACROSS, squeeze=False)
    for place, one in enumerate(axes.flat):
        if place < len(plot.panels):
            _line(one, plot.panels[place], top)
        else:
            one.set_axis_off()
    return figure


def bars(plot: Plot) -> Figure:
    """Draw lying bars with the bracket of their range."""
    (panel,) = plot.panels
    figure = Figure(figsize=(_WIDE, 0.42 * len(panel.points) + 0.3), layout="constrained")
    axes = figure.subplots()
    top = _top(panel.points)
    for place, point in enumerate(panel.points):
        _bar(axes, place, point, top)
    _names(axes, [point.label for point in panel.points])
    axes.set_xlim(0, top * 1.12)
    axes.set_xticks([])
    return figure


def waterfall(plot: Plot) -> Figure:
    """Draw how the whole falls apart: the first point is the whole, the others its parts."""
    (panel,) = plot.panels
    whole, *parts = panel.points
    figure = Figure(figsize=(_WIDE, 0.42 * len(panel.points) + 0.3), layout="constrained")
    axes = figure.subplots()
    top = max(1.0, whole.value or 0, sum(part.value or 0 for part in parts))
    _block(axes, 0, 0, whole, palette.HEAT[4])
    done = 0.0
    for place, part in enumerate(parts, start=1):
        _block(axes, place, done, part, palette.HEAT[3])
        if part.value is not None:
            done += part.value
        if part.value is not None and place < len(parts):
            axes.plot([done, done], [place + 0.3, place + 0.7], color=palette.MUTE, linewidth=0.8)
    _names(axes, [point.label for point in panel.points])
    axes.set_xlim(0, top * 1.18)
    axes.set_xticks([])
    return figure


def heat(plot: Plot) -> Figure:
    """Draw a table of shares in five inks, with the number in each cell."""
    columns = [point.label for point in plot.panels[0].points]
    figure = Figure(figsize=(_WIDE, 0.34 * len(plot.panels) + 0.5), layout="constrained")
    axes = figure.subplots()
    for row, panel in enumerate(plot.panels):
        for column, point in enumerate(panel.points):
            _cell(axes, column, row, point)
    axes.set_xlim(0, len(columns))
    axes.set_ylim(len(plot.panels), 0)
    axes.set_xticks([place + 0.5 for place in range(len(columns))], columns)
    axes.set_yticks([row + 0.5 for row in range(len(plot.panels))], [p.title for p in plot.panels])
    axes.tick_params(length=0, top=False, labeltop=True, labelbottom=False, labelcolor=palette.INK)
    axes.spines[:].set_visible(False)
    return figure


def tiles(plot: Plot) -> Figure:
    """Draw a map of equal tiles: place by `column,row` in a panel's title, ink by number."""
    points = [(panel.title.split(","), panel.points[0]) for panel in plot.panels]
    top = max((point.value or 0 for _, point in points), default=0) or 1.0
    wide = 1 + max(int(place[0]) for place, _ in points)
    high = 1 + max(int(place[1]) for place, _ in points)
    figure = Figure(figsize=(_WIDE, _TILE * high), layout="constrained")
    axes = figure.subplots()
    for (column, row), point in points:
        _tile(axes, (int(column), int(row)), point, top)
    axes.set_xlim(0, wide)
    axes.set_ylim(high, 0)
    axes.set_axis_off()
    return figure


KINDS: Final = {"lines": lines, "bars": bars, "waterfall": waterfall, "heat": heat, "tiles": tiles}


def laid_out(plot: Plot) -> Figure:
    """Draw a plot and settle its layout once: else each of its two files would work it out anew."""
    figure = KINDS[plot.kind](plot)
    if (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)
        figure.set_layout_engine("none")
    return figure


def _top(points: Iterable[Point]) -> float:
    """Return the next round number (1, 2, 2.5, 5 times a power of ten) above all ranges."""
    top = max((point.high or 0 for point in points), default=0) or 1.0
    power = 10.0 ** floor(log10(top))
    return next(power * step for step in (1, 2, 2.5, 5, 10) if power * step >= top)


def said(value: float) -> str:
    """Return a number with narrow spaces between thousands: understood in every language."""
    return f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _line(axes: Axes, panel: Panel, top: float) -> None:
    axes.set_title(panel.title, loc="left", fontfamily="DejaVu Serif", fontsize=10, weight="bold")
    for piece in _pieces(panel.points):
        x = [place for place, _ in piece]
        axes.fill_between(
            x,
            [point.low or 0 for _, point in piece],
            [point.high or 0 for _, point in piece],
            color=palette.HEAT[2],
            linewidth=0,
        )
        axes.plot(x, [point.value for _, point in piece], color=palette.ACCENT, linewidth=1.6)
        if len(piece) == 1:
            ((place, point),) = piece
            axes.plot([place] * 2, [point.low, point.high], color=palette.HEAT[3], linewidth=5)
            axes.plot([place], [point.value], "o", color=palette.ACCENT, markersize=4)
    for place, point in enumerate(panel.points):
        if point.value is None:
            axes.plot([place - 0.25, place + 0.25], [0, 0], color=palette.MUTE, linewidth=1.4)
    _last(axes, panel.points)
    axes.set_ylim(0, top * 1.08)
    axes.set_xlim(-0.5, len(panel.points) - 0.5 + max(0.6, len(panel.points) * 0.22))
    axes.set_yticks([0, top / 2, top], ["0", said(top / 2), said(top)])
    ends = sorted({0, len(panel.points) - 1})
    axes.set_xticks(ends, [panel.points[place].label for place in ends])
    axes.grid(visible=True, axis="y", color=palette.HAIR, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=8)
    axes.spines[:].set_visible(False)


def _pieces(points: Sequence[Point]) -> list[list[tuple[int, Point]]]:
    """Return stretches without a gap: what was too small to show stays a gap."""
    pieces: list[list[tuple[int, Point]]] = [[]]
    for place, point in enumerate(points):
        if point.value is None:
            pieces.append([])
        else:
            pieces[-1].append((place, point))
    return [piece for piece in pieces if piece]


def _last(axes: Axes, points: Sequence[Point]) -> None:
    place, last = len(points) - 1, points[-1]
    if last.value is not None:
        axes.plot([place], [last.value], "o", color=palette.ACCENT, markersize=4)
        axes.annotate(
            said(last.value),
            (place, last.value),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            weight="bold",
        )


def _bar(axes: Axes, place: int, point: Point, top: float) -> None:
    if point.value is None or point.low is None or point.high is None:
        axes.text(top * 0.005, place, "··", va="center", color=palette.MUTE)
        return
    axes.barh(place, point.value, height=0.5, color=palette.HEAT[3])
    axes.plot([point.low, point.high], [place, place], color=palette.INK, linewidth=1.2)
    for end in (point.low, point.high):
        axes.plot([end, end], [place - 0.25, place + 0.25], color=palette.INK, linewidth=1.2)
    axes.text(point.high + top * 0.012, place, said(point.value), va="center", weight="bold")


def _block(axes: Axes, place: int, start: float, point: Point, colour: str) -> None:
    if point.value is None:
        axes.text(start, place, " ··", va="center", color=palette.MUTE)
        return
    axes.barh(place, point.value, left=start, height=0.6, color=colour)
    half = ((point.high or 0) - (point.low or 0)) / 2
    axes.annotate(
        f"{said(point.value)} ± {said(half)}",
        (start + point.value, place),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        weight="bold",
    )


def _names(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(length=0, labelcolor=palette.INK)
    axes.spines[:].set_visible(False)


def _cell(axes: Axes, column: int, row: int, point: Point) -> None:
    ink = 0 if point.value is None else level(point.value)
    axes.add_patch(
        Rectangle(
            (column + 0.02, row + 0.03),
            0.96,
            0.94,
            facecolor=palette.HEAT[ink],
            edgecolor=palette.HAIR,
            linewidth=0.6,
        )
    )
    text = "··" if point.value is None else said(point.value)
    colour = palette.ON_DARKEST if ink == len(_LEVELS) else palette.INK
    axes.text(column + 0.5, row + 0.53, text, ha="center", va="center", color=colour)


def _tile(axes: Axes, at: tuple[int, int], point: Point, top: float) -> None:
    share = 0 if point.value is None else 100 * point.value / top
    ink = level(share) if point.value is not None else 0
    axes.add_patch(
        Rectangle(
            (at[0] + 0.015, at[1] + 0.02),
            0.97,
            0.96,
            facecolor=palette.HEAT[ink],
            edgecolor=palette.HAIR,
            linewidth=0.8,
        )
    )
    colour = palette.ON_DARKEST if ink == len(_LEVELS) else palette.INK
    number = "··" if point.value is None else said(point.value)
    name = "\n".join(textwrap.wrap(point.label, _LETTERS, break_long_words=False))
    axes.text(at[0] + 0.06, at[1] + 0.14, name, va="top", color=colour, fontsize=7.5)
    axes.text(at[0] + 0.06, at[1] + 0.78, number, va="center", color=colour, weight="bold")
