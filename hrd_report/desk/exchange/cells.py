"""Tables as CSV (RFC 4180) that no spreadsheet takes for formulas. Knows no case. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_WIDE: Final = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", *_WIDE)
_BOM: Final = "\ufeff"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table in UTF-8, with the mark by which spreadsheets know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([safe(cell) for cell in row])
    return (_BOM + text.getvalue()).encode("utf-8", "replace")


def safe(cell: str) -> str:
    """Return a cell that is read as text: an apostrophe stands before what begins a formula.

    Spaces before the sign make no difference to some programs, so they make none here.
    """
    cell = cell.replace("\x00", "")
    return f"'{cell}" if cell.lstrip(" \xa0").startswith(_FORMULA) else cell


def unsafe(cell: str) -> str:
    """Return what a cell said before `safe`; what no `safe` wrote stays as it is."""
    return cell[1:] if cell.startswith("'") and safe(cell[1:]) == cell else cell
