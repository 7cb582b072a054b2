"""Tables that follow from released figures alone: other countries, and codes of other data sets.

Sees nothing exact and costs nothing: what is shown is added up once more, in another shape.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from hrd_report.documents.facts import CodeList
from hrd_report.statistics.display import Figure, Precision, Status, hidden
from hrd_report.statistics.drawing import Drawing
from hrd_report.statistics.recode import CROSS

OTHER_COUNTRIES: Final = "other_countries"
"""By region: all countries of it that are not shown by name."""

DSA: Final = "dsa_category"
"""Threats by the categories of the DSA Transparency Database."""


def other_countries(
    figures: Sequence[Figure], countries: CodeList, regions: Sequence[str], least: int
) -> Iterator[Figure]:
    """Yield for each region what its shown countries leave over. A hidden region stays hidden."""
    of_region = {one.code: one for one in figures if one.table == "region"}
    for region in regions:
        whole, name = of_region[region], (OTHER_COUNTRIES, region)
        shown = [
            one
            for one in figures
            if one.table == "country" and one.value is not None
            if countries.into.get(one.code) == region
        ]
        yield _left(name, whole, shown, least)


def _left(name: tuple[str, str], whole: Figure, shown: Sequence[Figure], least: int) -> Figure:
    if whole.value is None or whole.lower is None or whole.upper is None:
        return hidden(name)
    value = whole.value - sum(one.value or 0 for one in shown)
    if value < least:
        return hidden(name)
    # The errors are independent at worst: their squares add up.
    half = _half([whole, *shown])
    return Figure(
        *name, value, max(0, math.ceil(value - half)), math.floor(value + half), Status.OK
    )


def folded(
    table: str, into: Mapping[str, str], codes: Sequence[str], figures: Sequence[Figure], least: int
) -> Iterator[Figure]:
    """Yield a table with other codes: each is the sum of shown figures that fold into it."""
    for code in codes:
        parts = [one for one in figures if into.get(one.code) == code and one.value is not None]
        value = sum(one.value or 0 for one in parts)
        if value < least:
            yield hidden((table, code))
            continue
        half = _half(parts)
        lower, upper = max(0, math.ceil(value - half)), math.floor(value + half)
        yield Figure(table, code, value, lower, upper, Status.OK)


def with_derived(drawing: Drawing, lists: Mapping[str, CodeList]) -> Drawing:
    """Return the drawing with the tables that follow from it, before those of three dimensions."""
    like = {one.table: one for one in drawing.precisions}
    added: dict[str, tuple[Figure, ...]] = {}
    if "country" in like:
        found = other_countries(
            drawing.figures, lists["country"], lists["region"].codes, like["region"].threshold
        )
        added[OTHER_COUNTRIES] = tuple(found)
    threats, categories = lists["threat"], lists[DSA].codes
    of_threats = [one for one in drawing.figures if one.table == "threat"]
    added[DSA] = tuple(folded(DSA, threats.into, categories, of_threats, like["threat"].threshold))
    whole = (*added.get(OTHER_COUNTRIES, ()), *added[DSA])
    at = next(
        (place for place, one in enumerate(drawing.figures) if one.table.count(CROSS) > 1),
        len(drawing.figures),
    )
    source = {OTHER_COUNTRIES: like.get("region"), DSA: like["threat"]}
    return replace(
        drawing,
        figures=(*drawing.figures[:at], *whole, *drawing.figures[at:]),
        precisions=(
            *drawing.precisions,
            *(_precision(name, len(rows), source[name]) for name, rows in added.items()),
        ),
    )


def _precision(table: str, rows: int, like: Precision | None) -> Precision:
    if like is None:
        raise ValueError("a derived table has a source")
    return Precision(table, rows, like.sigma, like.threshold)


def _half(figures: Sequence[Figure]) -> float:
    wide = [((one.upper or 0) - (one.lower or 0)) / 2 for one in figures]
    return math.sqrt(sum(half * half for half in wide))
