"""Loss drill: `python -m tests.bench.loss 1000` loses every password and times three sheets.

Everything goes through the operator's command, as at a server's console.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from cli import custodians  # noqa: E402 - the path comes first
from cli.conftest import Operator  # noqa: E402 - the path comes first
from sqlalchemy import delete  # noqa: E402 - the path comes first

from hrd_report.records.keys import Lock  # noqa: E402 - the path comes first
from hrd_report.settings import Settings  # noqa: E402 - the path comes first

_TWO = ("--by", "avocet", "--with", "heron")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took."""
    began = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - began:.1f} s")


def drill(folder: Path, count: int) -> None:
    """Send reports, delete every lock, and read all cases again."""
    operator = Operator(Settings(instance=folder / "instance", demo=True))
    files = custodians.sheets(operator.run("setup").output, folder)
    with timed(f"{count} reports sent"):
        custodians.send(operator, *(f"story {number}" for number in range(count)))
    with custodians.services(operator) as parts, parts.database.writing() as session:
        session.execute(delete(Lock))
    few = operator.run("keys", "recover", "phoenix", *_TWO, *_options(files[:2]))
    print(f"two sheets: exit code {few.exit_code}")
    with timed("from three sheets to every case read"):
        with timed("keys recover"):
            said = operator.run("keys", "recover", "phoenix", *_TWO, *_options(files[1:4]))
        key = custodians.key_of(operator, "phoenix", custodians.first_password(said.output))
        print(f"cases read: {len(custodians.stories(operator, key))}")
    with timed("keys ceremony with the former sheets"):
        operator.run("keys", "ceremony", *_options(files[1:4]), "--into", str(folder / "sheets"))
    print(operator.run("doctor").output.strip())


def _options(files: list[str]) -> list[str]:
    return custodians.options(files)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        drill(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
