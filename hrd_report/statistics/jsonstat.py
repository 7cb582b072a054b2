"""Figures as JSON-stat 2.0: a collection with one dataset for each table. Draws none.

Source: JSON-stat 2.0 (json-stat.org/full). Value and range are categories of a `measure` dimension,
so that programs that know no more than the format see all three.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from hrd_report.statistics.display import Figure
from hrd_report.statistics.recode import CROSS

JSONSTAT: Final = "figures.json"
VERSION: Final = "2.0"

Label = Callable[[str, str], str]
"""Names a code of a dimension, in English."""

_MEASURES: Final = {"value": "Defenders", "lower95": "Lower end", "upper95": "Upper end"}


def jsonstat(figures: Sequence[Figure], title: str, day: str, label: Label) -> bytes:
    """Return all tables as one collection. Hidden figures are null, with a status that says so."""
    datasets = [
        _dataset(table, list(cells), day, label)
        for table, cells in groupby(figures, key=lambda one: one.table)
    ]
    whole = {
        "version": VERSION,
        "class": "collection",
        "label": title,
        "updated": day,
        "link": {"item": datasets},
    }
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return (text + "\n").encode()


def _dataset(table: str, cells: Sequence[Figure], day: str, label: Label) -> Mapping[str, Any]:
    names = table.split(CROSS)
    codes = [one.code.split(CROSS) for one in cells]
    lists = {name: list(dict.fromkeys(code[i] for code in codes)) for i, name in enumerate(names)}
    return {
        "version": VERSION,
        "class": "dataset",
        "label": table,
        "updated": day,
        "id": [*names, "measure"],
        "size": [*(len(found) for found in lists.values()), len(_MEASURES)],
        "role": {"metric": ["measure"]},
        "dimension": {
            name: {"category": {"index": found, "label": {c: label(name, c) for c in found}}}
            for name, found in lists.items()
        }
        | {"measure": {"category": {"index": list(_MEASURES), "label": _MEASURES}}},
        "value": [number for one in cells for number in (one.value, one.lower, one.upper)],
        "status": {
            str(place * len(_MEASURES)): one.status.value
            for place, one in enumerate(cells)
            if one.value is None
        },
    }
