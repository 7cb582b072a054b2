"""Measures a running demo from outside, as its users meet it."""

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from hrd_report.vault import receipts

MIB = 1024 * 1024
STORY = "Since Monday an account posts my address and asks others to come. " * 12


def start_page(url: str) -> tuple[int, float]:
    """Return the French start page's bytes, and the median milliseconds to answer it."""
    with httpx.Client(base_url=url) as client:
        size = len(client.get("/fr/").content)
        took = []
        for _ in range(200):
            began = time.perf_counter()
            client.get("/fr/")
            took.append((time.perf_counter() - began) * 1000)
    return size, statistics.median(took)


def reports(url: str, clients: int, seconds: float) -> tuple[float, float, float, int]:
    """Return whole reports per second, their p50 and p99 in milliseconds, and the failures.

    A whole report is what a browser without script does: fetch the form, then send it.
    """
    with ThreadPoolExecutor(clients) as pool:
        began = time.perf_counter()
        runs = list(pool.map(lambda _: _send_for(url, seconds), range(clients)))
        taken = time.perf_counter() - began
    took = sorted(one for run, _ in runs for one in run)
    failed = sum(failures for _, failures in runs)
    return len(took) / taken, took[len(took) // 2], took[int(len(took) * 0.99)], failed


def _send_for(url: str, seconds: float) -> tuple[list[float], int]:
    took, failed = [], 0
    until = time.perf_counter() + seconds
    with httpx.Client(base_url=url, timeout=60) as client:
        while time.perf_counter() < until:
            began = time.perf_counter()
            client.get("/fr/")
            form = {
                "receipt": receipts.new().form_value(),
                "danger": "no",
                "threat": "doxing",
                "story": STORY,
            }
            answer = client.post("/fr/report", data=form, files={"files": ("", b"")})
            took.append((time.perf_counter() - began) * 1000)
            failed += answer.status_code != httpx.codes.OK
    return took, failed


def upload(url: str, size: int) -> float:
    """Return the MiB per second at which a file of `size` bytes is sealed while it streams."""
    boundary = "bench"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="receipt"\r\n\r\n'
        f"{receipts.new().form_value()}\r\n"
        f'--{boundary}\r\nContent-Disposition: form-data; name="threat"\r\n\r\ndoxing\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="film.mp4"\r\n'
        "Content-Type: video/mp4\r\n\r\n"
    ).encode()
    tail = f"\r\n--{boundary}--\r\n".encode()
    piece = bytes(range(256)) * (MIB // 256)

    def body() -> Iterator[bytes]:
        yield head
        for _ in range(size // MIB):
            yield piece
        yield tail

    length = len(head) + size + len(tail)
    kind = {
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Content-Length": str(length),
    }
    began = time.perf_counter()
    answer = httpx.post(f"{url}/fr/report", content=body(), headers=kind, timeout=300)
    answer.raise_for_status()
    return size / MIB / (time.perf_counter() - began)


def memory(pids: list[int]) -> list[int]:
    """Return the resident MiB of each process that is still there."""
    return [_resident(pid) // 1024 for pid in pids if Path(f"/proc/{pid}/status").exists()]


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(one.split()[1]) for one in lines if one.startswith("VmRSS")), 0)
