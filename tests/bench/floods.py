"""`python -m tests.bench.floods [SECONDS [CONNECTIONS]]`: one client wants ten times what we take.

Beside it honest people fetch the form, write for some seconds and send it. Told: how many of them
have their receipt within 5 s of pressing Send. The flood is a process of its own.
"""

import asyncio
import multiprocessing
import os
import random
import re
import secrets
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from running import serving  # noqa: E402 - the path comes first

from bench import visitor  # noqa: E402
from hrd_report.intake.stamps import READ_FOR  # noqa: E402
from hrd_report.vault import receipts  # noqa: E402

TIMES, HONEST, WITHIN = 10, 100, 5.0
CONNECTIONS = int((sys.argv[2:] or ["400"])[0])
_FORMS = 20_000
_FORM = re.compile(rb'name=(?:receipt|form) value="?([^" >]+)')
_LENGTH = re.compile(rb"(?i)content-length: (\d+)")
Made = tuple[str, str]


def main() -> None:
    """Measure each kind of flood on a fresh demo."""
    seconds = float((sys.argv[1:] or ["60"])[0])
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the beginning")
    for kind in ("none", "hasty", "read"):
        with tempfile.TemporaryDirectory() as name, serving(Path(name)) as served:
            capacity = _capacity(served.url)
            print(f"{kind}: {capacity:.0f} reports a second without a flood", flush=True)
            _measure(served.url, kind, capacity * TIMES, seconds)


def _capacity(url: str, seconds: float = 6.0) -> float:
    over = time.monotonic() + seconds

    def go_on(_: int) -> int:
        one, done = visitor.Visitor(url), 0
        while time.monotonic() < over:
            done += visitor.form_journey(one)
        return done

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(go_on, range(8))) / seconds


def _measure(url: str, kind: str, rate: float, seconds: float) -> None:
    answered: multiprocessing.Queue[Counter[int]] = multiprocessing.Queue()
    over = multiprocessing.Event()
    crowd = multiprocessing.Process(target=_flood, args=(url, kind, rate, over, answered))
    if kind != "none":
        crowd.start()
        time.sleep(2 + READ_FOR.total_seconds())
    with ThreadPoolExecutor(HONEST) as pool:
        took = list(pool.map(lambda _: _honest(url, seconds), range(HONEST)))
    over.set()
    got = [one for one in took if one is not None]
    soon = sum(one <= WITHIN for one in got)
    line = f"{kind}: {soon} of {len(took)} honest reports kept within {WITHIN:.0f} s"
    if got:
        line += f"; median {statistics.median(got):.2f} s, longest {max(got):.2f} s"
    if kind != "none":
        statuses = answered.get()
        crowd.join()
        total = sum(statuses.values())
        line += f"; of the flood, {rate:.0f} a second wanted: {total:,} answers, {dict(statuses)}"
    print(f"{line}; load {os.getloadavg()[0]:.1f}", flush=True)


def _honest(url: str, seconds: float) -> float | None:
    """Fetch the form, write, send it; return how long both answers took, or nothing in vain."""
    time.sleep(random.uniform(0, seconds))
    one = visitor.Visitor(url)
    try:
        began = time.monotonic()
        _, page = one.ask("GET /fr/ HTTP/1.1", b"\r\n")
        took = time.monotonic() - began
        time.sleep(READ_FOR.total_seconds() + random.uniform(0.5, 4))
        receipt, stamp = (found.decode() for found in _FORM.findall(page)[:2])
        began = time.monotonic()
        # The server closes what is idle; a browser opens another connection as well.
        status, answer = visitor.Visitor(url).ask(
            "POST /fr/report HTTP/1.1", _body((receipt, stamp))
        )
        took += time.monotonic() - began
    except OSError:
        return None
    return took if status == 200 and b"id=receipt" in answer else None


def _body(made: Made) -> bytes:
    receipt, stamp = made
    boundary, body = visitor.multipart(
        receipt=receipt, form=stamp, danger="no", threat="doxing", story=visitor.STORY
    )
    return visitor._typed(
        f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
    )


def _flood(url: str, kind: str, rate: float, over: object, answered: object) -> None:
    forms = _read_forms(url) if kind == "read" else None
    answered.put(asyncio.run(_pour(url, forms, rate, over)))  # type: ignore[attr-defined]


def _read_forms(url: str) -> Callable[[], Made]:
    """Fetch forms ahead, as a flood does that knows of their age. Each is used once."""
    one, made = visitor.Visitor(url), []
    for _ in range(_FORMS):
        _, page = one.ask("GET /fr/ HTTP/1.1", b"\r\n")
        made.append(tuple(found.decode() for found in _FORM.findall(page)[:2]))
    time.sleep(READ_FOR.total_seconds())
    turn = threading.Lock()

    def next_one() -> Made:
        with turn:
            return made.pop() if made else (receipts.new().form_value(), "")

    return next_one


async def _pour(
    url: str, forms: Callable[[], Made] | None, rate: float, over: object
) -> Counter[int]:
    counted: Counter[int] = Counter()
    host, port = urlsplit(url).hostname, urlsplit(url).port
    began, sent = time.monotonic(), 0

    async def one() -> None:
        nonlocal sent
        pipes = None
        while not over.is_set():  # type: ignore[attr-defined]
            ahead = sent / rate - (time.monotonic() - began)
            if ahead > 0:
                await asyncio.sleep(ahead)
            sent += 1
            made = forms() if forms else (secrets.token_urlsafe(16), "")
            try:
                pipes = pipes or await asyncio.open_connection(host, port)
                counted[await _post(*pipes, _body(made))] += 1
            except (OSError, asyncio.IncompleteReadError):
                counted[0] += 1
                pipes = None

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return counted


async def _post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes) -> int:
    writer.write(b"POST /fr/report HTTP/1.1\r\nHost: bench\r\n" + body)
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    await reader.readexactly(int(_LENGTH.search(head)[1]))  # type: ignore[index]
    if b"onnection: close" in head:
        raise ConnectionResetError
    return int(head[9:12])


if __name__ == "__main__":
    main()
