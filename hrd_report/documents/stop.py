"""Rows of the STOP data set: read from a sheet, judged, written as they came. Keeps nothing.

A cell that a spreadsheet would take for a formula leaves with an apostrophe before it and comes
back without: so a row that was read and written again is the same.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

START, END, COUNTRY = "start_date", "end_date", "country"
LONGEST_CELL: Final = 10_000
MOST_ROWS: Final = 5_000
_FORMULA: Final = re.compile(r"'*[ \xa0]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""Also written wide, or after spaces, which some programs pass over."""
_SLASHES: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_LISTED: Final = re.compile(r"[;,\s]+")
_LINKS: Final = ("http://", "https://")


class Column(Protocol):
    """One column, as far as a cell goes."""

    @property
    def name(self) -> str:
        """Its name in the sheet."""

    @property
    def type(self) -> str:
        """How its cells are written."""

    @property
    def seen(self) -> Sequence[str]:
        """Values that are known, for choices."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a line (from 1): a stable code, and the column it is about, if any."""

    line: int
    code: str
    column: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One shutdown: its line in the sheet and its cells, the empty ones left out."""

    line: int
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """What a sheet says: rows that can be taken, faults of those that cannot, and doubts.

    `unknown` are columns that are not of the data set: they are passed over.
    """

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    unknown: tuple[str, ...] = ()


def read(data: bytes, columns: Sequence[Column]) -> Sheet:
    """Read a sheet (CSV in UTF-8, comma or semicolon). What cannot be read is said by line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return Sheet(faults=[Fault(data.count(b"\n", 0, problem.start) + 1, "not_utf8")])
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = _lines(text, delimiter)
    header = next(lines, (1, []))[1]
    names = {one.name for one in columns}
    if not {START, COUNTRY} <= set(header) or len(set(header)) != len(header):
        return Sheet(faults=[Fault(1, "no_header")])
    sheet = Sheet(unknown=tuple(one for one in header if one not in names))
    for line, cells in lines:
        _take(sheet, line, cells, header, columns)
    return sheet


def write(rows: Iterable[Mapping[str, str]], columns: Sequence[Column]) -> bytes:
    """Write rows as a sheet: every column in its order, lines end as the published ones do."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    names = [one.name for one in columns]
    writer.writerow(names)
    for row in rows:
        writer.writerow([_guarded(row.get(name, "")) for name in names])
    return text.getvalue().encode()


def faults_of(words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield why a row cannot be taken: a code and a column."""
    if not words.get(COUNTRY):
        yield "missing", COUNTRY
    for name in (START, END):
        if words.get(name) and date_of(words[name]) is None:
            yield "not_a_date", name
    if not words.get(START):
        yield "missing", START
    for name, cell in words.items():
        if len(cell) > LONGEST_CELL:
            yield "too_long", name


def doubts_of(words: Mapping[str, str], columns: Sequence[Column]) -> Iterator[tuple[str, str]]:
    """Yield what a person should look at: it is kept all the same, as it stands."""
    start, end = (date_of(words.get(name, "")) for name in (START, END))
    if start is not None and end is not None and end < start:
        yield "ends_before_it_begins", END
    for one in columns:
        cell = words.get(one.name, "")
        if cell and one.seen and not set(parts(cell, one)) <= set(one.seen):
            yield "new_value", one.name
        if cell and one.type in {"url", "urls"} and not _LISTED.split(cell)[0].startswith(_LINKS):
            yield "no_link", one.name


def parts(cell: str, column: Column) -> list[str]:
    """Return the values in a cell: several where a column holds several."""
    if not cell:
        return []
    return [one.strip() for one in cell.split(",")] if column.type == "choices" else [cell]


def date_of(cell: str) -> dt.date | None:
    """Return the day that a cell names, as 2022-06-30 or 6/30/2022; None where it names none."""
    slashes = _SLASHES.fullmatch(cell)
    try:
        if slashes is not None:
            month, day, year = map(int, slashes.groups())
            return dt.date(year, month, day)
        return dt.date.fromisoformat(cell)
    except ValueError:
        return None


def days_of(words: Mapping[str, str]) -> int | None:
    """Return how many days a shutdown touched, first and last included; None while unknown."""
    start, end = (date_of(words.get(name, "")) for name in (START, END))
    if start is None or end is None or end < start:
        return None
    return (end - start).days + 1


def _take(
    sheet: Sheet, line: int, cells: list[str], header: list[str], columns: Sequence[Column]
) -> None:
    if not any(cells):
        return
    if len(sheet.rows) >= MOST_ROWS:
        sheet.faults.append(Fault(line, "too_many_rows"))
        return
    if len(cells) != len(header):
        sheet.faults.append(Fault(line, "cells" if cells != [_BROKEN] else "not_csv"))
        return
    names = {one.name for one in columns}
    words = {
        name: _bare(cell)
        for name, cell in zip(header, cells, strict=True)
        if cell and name in names
    }
    faults = [Fault(line, code, column) for code, column in faults_of(words)]
    sheet.faults.extend(faults)
    if not faults:
        sheet.rows.append(Row(line, words))
        doubts = doubts_of(words, columns)
        sheet.doubts.extend(Fault(line, code, column) for code, column in doubts)


_BROKEN: Final = "\0"


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it begins on; one that is no CSV is marked, then it ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begins, [_BROKEN]
            return
        yield begins, cells
        begins = reader.line_num + 1


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
