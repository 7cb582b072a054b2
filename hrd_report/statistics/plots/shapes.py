"""What a plot is told: words and released numbers, ready to draw. Draws none."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Point:
    """A released number with its range; all three are missing where it was too small to show."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A series of points with a heading."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot in one language: its file's stem, its kind, its words, its numbers."""

    name: str
    kind: str
    title: str
    text: str
    panels: tuple[Panel, ...]
    words: dict[str, str] = field(default_factory=dict)


def read(raw: dict[str, Any]) -> Plot:
    """Return a plot from the form in which it crosses to the drawing process."""
    panels = tuple(
        Panel(one["title"], tuple(Point(**point) for point in one["points"]))
        for one in raw["panels"]
    )
    return Plot(**{**raw, "panels": panels})
