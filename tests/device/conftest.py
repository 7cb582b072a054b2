"""Gives tests the sources of the script that seals on a device, and the age author's library."""

import shutil
from functools import partial
from pathlib import Path

import npm
import pytest
from source_tree import PACKAGE, ROOT

ASSETS = PACKAGE / "assets"
INTEROP = ROOT / "tests" / "vault" / "interop"


@pytest.fixture(scope="session")
def device(pytestconfig):
    """Give a function that asks the sources of the script, run by node."""
    place = npm.installed(ASSETS, Path(pytestconfig.cache.mkdir("assets")))
    shutil.copy(ASSETS / "peer.mjs", place)
    shutil.copytree(ASSETS / "src", place / "src", dirs_exist_ok=True)
    return partial(npm.ask, place)


@pytest.fixture(scope="session")
def age_client(pytestconfig):
    """Give a function that asks the age author's own library."""
    place = npm.installed(INTEROP, Path(pytestconfig.cache.mkdir("interop")))
    shutil.copy(INTEROP / "peer.mjs", place)
    return partial(npm.ask, place)
