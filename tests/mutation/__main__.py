"""`make mutation`: changes the vault in small ways and counts which of them its tests notice.

Works on a copy of what git would commit, in .mutation, and remembers there what it has tried.
Fails when the tests notice fewer than 95 of 100. Changes that change nothing are listed with
their reason in equivalent.toml and are not counted; a line there that no survivor needs fails.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACE = ROOT / ".mutation"
LISTED = Path(__file__).parent / "equivalent.toml"
WANTED = 95.0
BIN = Path(sys.executable).parent
NODE_PATH = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}  # noqa: TID251 - for a child


@dataclass(frozen=True)
class Change:
    """One change nobody noticed: where, and the lines before and after it."""

    function: str
    before: str
    after: str


def main() -> int:
    """Run, report and judge."""
    copy()
    mutmut("run", "--max-children", "1", *sys.argv[1:], quiet=False)
    mutmut("export-cicd-stats")
    counts = json.loads((PLACE / "mutants" / "mutmut-cicd-stats.json").read_text())
    listed = {
        Change(one["function"], one["before"], one["after"])
        for one in tomllib.loads(LISTED.read_text())["change"]
    }
    unnoticed = [(name, change(name)) for name in survivors()]
    missed = [(name, one) for name, one in unnoticed if one not in listed]
    for name, one in missed:
        print(f"{name}\n  - {one.before}\n  + {one.after}")
    needless = listed - {one for _, one in unnoticed}
    print(f"listed without need: {sorted(map(str, needless))}")
    print(f"counts: {counts}")
    counted = counts["total"] - len(unnoticed) + len(missed)
    score = 100 * (counted - len(missed)) / counted
    print(f"{counted} changes, {len(missed)} not noticed: {score:.1f} %")
    return int(score < WANTED or bool(needless))


def copy() -> None:
    """Bring the copy up to date with what git knows or would add; drop files that are gone."""
    PLACE.mkdir(exist_ok=True)
    for name in ("hrd_report", "tests"):
        shutil.rmtree(PLACE / name, ignore_errors=True)
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)
    for name in done.stdout.decode().split("\0"):
        source = ROOT / name
        if name and source.is_file():
            target = PLACE / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def mutmut(*words: str, quiet: bool = True) -> str:
    done = subprocess.run(
        [BIN / "mutmut", *words],
        cwd=PLACE,
        env=NODE_PATH,
        stdout=subprocess.PIPE if quiet else None,
        text=True,
        check=True,
    )
    return done.stdout or ""


def survivors() -> list[str]:
    """Return the names of changes that no test noticed, those no test reached among them."""
    lines = mutmut("results").splitlines()
    found = (line.strip().rsplit(": ", 1) for line in lines if ": " in line)
    return sorted(name for name, state in found if state in {"survived", "no tests", "suspicious"})


def change(name: str) -> Change:
    """Return what a change was, by its text: numbers in names move with every edit."""
    lines = mutmut("show", name).splitlines()
    before = [line[1:].strip() for line in lines if re.match(r"-(?!--)", line)]
    after = [line[1:].strip() for line in lines if re.match(r"\+(?!\+\+)", line)]
    return Change(name.rpartition("__mutmut_")[0], "\n".join(before), "\n".join(after))


if __name__ == "__main__":
    sys.exit(main())
