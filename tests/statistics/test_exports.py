import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.statistics.archive import pack, unpack
from hrd_report.statistics.counting import Counts
from hrd_report.statistics.display import Figure, Status
from hrd_report.statistics.drawing import draw
from hrd_report.statistics.exports import (
    CSVW,
    FIGURES,
    PACKAGE,
    digest,
    figures_csv,
    read_figures,
    tidy_files,
)

NUMBER = st.integers(0, 10**9)
CODE = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=20)
NAMES = st.integers(1, 3).flatmap(
    lambda order: st.tuples(*[st.lists(CODE, min_size=order, max_size=order).map("*".join)] * 2)
)
SHOWN = st.builds(
    lambda names, *rest: Figure(*names, *rest), NAMES, NUMBER, NUMBER, NUMBER, st.just(Status.OK)
)
HIDDEN = st.builds(
    lambda names, *rest: Figure(*names, *rest),
    NAMES,
    st.none(),
    st.none(),
    st.none(),
    st.just(Status.BELOW_THRESHOLD),
)
FIGURES_OF = st.lists(st.one_of(SHOWN, HIDDEN), max_size=20)
SOME = (
    Figure("threat", "doxing", 342, 308, 376, Status.OK),
    Figure("threat", "internet_shutdown", None, None, None, Status.BELOW_THRESHOLD),
)


@given(FIGURES_OF)
def test_figures_come_back_from_their_csv(figures):
    assert read_figures(figures_csv(figures)) == tuple(figures)


def test_the_csv_is_tidy_and_a_small_figure_leaves_its_cells_empty():
    assert figures_csv(SOME) == (
        b"table,dim1,dim2,dim3,code1,code2,code3,value,lower95,upper95,status\r\n"
        b"threat,threat,,,doxing,,,342,308,376,ok\r\n"
        b"threat,threat,,,internet_shutdown,,,,,,below_threshold\r\n"
    )


@given(st.sampled_from("=+-@\t\r\n"), st.text(max_size=10).map(lambda t: t.replace("*", "")))
def test_no_cell_can_be_taken_for_a_formula(sign, rest):
    table = figures_csv([Figure(sign + rest, sign + rest, 1, 1, 1, Status.OK)])
    _, row = csv.reader(io.StringIO(table.decode(), newline=""))
    assert row[0] == row[1] == row[4] == f"'{sign}{rest}"


@given(FIGURES_OF)
def test_the_same_figures_give_the_same_bytes(figures):
    first, second = tidy_files(figures, "2026"), tidy_files(list(figures), "2026")
    assert first == second
    assert pack(first) == pack(dict(reversed(second.items())))


@given(st.dictionaries(CODE, st.binary(max_size=200), max_size=5))
def test_an_archive_gives_its_files_back(files):
    assert unpack(pack(files)) == files


@pytest.mark.parametrize("bytes_", [b"", b"PK\x03\x04", b"no archive at all"])
def test_what_is_no_archive_is_refused(bytes_):
    with pytest.raises(Damaged):
        unpack(bytes_)


def test_a_table_with_other_columns_is_refused():
    with pytest.raises(Damaged):
        read_figures(b"table,code,count\r\nthreat,doxing,3\r\n")


def test_both_descriptions_name_the_csv_and_all_its_columns():
    files = tidy_files(SOME, "2026-Q3")
    header = files[FIGURES].decode().splitlines()[0].split(",")
    csvw, package = json.loads(files[CSVW]), json.loads(files[PACKAGE])
    resource = package["resources"][0]
    assert [column["name"] for column in csvw["tableSchema"]["columns"]] == header
    assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert csvw["url"] == resource["path"] == FIGURES
    assert resource["bytes"] == len(files[FIGURES])
    assert resource["hash"] == f"sha256:{digest(files[FIGURES])}"


def test_a_csv_has_as_many_rows_for_one_case_as_for_thousands(plan):
    tables = plan.tables
    few, many = (
        figures_csv(
            draw(
                Counts(tuple((n, *[0] * (len(table.codes) - 1)) for table in tables)),
                plan,
            ).figures
        )
        for n in (1, 5_000)
    )
    assert few.count(b"\r\n") == many.count(b"\r\n") == 2 + sum(len(t.codes) for t in tables)
