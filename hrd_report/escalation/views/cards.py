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
_ENOUGH: Final = 10
"""Of fewer no percentage is said."""
_MARKS: Final = ("met", "partly", "partly", "not_met", "not_met")
"""The mark of each tint: what a colour says is said by a shape too."""
_HEADS: Final = {"platform": N_("Platform"), "threat": N_("Threat"), "language": N_("Language")}
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
    names = {one.platform: name_of(one.platform, "platform", reference) for one in judged}
    platforms = sorted(names, key=lambda one: formats.sorting(names[one]))
    return {
        "columns": [
            {"number": one.id, "label": "", "title": pages.say(one.title)}
            for one in reference.steps
        ],
        "rows": [
            {
                "name": names[platform],
                "cells": [_cell(cells.get((platform, one.id))) for one in reference.steps],
            }
            for platform in platforms
        ],
        "key": [
            {"level": 0, "mark": _MARKS[0], "text": pages.say(N_("never failed"))},
            *({"level": n, "mark": _MARKS[n], "text": _quarters(n)} for n in range(1, _TINTS)),
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
            {
                "text": name_of(platform, "platform", reference),
                "strong": True,
                "note": name_of(threat, "threat", reference),
            },
            str(number),
            ", ".join(
                f"{pages.say(reference.decision(code).label)} {count}"
                for code, count in sorted(actions[platform, threat].items())
            ),
        ]
        for (platform, threat), number in sorted(counted.items(), key=_place)
    ]


def head(split: str) -> str:
    """Return what the first column of a split holds."""
    return pages.say(_HEADS[split])


def _place(one: tuple[tuple[str, str], int]) -> tuple[str, bool, str]:
    """Order by host; what was not classified stands last."""
    (platform, threat), _ = one
    return platform, not threat, threat


def name_of(name: str, split: str, reference: Reference) -> str:
    """Return what people call a value of a split."""
    try:
        if split == "platform":
            return pages.say(reference.platform(name).name)
        if split == "threat" and name:
            return pages.say(reference.threat(name).label)
        if split == "language" and name:
            return formats.language_name(name, pages.language())
    except NotFound:
        return name
    return name or pages.say(N_("not classified"))


def _times(times: Times) -> dict[str, str]:
    if times.median is None or times.p90 is None:
        return {"text": _NONE}
    known = (times.median, times.p90)
    median, p90 = (formats.number(round(one), pages.language()) for one in known)
    return {
        "text": pages.say(N_("%(hours)s h"), hours=median),
        "note": pages.say(N_("9 of 10 in %(hours)s h"), hours=p90),
    }


def _share(part: int, whole: int) -> dict[str, str]:
    """Return a share with what it is a share of; of a few no percentage."""
    if not whole:
        return {"text": _NONE}
    language = pages.language()
    numbers = {
        "part": formats.number(part, language),
        "whole": formats.number(whole, language),
    }
    said = pages.say(N_("%(part)s of %(whole)s"), **numbers)
    if whole < _ENOUGH:
        return {"text": said}
    return {"text": formats.percent(part / whole, language), "note": said}


def _cell(cell: Cell | None) -> dict[str, Any]:
    if cell is None:
        return {"text": _NONE}
    if cell.judged == 0:
        return {"text": _UNKNOWN if cell.unknown else _NONE}
    if cell.level is None:
        return {"text": _FEW}
    language = pages.language()
    return {
        "text": formats.number(cell.failed, language),
        "of": formats.number(cell.judged, language),
        "level": cell.level,
        "mark": _MARKS[cell.level],
    }


def _quarters(level: int) -> str:
    return pages.say(N_("failed in up to %(percent)s %%"), percent=str(25 * level))
