"""What the vault's tests share: vectors by file name, outcomes, and the other age library.

That library needs node and npm. What is missing is installed once, from the lock file, into
pytest's cache. Without node the tests that ask for it fail: a format nobody else can read is not
the one we promise.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hrd_report.errors import Damaged, WrongPassword, WrongReceipt
from hrd_report.vault.damage import HeaderFailure, MacFailure, NoMatch, PayloadFailure
from hrd_report.vault.keys import Key

VECTORS = Path(__file__).parent / "vectors"
INTEROP = Path(__file__).parent / "interop"
# Node comes from the package index like everything else: Debian's may be too old for the peer.
BIN = Path(sys.executable).parent
NODE_PATH = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}  # noqa: TID251 - for a child
OUTCOMES = {
    HeaderFailure: "header failure",
    NoMatch: "no match",
    WrongPassword: "no match",
    MacFailure: "hmac failure",
    PayloadFailure: "payload failure",
    WrongReceipt: "refused",
    Damaged: "refused",
}


def pytest_generate_tests(metafunc):
    """Run a test that asks for `age_vector` once for each vector of vectors/age.json."""
    for fixture in metafunc.fixturenames:
        name, found, rest = fixture.partition("_vector")
        if found and not rest:
            vectors = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
            metafunc.parametrize(fixture, vectors, ids=[vector["name"] for vector in vectors])


def outcome_of(act: Callable[[], object]) -> str:
    """Return how the vectors would name what came of it."""
    try:
        act()
    except (Damaged, WrongPassword, WrongReceipt) as error:
        return next(name for kind, name in OUTCOMES.items() if isinstance(error, kind))
    return "success"


@pytest.fixture(name="outcome_of")
def _outcome_of():
    return outcome_of


@pytest.fixture(scope="session")
def key() -> Key:
    return Key.from_seed(bytes(range(32)))


@pytest.fixture(scope="session")
def other() -> Key:
    return Key.from_seed(bytes(range(32, 64)))


@pytest.fixture(scope="session")
def peer(pytestconfig):
    """Give a function that asks the other library, installed from the lock file if absent."""
    lock = (INTEROP / "package-lock.json").read_bytes()
    name = hashlib.sha256(lock).hexdigest()[:12]
    place = Path(pytestconfig.cache.mkdir("interop")) / name
    if not place.exists():
        fresh = Path(tempfile.mkdtemp(dir=place.parent))
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(INTEROP / file, fresh)
        subprocess.run([BIN / "npm", "ci", "--silent"], cwd=fresh, env=NODE_PATH, check=True)
        try:
            fresh.rename(place)
        except OSError:
            # Another worker was first.
            shutil.rmtree(fresh)
    shutil.copy(INTEROP / "peer.mjs", place)

    def ask(*wishes: dict) -> list:
        done = subprocess.run(
            [BIN / "node", "peer.mjs"],
            cwd=place,
            input=json.dumps(wishes).encode(),
            capture_output=True,
            check=True,
            timeout=120,
        )
        return json.loads(done.stdout)

    return ask
