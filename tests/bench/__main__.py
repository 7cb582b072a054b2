"""`make bench`: prints one table. Figures worth keeping go to docs/benchmarks.md with the date."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from running import serving  # noqa: E402 - the path comes first

from bench import floors, measures  # noqa: E402 - the path comes first

ROUNDS = 3
FILE = 200 * measures.MIB


def beside(ours: Callable[[], float], floor: Callable[[], float]) -> tuple[float, float, float]:
    """Return the medians of ours and the floor, and of their ratio, measured turn by turn."""
    pairs = [(ours(), floor()) for _ in range(ROUNDS)]
    mine, least = (statistics.median(one) for one in zip(*pairs, strict=True))
    return mine, least, statistics.median(one / other for one, other in pairs)


def main() -> None:
    """Measure everything once."""
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as served:
        folder = Path(name)
        began = time.perf_counter()
        print(f"idle memory, MiB per process: {measures.memory(served.pids())}")
        size, took = measures.start_page(served.url)
        print(f"start page: {size} bytes, {took:.1f} ms median")
        rate, floor, ratio = beside(
            lambda: measures.reports(served.url, 8, 4)[0],
            lambda: floors.commits_per_second(folder),
        )
        print(f"whole reports, 8 clients: {rate:.0f}/s; bare commits {floor:.0f}/s; {ratio:.2f}")
        _, middle, slow, failed = measures.reports(served.url, 8, 8)
        print(f"their time: p50 {middle:.0f} ms, p99 {slow:.0f} ms, failures {failed}")
        speed, floor, ratio = beside(
            lambda: measures.upload(served.url, FILE),
            lambda: floors.written_per_second(folder, FILE),
        )
        print(f"200 MiB sealed: {speed:.0f} MiB/s; plain write {floor:.0f} MiB/s; {ratio:.2f}")
        print(f"memory after, MiB per process: {measures.memory(served.pids())}")
        print(f"took {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
