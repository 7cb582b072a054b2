"""The table of a release under the validators of the two standards it is described by."""

import subprocess
import sys
from pathlib import Path

import pytest
from frictionless import Package, system

from hrd_report.statistics.display import Figure, Status
from hrd_report.statistics.exports import CSVW, FIGURES, PACKAGE, tidy_files

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
