"""Programs for node that tests ask: installed once from their lock file, into pytest's cache.

Without node the tests that ask for one fail: a format nobody else can read is not the one we
promise.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Node comes from the package index like everything else: Debian's may be too old.
BIN = Path(sys.executable).parent
NODE_PATH = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}  # noqa: TID251 - for a child


def installed(folder: Path, cache: Path) -> Path:
    """Return where the packages of a folder's lock file are, without those it is built with."""
    name = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()[:12]
    place = cache / name
    if not place.exists():
        fresh = Path(tempfile.mkdtemp(dir=cache))
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(folder / file, fresh)
        command = [BIN / "npm", "ci", "--silent", "--omit=dev"]
        subprocess.run(command, cwd=fresh, env=NODE_PATH, check=True)
        try:
            fresh.rename(place)
        except OSError:
            # Another worker was first.
            shutil.rmtree(fresh)
    return place


def ask(place: Path, *wishes: dict) -> list:
    """Have `peer.mjs` answer a list of wishes."""
    done = subprocess.run(
        [BIN / "node", "peer.mjs"],
        cwd=place,
        input=json.dumps(wishes).encode(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)
