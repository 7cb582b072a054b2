"""Measures a running demo from outside, as its users meet it."""

import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.visitor import MIB, Journey, Visitor, upload

_SAMPLE_SECONDS = 0.02


@dataclass(frozen=True)
class Crowd:
    """What many visitors met: journeys a second, milliseconds, failures, the servers' own work."""

    rate: float
    middle: float
    slow: float
    failed: int
    cpu: float


def page(url: str, path: str, head: str = "", count: int = 200) -> tuple[int, float]:
    """Return a page's bytes, and the median milliseconds to answer it to one visitor."""
    visitor = Visitor(url)
    took = []
    for _ in range(count):
        began = time.perf_counter()
        status, body = visitor.ask(f"GET {path} HTTP/1.1", f"{head}\r\n".encode())
        took.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise RuntimeError(f"{path} answers {status}")
    return len(body), statistics.median(took)


def crowd(
    url: str, journey: Journey, pids: list[int], *, visitors: int, seconds: float = 4
) -> Crowd:
    """Let several visitors go on their journey again and again."""
    worked = _processor_ms(pids)
    with ThreadPoolExecutor(visitors) as pool:
        began = time.perf_counter()
        runs = list(pool.map(lambda _: _go_on(url, journey, seconds), range(visitors)))
        taken = time.perf_counter() - began
    worked = _processor_ms(pids) - worked
    took = sorted(one for run, _ in runs for one in run)
    return Crowd(
        rate=len(took) / taken,
        middle=took[len(took) // 2],
        slow=took[int(len(took) * 0.99)],
        failed=sum(failures for _, failures in runs),
        cpu=worked / len(took),
    )


def _go_on(url: str, journey: Journey, seconds: float) -> tuple[list[float], int]:
    visitor, took, failed = Visitor(url), [], 0
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        try:
            failed += not journey(visitor)
        except OSError:
            failed += 1
        took.append((time.perf_counter() - began) * 1000)
    return took, failed


def uploaded(url: str, size: int) -> float:
    """Return the MiB per second at which a file of `size` bytes is sealed while it streams."""
    began = time.perf_counter()
    if not upload(Visitor(url), size):
        raise RuntimeError("the upload was refused")
    return size / MIB / (time.perf_counter() - began)


def memory(pids: list[int]) -> list[float]:
    """Return the resident MiB of each process that is still there."""
    return [_resident(pid) / 1024 for pid in pids]


@contextmanager
def watched(pids: list[int]) -> Iterator[Callable[[], float]]:
    """Give what returns the most MiB that one of the processes took meanwhile, beyond before."""
    before, over = memory(pids), threading.Event()
    most = before.copy()

    def watch() -> None:
        while not over.wait(_SAMPLE_SECONDS):
            most[:] = map(max, most, memory(pids))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield lambda: max(after - earlier for after, earlier in zip(most, before, strict=True))
    finally:
        over.set()
        watching.join()


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except FileNotFoundError:
        return 0
    return next((int(one.split()[1]) for one in lines if one.startswith("VmRSS")), 0)


def _processor_ms(pids: list[int]) -> float:
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")
