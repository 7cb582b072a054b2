"""A release under the validators of the two standards it is described by, and as a workbook."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from frictionless import Package, system
from python_calamine import CalamineWorkbook

from hrd_report.statistics.display import Figure, Status
from hrd_report.statistics.exports import CSVW, FIGURES, PACKAGE, tidy_files
from hrd_report.statistics.recode import CROSS
from hrd_report.statistics.workbook import Sheets, workbook

RELEASED = (
    Figure("total", "total", 4_210, 4_176, 4_244, Status.OK),
    Figure("threat", "doxing", 342, 308, 376, Status.OK),
    Figure("threat", "internet_shutdown", None, None, None, Status.BELOW_THRESHOLD),
    Figure("threat*platform", "doxing*x", 51, 12, 90, Status.OK),
    Figure("threat*platform*month", "doxing*x*2026-03", 14, 0, 53, Status.OK),
)
SPOILT = {
    "as it was released": (b"308", b"308"),
    "with a word for a number": (b"308", b"few"),
    "with a figure twice": (b"internet_shutdown,,,,,,below_threshold", b"doxing,,,342,308,376,ok"),
}


@pytest.fixture(params=SPOILT)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, bool]:
    """Return where a table was unpacked, and whether it is as it was released."""
    for name, data in tidy_files(RELEASED, "2026-H1").items():
        spoilt = data.replace(*SPOILT[request.param]) if name == FIGURES else data
        (tmp_path / name).write_bytes(spoilt)
    return tmp_path, request.param == next(iter(SPOILT))


def test_a_validator_of_data_packages_takes_a_release_and_nothing_that_was_changed(kept):
    folder, sound = kept
    with system.use_context(trusted=True):
        report = Package(str(folder / PACKAGE)).validate()
    assert report.valid == sound, report.to_summary()


def test_a_validator_of_csvw_takes_a_release_and_no_table_of_another_shape(kept):
    folder, sound = kept
    command = [Path(sys.executable).with_name("csvwvalidate"), folder / CSVW]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode == 0) == sound, done.stdout


def test_a_reader_of_spreadsheets_finds_every_figure_and_no_formula():
    heads = ("Table", "First", "Second", "Third", "Defenders", "From", "To", "State")
    sheets = Sheets(
        titles=("Figures", "Codes", "Method"),
        heads=heads,
        code_heads=("List", "Code", "Name"),
        codes=(("threat", "doxing", "=1+1"),),
        method=("Drawn once.",),
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(RELEASED, sheets)))
    assert book.sheet_names == ["Figures", "Codes", "Method"]
    first, *rows = book.get_sheet_by_name("Figures").to_python()
    assert tuple(first) == heads
    for row, one in zip(rows, RELEASED, strict=True):
        codes = [*one.code.split(CROSS), "", ""][:3]
        numbers = ["" if it is None else it for it in (one.value, one.lower, one.upper)]
        assert row == [one.table, *codes, *numbers, one.status.value]
    assert book.get_sheet_by_name("Codes").to_python()[1] == ["threat", "doxing", "=1+1"]
