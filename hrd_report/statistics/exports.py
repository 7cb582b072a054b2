"""Figures as files that other programs read: CSV, with CSVW and Data Package metadata. Draws none.

Sources: RFC 4180 (CSV), W3C Metadata Vocabulary for Tabular Data (CSVW), Data Package 1.
"""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from typing import Final

from hrd_report.errors import Damaged
from hrd_report.statistics.display import Figure, Status

FIGURES: Final = "figures.csv"
CSVW: Final = "figures.csv-metadata.json"
PACKAGE: Final = "datapackage.json"

# Name, CSVW type, Data Package type, meaning.
_COLUMNS: Final = (
    ("table", "string", "string", "Table the figure stands in; total stands for all."),
    ("code", "string", "string", "Code in the code list of that name."),
    ("value", "nonNegativeInteger", "integer", "Figure; empty below the threshold."),
    ("lower95", "nonNegativeInteger", "integer", "Lower end of the 95 % range."),
    ("upper95", "nonNegativeInteger", "integer", "Upper end of the 95 % range."),
    ("status", "string", "string", "ok, or below_threshold: too few to show."),
)
_HEADER: Final = tuple(column[0] for column in _COLUMNS)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def digest(data: bytes) -> str:
    """Return SHA-256 (FIPS 180-4) in hex."""
    return hashlib.sha256(data).hexdigest()


def files_of(figures: Sequence[Figure], name: str) -> dict[str, bytes]:
    """Return every file of a release by name; `name` is the bucket's."""
    table = figures_csv(figures)
    return {FIGURES: table, CSVW: _csvw(name), PACKAGE: _package(name, table)}


def figures_csv(figures: Sequence[Figure]) -> bytes:
    """Return one tidy CSV: a row for every figure, also for those too small to show."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for one in figures:
        numbers = (one.value, one.lower, one.upper)
        cells = [one.table, one.code, *numbers, one.status.value]
        writer.writerow([_calm("" if cell is None else str(cell)) for cell in cells])
    return text.getvalue().encode()


def read_figures(table: bytes) -> tuple[Figure, ...]:
    """Read figures back from our own CSV. Raises `Damaged` if it is not ours."""
    header, *rows = csv.reader(io.StringIO(table.decode(), newline=""))
    if tuple(header) != _HEADER:
        raise Damaged("not a table of figures")
    return tuple(_figure(*row) for row in rows)


def _figure(table: str, code: str, value: str, lower: str, upper: str, status: str) -> Figure:
    numbers = (_number(value), _number(lower), _number(upper))
    return Figure(table, code, *numbers, Status(status))


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
                        "required": column in {"table", "code", "status"},
                        "dc:description": meaning,
                    }
                    for column, kind, _, meaning in _COLUMNS
                ],
                "primaryKey": ["table", "code"],
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
                        "primaryKey": ["table", "code"],
                    },
                }
            ],
        }
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True) + "\n").encode()
