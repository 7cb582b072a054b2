"""Figures as a workbook: data, code lists, method. The same figures give the same bytes.

XlsxWriter is imported by the release alone; nothing a person typed gets here.
"""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hrd_report.statistics.display import Figure
from hrd_report.statistics.recode import CROSS

WORKBOOK: Final = "figures.xlsx"

_ROWS: Final = 1_048_575
_MADE: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone
_WIDTHS: Final = (26, 20, 20, 20, 12, 12, 12, 18)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The words of a workbook, in one language, and the names of all codes."""

    titles: tuple[str, str, str]
    heads: tuple[str, ...]
    code_heads: tuple[str, ...]
    codes: tuple[tuple[str, str, str], ...]
    method: tuple[str, ...]


def workbook(figures: Sequence[Figure], sheets: Sheets) -> bytes:
    """Return the workbook: sheet 1 data, 2 code lists, 3 method."""
    import xlsxwriter  # noqa: PLC0415 - only the release needs it

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"created": _MADE, "title": sheets.titles[0]})
    head = book.add_format({"bold": True, "bottom": 2})
    number = book.add_format({"num_format": "#,##0"})
    _data(book.add_worksheet(sheets.titles[0]), figures, sheets.heads, head, number)
    _table(book.add_worksheet(sheets.titles[1]), sheets.code_heads, sheets.codes, head)
    _lines(book.add_worksheet(sheets.titles[2]), sheets.method, book)
    book.close()
    return target.getvalue()


def _data(
    sheet: Any,  # noqa: ANN401 - the library has no types
    figures: Sequence[Figure],
    heads: tuple[str, ...],
    head: object,
    number: object,
) -> None:
    sheet.write_row(0, 0, heads, head)
    sheet.freeze_panes(1, 0)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width, number if 4 <= place < 7 else None)  # noqa: PLR2004
    for row, one in enumerate(figures[:_ROWS], start=1):
        sheet.write_string(row, 0, one.table)
        for place, code in enumerate(one.code.split(CROSS), start=1):
            sheet.write_string(row, place, code)
        if one.value is not None:
            sheet.write_number(row, 4, one.value)
            sheet.write_number(row, 5, one.lower)
            sheet.write_number(row, 6, one.upper)
        sheet.write_string(row, 7, one.status.value)
    sheet.autofilter(0, 0, min(len(figures), _ROWS), len(_WIDTHS) - 1)


def _table(
    sheet: Any,  # noqa: ANN401 - the library has no types
    heads: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    head: object,
) -> None:
    sheet.write_row(0, 0, heads, head)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 2, 44)
    for place, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell)


def _lines(sheet: Any, lines: Iterable[str], book: Any) -> None:  # noqa: ANN401 - see above
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 96, wrapped)
    for place, line in enumerate(lines):
        sheet.write_string(place, 0, line, wrapped)
