"""Reads a table that somebody kept elsewhere: CSV, XLSX or ODS, within bounds.

A workbook is a ZIP: each part is unpacked within bounds and packed anew before a library that
knows its inside sees it, so that no part unfolds to more than it may. Pure.
"""

import csv
import datetime as dt
import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from hrd_report.desk.exchange import cells
from hrd_report.errors import Invalid, TooLarge

MOST_BYTES: Final = 5_000_000
MOST_LINES: Final = 20_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 100_000
_UNPACKED: Final = 60_000_000
_MOST_PARTS: Final = 500
_DELIMITERS: Final = ",;\t|"
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """A table: its columns by name, and its lines, each with the number it has in the file."""

    columns: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


def read(content: bytes) -> Sheet:
    """Return the table in a file. Raises `TooLarge`, and `Invalid` for what is no table."""
    if len(content) > MOST_BYTES:
        raise TooLarge(MOST_BYTES)
    rows = _workbook(content) if content.startswith(_ZIP) else _text(content)
    if len(rows) > MOST_LINES + 1:
        raise Invalid({"file": ["too_many_lines"]})
    filled = [(at, row) for at, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not filled:
        raise Invalid({"file": ["empty"]})
    (_, head), *lines = filled
    columns = _named(head[:MOST_COLUMNS])
    width = len(columns)
    return Sheet(columns, tuple((at, _wide(row, width)) for at, row in lines))


def _named(head: list[str]) -> tuple[str, ...]:
    """Return the columns' names, each another one: a second `Date` becomes `Date (2)`."""
    found: list[str] = []
    for at, cell in enumerate(head, 1):
        plain = " ".join(cell.split())[:80] or f"#{at}"
        name, again = plain, 2
        while name in found:
            name, again = f"{plain} ({again})", again + 1
        found.append(name)
    return tuple(found)


def _wide(row: list[str], width: int) -> tuple[str, ...]:
    cut = [cells.unsafe(cell.strip()) for cell in row[:width]]
    return tuple(cut + [""] * (width - len(cut)))


def _text(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:20_000], _DELIMITERS)
    except csv.Error:
        dialect = csv.excel
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=dialect.delimiter, quotechar='"', strict=False
    )
    former = csv.field_size_limit(LONGEST_CELL)
    try:
        return [row for row, _ in zip(reader, range(MOST_LINES + 2), strict=False)]
    except csv.Error:
        raise Invalid({"file": ["not_a_table"]}) from None
    finally:
        csv.field_size_limit(former)


def _decoded(content: bytes) -> str:
    """Return the text of a CSV: by its mark, as UTF-8, or as older spreadsheets wrote it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise Invalid({"file": ["not_a_table"]})
    return text


def _workbook(content: bytes) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(_repacked(content)))
        rows = book.get_sheet_by_index(0).to_python()
    except (CalamineError, zipfile.BadZipFile, zlib.error, ValueError, IndexError, EOFError):
        raise Invalid({"file": ["not_a_table"]}) from None
    return [[_said(cell) for cell in row[:MOST_COLUMNS]] for row in rows[: MOST_LINES + 2]]


def _repacked(content: bytes) -> bytes:
    """Return the same workbook, packed without compression, if all of it stays within bounds."""
    packed, left = io.BytesIO(), _UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = [one for one in source.infolist() if not one.is_dir()]
        if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > _UNPACKED:
            raise Invalid({"file": ["too_much_inside"]})
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
            for one in parts:
                if one.flag_bits & 1:
                    raise Invalid({"file": ["locked"]})
                with source.open(one) as stream:
                    data = stream.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise Invalid({"file": ["too_much_inside"]})
                target.writestr(one.filename, data)
    return packed.getvalue()


def _said(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:LONGEST_CELL]
