"""Figures as files that other programs read: CSV, with CSVW and Data Package metadata. Draws none.

Sources: RFC 4180 (CSV), W3C Metadata Vocabulary for Tabular Data (CSVW), Data Package 1.
"""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.statistics.display import Figure, Status
from hrd_report.statistics.recode import CROSS

FIGURES: Final = "figures.csv"
CSVW: Final = "figures.csv-metadata.json"
PACKAGE: Final = "datapackage.json"

_MOST: Final = 3

# Name, CSVW type, Data Package type, meaning.
_COLUMNS: Final = (
    ("table", "string", "string", "Table the figure stands in; total stands for all."),
    ("dim1", "string", "string", "First dimension: the name of a code list."),
    ("dim2", "string", "string", "Second dimension, in tables that have one."),
    ("dim3", "string", "string", "Third dimension, in tables that have one."),
    ("code1", "string", "string", "Code in the first dimension's list."),
    ("code2", "string", "string", "Code in the second dimension's list."),
    ("code3", "string", "string", "Code in the third dimension's list."),
    ("value", "nonNegativeInteger", "integer", "Figure; empty below the threshold."),
    ("lower95", "nonNegativeInteger", "integer", "Lower end of the 95 % range."),
    ("upper95", "nonNegativeInteger", "integer", "Upper end of the 95 % range."),
    ("status", "string", "string", "ok, or below_threshold: too few to show."),
)
_HEADER: Final = tuple(column[0] for column in _COLUMNS)
_KEY: Final = ("table", "code1", "code2", "code3")
_REQUIRED: Final = frozenset({"table", "dim1", "code1", "status"})
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def digest(data: bytes) -> str:
    """Return SHA-256 (FIPS 180-4) in hex."""
    return hashlib.sha256(data).hexdigest()


def tidy_files(figures: Sequence[Figure], name: str) -> dict[str, bytes]:
    """Return the table and its two descriptions by name; `name` is the release's."""
    table = figures_csv(figures)
    return {FIGURES: table, CSVW: _csvw(name), PACKAGE: _package(name, table)}


def figures_csv(figures: Sequence[Figure]) -> bytes:
    """Return one tidy CSV: a row for every figure, also for those too small to show."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for one in figures:
        numbers = (one.value, one.lower, one.upper)
        names = (*_spread(one.table), *_spread(one.code))
        cells = [_calm(one.table), *(_calm(name) for name in names)]
        writer.writerow([*cells, *numbers, one.status.value])
    return text.getvalue().encode()


def read_figures(table: bytes, most: int = _MOST) -> tuple[Figure, ...]:
    """Read figures back from our own CSV, up to tables of `most` dimensions, which stand first.

    Raises `Damaged` if it is not ours.
    """
    rows = csv.reader(io.StringIO(table.decode(), newline=""))
    if tuple(next(rows, ())) != _HEADER:
        raise Damaged("not a table of figures")
    fitting = takewhile(lambda row: row[0].count(CROSS) < most, rows)
    return tuple(_figure(*row) for row in fitting)


def _figure(table: str, *cells: str) -> Figure:
    codes = cells[_MOST : 2 * _MOST]
    value, lower, upper, status = cells[2 * _MOST :]
    numbers = (_number(value), _number(lower), _number(upper))
    return Figure(table, CROSS.join(code for code in codes if code), *numbers, Status(status))


def _spread(joined: str) -> list[str]:
    """Return a joined name in as many cells as there are columns for it."""
    names = joined.split(CROSS)
    return names + [""] * (_MOST - len(names))


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _calm(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _csvw(name: str) -> bytes:
    return _json(
        {
            "@context": "http://www.w3.org/ns/csvw",
            "url": FIGURES,
            "dc:title": f"Figures {name}",
            "dialect": {"lineTerminators": ["\r\n"]},
            "null": "",
            "tableSchema": {
                "columns": [
                    {
                        "name": column,
                        "titles": column,
                        "datatype": kind,
                        "required": column in _REQUIRED,
                        "dc:description": meaning,
                    }
                    for column, kind, _, meaning in _COLUMNS
                ],
                "primaryKey": list(_KEY),
            },
        }
    )


def _package(name: str, table: bytes) -> bytes:
    return _json(
        {
            "profile": "tabular-data-package",
            "name": f"figures-{name.lower()}",
            "title": f"Figures {name}",
            "resources": [
                {
                    "profile": "tabular-data-resource",
                    "name": "figures",
                    "path": FIGURES,
                    "bytes": len(table),
                    "hash": f"sha256:{digest(table)}",
                    "encoding": "utf-8",
                    "mediatype": "text/csv",
                    "schema": {
                        "fields": [
                            {"name": column, "type": kind, "description": meaning}
                            for column, _, kind, meaning in _COLUMNS
                        ],
                        "missingValues": [""],
                        "primaryKey": list(_KEY),
                    },
                }
            ],
        }
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True) + "\n").encode()
