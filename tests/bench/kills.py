"""`python -m tests.bench.kills 200`: kills the process that sends so often, and counts."""

import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from databases import Databases  # noqa: E402 - the path comes first
from escalation.escalated import work_on  # noqa: E402 - the path comes first
from escalation.mailbox import mailbox  # noqa: E402 - the path comes first
from house import build_house  # noqa: E402 - the path comes first
from jobs.killing import drill, fill  # noqa: E402 - the path comes first


def main() -> None:
    """Run the drill on SQLite and print what came of it."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as name, mailbox() as box:
        folder = Path(name)
        house = build_house(folder, Databases(folder, None).fresh())
        work = work_on(house)
        fill(work, kills * 4)
        began = time.monotonic()
        outcome = drill(work, box, kills, random.Random())
        took = time.monotonic() - began
        house.close()
    print(f"{outcome}; {len(box.raw)} arrived; {took:.0f} s; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
