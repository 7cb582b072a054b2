"""Sheets of shutdowns come and go unchanged, and a broken row is named by its line."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents import stop
from hrd_report.documents.stop import Fault
from hrd_report.reference.load import load

COLUMNS = load().stop_fields
NAMES = [one.name for one in COLUMNS]
PUBLISHED = (Path(__file__).parents[1] / "samples/stop_2022.csv").read_bytes()


def sheet(*rows, header=NAMES, end="\r\n"):
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def row(**cells):
    given = {"start_date": "2022-01-02", "country": "India"} | cells
    return [given.get(name, "") for name in NAMES]


def read(*rows, **more):
    return stop.read(sheet(*rows, **more), COLUMNS)


def test_the_published_rows_come_out_byte_for_byte_as_they_went_in():
    found = stop.read(PUBLISHED, COLUMNS)
    assert (found.faults, found.unknown) == ([], ())
    assert stop.write([one.words for one in found.rows], COLUMNS) == PUBLISHED


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30), max_size=8)))
def test_any_row_that_is_written_comes_back_the_same(rows):
    rows = [one | {"start_date": "2022-01-02", "country": "India"} for one in rows]
    rows = [{name: cell for name, cell in one.items() if cell} for one in rows]
    for one in rows:
        one.pop("end_date", None)
        for name, cell in one.items():
            # A lone half of a surrogate pair is no text, and NUL no letter of a sheet.
            one[name] = cell.encode("utf-8", "ignore").decode().replace("\0", "") or "x"
    rows = [{name: cell for name, cell in one.items() if cell} for one in rows]
    found = stop.read(stop.write(rows, COLUMNS), COLUMNS)
    assert [dict(one.words) for one in found.rows] == rows
    assert found.faults == []


@given(st.binary(max_size=300))
def test_whatever_comes_is_read_or_named_and_never_fails(data):
    found = stop.read(data, COLUMNS)
    assert found.rows or found.faults or len(data.splitlines()) <= 1


@pytest.mark.parametrize(
    "cell", ["=1+1", "+49", "-5", "@x", "\tx", "'=1", "''@", " =1", "\uff1d1", "' \uff201"]
)
def test_no_cell_leaves_as_a_formula(cell):
    data = stop.write([{"event": cell}], COLUMNS)
    (_, cells) = csv.reader(io.StringIO(data.decode(), newline=""))
    assert cells[NAMES.index("event")] == f"'{cell}"


def test_broken_rows_are_named_by_line_and_all_others_taken():
    found = read(
        row(event="two\nlines"),
        row(country=""),
        row(start_date="June"),
        ["India"],
        row(end_date="31/12/2022"),
        row(area_name="x" * 10_001),
        row(start_date="6/30/2022"),
    )
    assert [one.line for one in found.rows] == [2, 9]
    assert sorted(found.faults) == [
        Fault(4, "missing", "country"),
        Fault(5, "not_a_date", "start_date"),
        Fault(6, "cells"),
        Fault(7, "not_a_date", "end_date"),
        Fault(8, "too_long", "area_name"),
    ]


def test_what_a_person_should_look_at_is_said_and_kept():
    found = read(
        row(end_date="2021-12-31"),
        row(shutdown_type="Shutdown, Curfew"),
        row(an_link="see the news"),
        row(shutdown_type="Shutdown, Throttle", gov_ack="Unknown"),
    )
    assert len(found.rows) == 4
    assert [(one.line, one.code, one.column) for one in found.doubts] == [
        (2, "ends_before_it_begins", "end_date"),
        (3, "new_value", "shutdown_type"),
        (4, "no_link", "an_link"),
    ]


def test_columns_may_stand_in_another_order_and_strangers_are_passed_over():
    found = read(["2022", "India", "2022-01-02"], header=["count_year", "country", "start_date"])
    assert found.unknown == ("count_year",)
    assert dict(found.rows[0].words) == {"country": "India", "start_date": "2022-01-02"}


def test_a_sheet_from_a_french_spreadsheet_is_read_too():
    data = b"\xef\xbb\xbfcountry;start_date\nInde;2022-01-02\n"
    assert dict(stop.read(data, COLUMNS).rows[0].words)["country"] == "Inde"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault(1, "no_header")),
        (b"a,b\n1,2\n", Fault(1, "no_header")),
        (b"country,start_date\nIndia,2022-01-02\nBr\xe9sil,2022-01-02\n", Fault(3, "not_utf8")),
        (b'country,start_date\n"India"x,2022-01-02\n', Fault(2, "not_csv")),
    ],
)
def test_a_file_that_is_none_is_named(data, fault):
    assert fault in stop.read(data, COLUMNS).faults


def test_days_count_both_ends_and_an_unknown_end_is_not_today():
    assert stop.days_of({"start_date": "2022-01-01", "end_date": "2022-01-01"}) == 1
    assert stop.days_of({"start_date": "1/30/2022", "end_date": "2022-02-02"}) == 4
    assert stop.days_of({"start_date": "2022-01-01"}) is None
    assert stop.days_of({"start_date": "2022-01-02", "end_date": "2022-01-01"}) is None
