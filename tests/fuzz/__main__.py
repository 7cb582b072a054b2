"""`make fuzz`: runs every harness for SECONDS each, one after the other; says what was tried.

What it finds stays in .fuzz: one folder for each parser with the inputs that reached something
new, and `crash-…` files, which fail this command. A find becomes a test before it is mended.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.fuzz.parsers import PARSERS

PLACE = Path(__file__).parents[2] / ".fuzz"
MOST_MEMORY_MIB, SLOWEST_INPUT_SECONDS = 2048, 25


def main() -> int:
    """Run all, or those that are named. Return how many failed."""
    seconds = int(os.environ.get("SECONDS_EACH", "60"))  # noqa: TID251 - a command's setting
    names = sys.argv[1:] or list(PARSERS)
    began, tried, failed = time.monotonic(), 0, []
    for name in names:
        runs, crashed = fuzz(name, seconds)
        tried += runs
        failed += [name] * crashed
        print(f"{name:14} {runs:>12,} inputs{'  CRASHED' if crashed else ''}", flush=True)
    took = time.monotonic() - began
    print(f"{len(names)} parsers, {tried:,} inputs, {took / 60:.0f} minutes, failed: {failed}")
    return len(failed)


def fuzz(name: str, seconds: int) -> tuple[int, bool]:
    """Fuzz one parser in a process of its own; return how many inputs it took, and if it fell."""
    corpus = PLACE / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(PARSERS[name].seeds()):
        (corpus / f"seed-{number:03}").write_bytes(seed)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.fuzz.one",
            name,
            str(corpus),
            f"-max_total_time={seconds}",
            f"-max_len={PARSERS[name].longest}",
            f"-rss_limit_mb={MOST_MEMORY_MIB}",
            f"-timeout={SLOWEST_INPUT_SECONDS}",
            f"-artifact_prefix={PLACE}/{name}-",
            "-print_final_stats=1",
        ],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    (PLACE / f"{name}.log").write_text(done.stdout + done.stderr)
    found = re.search(r"number_of_executed_units: *(\d+)", done.stderr)
    return int(found[1]) if found else 0, done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
