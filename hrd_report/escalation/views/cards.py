"""Lays scorecards out as tables: a number in every cell, and a word for what is not known."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from hrd_report.documents.scorecards import JudgedDocument, LineDocument
from hrd_report.errors import NotFound
from hrd_report.escalation import scorecard
from hrd_report.escalation.scorecard import Card, Cell, Times
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference
from hrd_report.web import pages

_NONE: Final = "\N{EN DASH}"
_TINTS: Final = 5
_FEW, _UNKNOWN = "\N{MIDDLE DOT}\N{MIDDLE DOT}", "?"
_SPLITS: Final = {
    "platform": N_("By platform"),
    "threat": N_("By threat"),
    "language": N_("By language"),
}


def acted(reference: Reference) -> frozenset[str]:
    """Return the decisions by which something changed."""
    return frozenset(one.id for one in reference.decisions if one.result in {"granted", "partly"})


def splits(at: str) -> list[dict[str, Any]]:
    """Return the ways to split the table, as tabs."""
    return [
        {"href": f"/desk/scorecard?by={name}", "label": pages.say(label), "current": name == at}
        for name, label in _SPLITS.items()
    ]


def rows(found: Iterable[Card], split: str, reference: Reference) -> list[list[Any]]:
    """Return the cards as rows of a table."""
    return [
        [
            {"text": name_of(card.name, split, reference), "strong": True},
            str(card.notices),
            _times(card.acknowledged),
            _times(card.decided),
            _share(card.silent, card.notices),
            _share(card.acted, card.items),
            _share(card.overturned, card.contested),
            _share(card.reappeared, card.looked),
        ]
        for card in found
    ]


def heat(judged: Sequence[JudgedDocument], reference: Reference) -> dict[str, Any]:
    """Return the table of platforms by steps: failed of judged, tinted by the share."""
    cells = scorecard.heat(judged)
    platforms = dict.fromkeys(one.platform for one in judged)
    return {
        "columns": [
            {"number": one.id, "label": "", "title": pages.say(one.title)}
            for one in reference.steps
        ],
        "rows": [
            {
                "name": name_of(platform, "platform", reference),
                "cells": [_cell(cells.get((platform, one.id))) for one in reference.steps],
            }
            for platform in platforms
        ],
        "key": [
            {"level": 0, "text": pages.say(N_("never failed"))},
            *({"level": n, "text": _quarters(n)} for n in range(1, _TINTS)),
            {"text": pages.say(N_("%(mark)s too few to say"), mark=_FEW)},
            {"text": pages.say(N_("%(mark)s judged unknown"), mark=_UNKNOWN)},
        ],
    }


def flagged(lines: Iterable[LineDocument], reference: Reference) -> list[list[Any]]:
    """Return notices of illegal content by host, kind of threat, and action taken (Art. 22(3))."""
    counted: Counter[tuple[str, str]] = Counter()
    actions: dict[tuple[str, str], Counter[str]] = {}
    for one in lines:
        if one.kind == "illegal" and scorecard.is_notice(one):
            place = (one.platform, one.threat)
            counted[place] += 1
            taken = one.items or ("no_response",) * one.asked
            actions.setdefault(place, Counter()).update(taken)
    return [
        [
            {"text": name_of(platform, "platform", reference), "strong": True},
            name_of(threat, "threat", reference),
            str(number),
            ", ".join(
                f"{pages.say(reference.decision(code).label)} {count}"
                for code, count in sorted(actions[platform, threat].items())
            ),
        ]
        for (platform, threat), number in sorted(counted.items())
    ]


def name_of(name: str, split: str, reference: Reference) -> str:
    """Return what people call a value of a split."""
    try:
        if split == "platform":
            return pages.say(reference.platform(name).name)
        if split == "threat" and name:
            return pages.say(reference.threat(name).label)
    except NotFound:
        return name
    return name or pages.say(N_("not classified"))


def _times(times: Times) -> str:
    if times.median is None or times.p90 is None:
        return _NONE
    language = pages.language()
    return pages.say(
        N_("%(median)s h, 9 of 10 in %(p90)s h"),
        median=formats.number(round(times.median), language),
        p90=formats.number(round(times.p90), language),
    )


def _share(part: int, whole: int) -> str:
    return (
        pages.say(N_("%(part)s of %(whole)s"), part=str(part), whole=str(whole)) if whole else _NONE
    )


def _cell(cell: Cell | None) -> dict[str, Any]:
    if cell is None:
        return {"text": _NONE}
    if cell.judged == 0:
        return {"text": _UNKNOWN if cell.unknown else _NONE}
    if cell.level is None:
        return {"text": _FEW}
    return {"text": str(cell.failed), "of": str(cell.judged), "level": cell.level}


def _quarters(level: int) -> str:
    return pages.say(N_("failed in up to %(percent)s %%"), percent=str(25 * level))
