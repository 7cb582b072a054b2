"""Draws a lifecycle's table as SVG: its states in a column, its steps as arcs. Reads no row.

Steps forward run down the right side, steps back up the left; what only the program does is
dashed. Attributes alone, no styles: the same picture stands on a page and in a document.
"""

import enum
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from markupsafe import Markup

from hrd_report.i18n.marks import N_
from hrd_report.lifecycle import Lifecycle

HELP: Final = "/desk/help"
HELP_ON_ESCALATIONS: Final = "/desk/help/escalations"

Say = Callable[[str], str]
Labels = Mapping[Any, str]

WHO: Final = {
    "lead": N_("Leads"),
    "caseworker": N_("Caseworkers"),
    "program": N_("The program"),
    "defender": N_("The defender"),
}
_ROW: Final = 44
_BOX: Final = 250
_HIGH: Final = 28
_NEAR: Final = 16
_FAR: Final = 13
_HEAD: Final = 5
_DAY: Final = 'color="#1e1b17"'


def order(table: Lifecycle[Any]) -> list[enum.Enum]:
    """Return the states that can be reached, as they are declared."""
    reached = table.states()
    return [one for one in type(table.first) if one in reached]


def draw(table: Lifecycle[Any], labels: Labels, say: Say, *, alone: bool = False) -> str:
    """Return the picture of a table; `alone`, for a file, it brings its own ground and ink."""
    states = order(table)
    side = _NEAR + _FAR * len(states)
    wide, tall = _BOX + 2 * side, _ROW * len(states)
    ground = f'<rect width="{wide}" height="{tall}" fill="#fcfbf8"/>' if alone else ""
    boxes = [
        f'<rect x="{side}" y="{_ROW * at + 8}" width="{_BOX}" height="{_HIGH}" fill="none" '
        f'stroke="currentColor"/><text x="{side + _BOX // 2}" y="{_ROW * at + 27}" '
        f'text-anchor="middle" fill="currentColor" font-size="14">{escape(say(labels[state]))}'
        "</text>"
        for at, state in enumerate(states)
    ]
    pairs: dict[tuple[int, int], bool] = {}
    for one in table.steps:
        pair = (states.index(one.before), states.index(one.after))
        pairs[pair] = pairs.get(pair, True) and one.who == {"program"}
    arcs = [_arc(before, after, side, dashed=pairs[before, after]) for before, after in pairs]
    # A page names it beside; a file has nobody else to name it.
    name = f"<title>{escape(table.name)}</title>" if alone else ""
    own = f'xmlns="http://www.w3.org/2000/svg" {_DAY} font-family="sans-serif"' if alone else ""
    hidden = "" if alone else ' aria-hidden="true"'
    return (
        f'<svg {own} viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}"{hidden}>'
        f"{name}{ground}{''.join(boxes)}{''.join(arcs)}</svg>"
    )


def context(
    table: Lifecycle[Any], labels: Labels, needs: Labels, title: str, say: Say
) -> dict[str, Any]:
    """Return what `parts/lifecycle.html` shows of a table."""
    return {
        "id": table.name,
        "title": say(title),
        "picture": Markup(draw(table, labels, say)),  # noqa: S704 - our own drawing
        "rows": rows(table, labels, needs, say),
    }


def tabs(at: str, say: Say) -> list[dict[str, Any]]:
    """Return the help pages, each of them of the zone that owns what it explains."""
    pages = ((HELP, N_("Reports, cases, measures")), (HELP_ON_ESCALATIONS, N_("Escalations")))
    return [{"href": to, "label": say(text), "current": to == at} for to, text in pages]


def rows(table: Lifecycle[Any], labels: Labels, needs: Labels, say: Say) -> list[list[str]]:
    """Return the table as text: from, to, who may, what is needed; one row for each step."""
    told: dict[tuple[Any, Any], tuple[set[str], set[str]]] = {}
    for one in table.steps:
        who, needed = told.setdefault((one.before, one.after), (set(), set()))
        who |= one.who
        needed |= one.needs
    states = order(table)
    found = sorted(told, key=lambda pair: (states.index(pair[0]), states.index(pair[1])))
    return [
        [
            say(labels[before]),
            say(labels[after]),
            ", ".join(say(text) for name, text in WHO.items() if name in told[before, after][0]),
            ", ".join(sorted(say(needs.get(name, name)) for name in told[before, after][1])),
        ]
        for before, after in found
    ]


def _arc(before: int, after: int, side: int, *, dashed: bool) -> str:
    down = after > before
    edge, turn = (side + _BOX, 1) if down else (side, -1)
    # Leaving a box below its middle and entering above it keeps the two apart.
    start, end = _ROW * before + 22 + 6 * turn, _ROW * after + 22 - 6 * turn
    far = edge + turn * (_NEAR + _FAR * (abs(after - before) - 1))
    line = f"M{edge} {start}H{far - turn * 6}Q{far} {start} {far} {start + turn * 6}"
    line += f"V{end - turn * 6}Q{far} {end} {far - turn * 6} {end}H{edge + turn * _HEAD}"
    tip = f"M{edge} {end}l{turn * _HEAD * 2} -4v8z"
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<path d="{line}" fill="none" stroke="currentColor"{dash}/>'
        f'<path d="{tip}" fill="currentColor"/>'
    )
