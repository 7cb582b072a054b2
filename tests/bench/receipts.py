"""`make bench-receipts`: typing mistakes mended, guesses that hit nothing, and what time tells.

TRIES (10^5 if not said) is how many answers are timed; 32 visitors get one a second each.
"""

import itertools
import math
import os
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import numpy as np  # noqa: E402 - the path comes first
from mistyping import mistyped  # noqa: E402
from running import Served, serving  # noqa: E402

from bench import desk, visitor  # noqa: E402
from hrd_report.app import build_services, create_app  # noqa: E402
from hrd_report.errors import WrongReceipt  # noqa: E402
from hrd_report.intake.actions import finding  # noqa: E402
from hrd_report.sealed import Plain  # noqa: E402
from hrd_report.vault import receipts, words  # noqa: E402
from hrd_report.vault.receipts import Receipt  # noqa: E402
from hrd_report.web.pace import STEP, Pace  # noqa: E402

PHRASES, GUESSES, SENTENCES, REPORTS = 5_000, 1_000_000, 20_000, 1_000
# Not more than a process holds at once.
VISITORS = 32
# How many answers took longer than these: what a shorter step, and ours, would not have hidden.
STEPS = (20, 50, 100, 250, 500, STEP * 1000, STEP * 1500)
Try = Callable[[str], float]


def main() -> None:
    """Measure all of it, or what is named, on a demo with reports in it."""
    tries = int(os.environ.get("TRIES", "100000"))  # noqa: TID251 - a command's setting
    wanted = sys.argv[1:] or ["mending", "guessing", "timing"]
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the beginning")
    if "mending" in wanted:
        mending()
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as served:
        kept = [send(served) for _ in range(REPORTS)]
        if "guessing" in wanted:
            guessing(served, kept)
        if "timing" in wanted:
            in_process(served, kept, min(tries, 5000))
            timing(served, kept, tries)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def mending() -> None:
    """Count phrases with three mistyped words whose receipt is among the readings."""
    for language in words.LISTS:
        chance, found, most = random.Random(7), 0, 0
        for _ in range(PHRASES):
            bits = chance.randbytes(16)
            read = readings(mistyped(bits, language, chance))
            found += Receipt(bits) in read
            most = max(most, len(read))
        share = f"{100 * found / PHRASES:.2f} %"
        print(
            f"{language}: three wrong words of {PHRASES:,}: found {share}, at most {most} readings"
        )


def readings(text: str) -> list[Receipt]:
    try:
        return receipts.parse(Plain(text))
    except WrongReceipt:
        return []


def send(served: Served) -> str:
    """Send a report and return its receipt as its page would show it."""
    made = receipts.new()
    boundary, body = visitor.multipart(receipt=made.form_value(), danger="no", story=visitor.STORY)
    body += f"--{boundary}--\r\n".encode()
    head = visitor._typed(f"multipart/form-data; boundary={boundary}", body)
    status, _ = visitor.Visitor(served.url).ask("POST /fr/report HTTP/1.1", head)
    if status != 200:
        raise RuntimeError(f"a report was answered with {status}")
    return " ".join(made.words("fr"))


def guessing(served: Served, kept: list[str]) -> None:
    """Look up random phrases: with sound check bits, and of words drawn one by one."""
    _, database = desk.open_instance(served.instance)
    with database.reading() as session:

        def answered(text: str) -> bool:
            try:
                finding.find(session, receipts.parse(Plain(text)))
            except WrongReceipt:
                return False
            return True

        print(f"{sum(map(answered, kept)):,} of {len(kept):,} true receipts are answered")
        sound = (random_receipt("en" if n % 2 else "fr") for n in range(GUESSES))
        print(f"{sum(map(answered, sound))} of {GUESSES:,} random receipts are answered")
        listed = [words.word_list(language) for language in ("en", "fr")]
        drawn = (
            " ".join(secrets.choice(listed[n % 2]) for _ in range(12)) for n in range(SENTENCES)
        )
        print(
            f"{sum(map(answered, drawn))} of {SENTENCES:,} times twelve random words are answered"
        )
    database.close()


def random_receipt(language: str) -> str:
    return " ".join(receipts.new().words(language))


def in_process(served: Served, kept: list[str], tries: int) -> None:
    """Time the work behind an answer that nobody holds: what there is to hide, and its longest."""
    settings, database = desk.open_instance(served.instance)
    database.close()
    services = build_services(settings)
    client = create_app(services, pace=Pace(sleep=lambda _: None)).test_client()

    def ask(text: str) -> float:
        began = time.perf_counter()
        client.post("/fr/return", data={"receipt": text})
        return time.perf_counter() - began

    tell("not held", *sample(ask, kept, tries))
    services.close()


def timing(served: Served, kept: list[str], tries: int) -> None:
    """Time answers over HTTP, as whoever guesses would."""
    each = tries // VISITORS

    def visit(_: int) -> tuple[list[float], list[float]]:
        one = visitor.Visitor(served.url)

        def ask(text: str) -> float:
            body = visitor._typed(
                "application/x-www-form-urlencoded", urlencode({"receipt": text}).encode()
            )
            began = time.perf_counter()
            one.ask("POST /fr/return HTTP/1.1", body)
            return time.perf_counter() - began

        return sample(ask, kept, each)

    with ThreadPoolExecutor(VISITORS) as pool:
        found = list(pool.map(visit, range(VISITORS)))
    hits, misses = (list(itertools.chain.from_iterable(kind)) for kind in zip(*found, strict=True))
    tell("held", hits, misses)


def sample(ask: Try, kept: list[str], count: int) -> tuple[list[float], list[float]]:
    """Try receipts that are answered and others that are not, in an order nobody can foresee."""
    hits: list[float] = []
    misses: list[float] = []
    for _ in range(count):
        if secrets.randbelow(2):
            hits.append(ask(secrets.choice(kept)))
        else:
            misses.append(ask(random_receipt("fr")))
    return hits, misses


def tell(name: str, hits: list[float], misses: list[float]) -> None:
    """Print both samples and Welch's t: beyond 4.5 an observer can tell them apart."""
    one, other = (np.array(times) * 1000 for times in (hits, misses))
    for kind, times in (("hit", one), ("miss", other)):
        beyond = ", ".join(f"{step} ms {(times > step).sum()}" for step in STEPS)
        print(
            f"{name}, {kind}: {len(times):,} answers, mean {times.mean():.3f} ms,"
            f" median {np.median(times):.3f}, p99 {np.quantile(times, 0.99):.2f},"
            f" longest {times.max():.1f}; beyond {beyond}"
        )
    spread = math.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
    print(f"{name}: Welch's t {(one.mean() - other.mean()) / spread:+.2f}")


if __name__ == "__main__":
    main()
