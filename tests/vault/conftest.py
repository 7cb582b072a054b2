"""What the vault's tests share: vectors by file name, outcomes, and the other age library."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import npm
import pytest

from hrd_report.errors import Damaged, WrongPassword, WrongReceipt
from hrd_report.vault.damage import HeaderFailure, MacFailure, NoMatch, PayloadFailure
from hrd_report.vault.keys import Key

VECTORS = Path(__file__).parent / "vectors"
INTEROP = Path(__file__).parent / "interop"
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
    """Give a function that asks the age author's own library."""
    place = npm.installed(INTEROP, Path(pytestconfig.cache.mkdir("interop")))
    shutil.copy(INTEROP / "peer.mjs", place)
    return partial(npm.ask, place)
