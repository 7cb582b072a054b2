"""Lists: `python -m tests.bench.lists [CASES]` measures the desk's lists and an opened case.

One process, no network, with so many cases in the books. Beside the time by the clock stands the
processor's, which other work on the machine lengthens less.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from databases import Databases
from desk.desk_house import Desk, filing, signed_in
from house import build_house

from hrd_report.records.cases import Urgency
from tests.bench import desk as books

BATCH, ROUNDS = 10_000, 40
OK = 200
LISTS = {
    "queue": "/desk/",
    "with nobody": "/desk/?held=nobody",
    "over time": "/desk/?over=yes",
    "put off": "/desk/?asleep=yes",
    "my cases": "/desk/mine",
    "workload": "/desk/team",
    "an opened case": "/desk/cases/K7Q-2M4",
}


def main() -> None:
    """Fill a house's books and look at every list."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else BATCH
    with tempfile.TemporaryDirectory() as name:
        house = build_house(Path(name) / "instance", Databases(Path(name), None).fresh())
        for begun in range(0, many, BATCH):
            books.fill(house.services.database, min(BATCH, many - begun))
        filed = filing(house, number="K7Q-2M4", urgency=Urgency.CRITICAL)
        desk = signed_in(house, "plover")
        desk.taken(filed)
        print(f"{many:,} cases, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
        following = desk.get("/desk/").text.split(" rel=next")[0].rsplit('href="', 1)[1]
        more = {"its next page": following.split('"')[0].replace("&amp;", "&")}
        for label, path in (LISTS | more).items():
            print(f"{label}: {measured(desk, path)}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"at most {peak:.0f} MiB; load {os.getloadavg()[0]:.1f} at the end")


def measured(desk: Desk, path: str) -> str:
    """Return a page's bytes, its median time and the processor's part of it."""
    walls, works, size = [], [], 0
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        answer = desk.get(path)
        size = len(answer.data)
        walls.append(time.perf_counter() - began)
        works.append(time.process_time() - worked)
        if answer.status_code != OK:
            raise SystemExit(f"{path}: {answer.status_code}")
    wall, work = (statistics.median(one) * 1000 for one in (walls, works))
    return f"{size:,} bytes, {wall:.1f} ms at the median, {work:.1f} ms of processor"


if __name__ == "__main__":
    main()
