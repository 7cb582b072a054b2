"""`make bench`: prints one table. Figures worth keeping go to docs/benchmarks.md with the date."""

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from running import Served, serving  # noqa: E402 - the path comes first

from bench import desk, floors, logins, measures, visitor  # noqa: E402 - the path comes first

ROUNDS = 5
FILE = 200 * visitor.MIB
CASES = 10_000


def main() -> None:
    """Measure everything once, each figure several times and turn by turn with its floor."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as served:
        folder = Path(name)
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the beginning")
        idle(served)
        arrivals(served, folder)
        besides_logins(served)
        uploads(served, folder)
        queue(served)
    with tempfile.TemporaryDirectory() as name:
        restart(Path(name))
    print(f"took {time.perf_counter() - began:.0f} s, load {os.getloadavg()[0]:.1f} at the end")


def idle(served: Served) -> None:
    """Measure what is there before anybody comes, and the page that everybody sees first."""
    resident = ", ".join(f"{one:.0f}" for one in measures.memory(served.pids()))
    print(f"idle memory, MiB by process: {resident}")
    size, took = measures.page(served.url, "/fr/")
    print(f"start page: {size} bytes, {took:.2f} ms")


def arrivals(served: Served, folder: Path) -> None:
    """Measure reports of each kind, by crowds of two sizes."""
    commits, sealed = [], []
    journeys: dict[str, visitor.Journey] = {
        "whole report, no script": visitor.form_journey,
        "JSON report": visitor.json_journey,
        "sealed report": visitor.age_journey(served.url),
    }
    rows: dict[tuple[str, int], list[measures.Crowd]] = {
        (name, many): [] for name in journeys for many in (8, 32)
    }
    for _ in range(ROUNDS):
        commits.append(floors.commits_per_second(folder, 1))
        sealed.append(floors.sealed_per_second(1))
        for (name, many), found in rows.items():
            found.append(
                measures.crowd(served.url, journeys[name], served.pids(), visitors=many, seconds=3)
            )
    print(f"floor: {spread(commits)} bare commits/s; {spread(sealed)} sealed alone/s, one process")
    for (name, many), found in rows.items():
        print(
            f"{name}, {many} clients: {spread([one.rate for one in found])}/s, "
            f"p50 {middle([one.middle for one in found]):.0f} ms, "
            f"p99 {spread([one.slow for one in found])} ms, "
            f"{middle([one.cpu for one in found]):.1f} ms of processor each, "
            f"failures {sum(one.failed for one in found)}"
        )


def besides_logins(served: Served) -> None:
    """Measure reports by form while nobody logs in and while many try to, turn by turn."""
    alone, beside, tries = [], [], Counter[int]()
    for _ in range(ROUNDS):
        alone.append(_reports(served))
        with logins.flood(served.url, 16) as answered:
            beside.append(_reports(served))
        tries += answered
    for name, found in (("nobody", alone), ("16 clients", beside)):
        print(
            f"whole report, 8 clients, while {name} tries to log in: "
            f"{spread([one.rate for one in found])}/s, "
            f"p99 {spread([one.slow for one in found])} ms, "
            f"failures {sum(one.failed for one in found)}"
        )
    print(f"tries to log in, by answer: {dict(tries)}")


def _reports(served: Served) -> measures.Crowd:
    return measures.crowd(served.url, visitor.form_journey, served.pids(), visitors=8, seconds=4)


def uploads(served: Served, folder: Path) -> None:
    """Measure a large file that is sealed while it streams, and the memory it takes meanwhile."""
    plain, sealed, more = [], [], []
    for _ in range(ROUNDS):
        plain.append(floors.written_per_second(folder, FILE))
        with measures.watched(served.pids()) as most:
            sealed.append(measures.uploaded(served.url, FILE))
            more.append(most())
    print(
        f"upload of 200 MiB: {spread(sealed)} MiB/s, plain write {spread(plain)} MiB/s; "
        f"{max(more):.0f} MiB more memory at most"
    )


def queue(served: Served) -> None:
    """Measure the desk's list with many cases in the books."""
    settings, database = desk.open_instance(served.instance)
    desk.fill(database, CASES)
    session = desk.sign_in(settings, database, "heron", served.passwords["heron"])
    database.close()
    size, took = measures.page(served.url, "/desk/", session, count=100)
    print(f"desk queue at {CASES} cases more: {size} bytes, {took:.1f} ms")


def restart(folder: Path) -> None:
    """Measure how long a start takes until the form answers, when all is set up."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with serving(folder):
            took.append(time.perf_counter() - began)
    print(f"second start: {spread(took[1:], digits=1)} s")


def middle(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def spread(values: list[float], digits: int = 0) -> str:
    """Return the median, and between which values it lies."""
    return f"{middle(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


if __name__ == "__main__":
    main()
