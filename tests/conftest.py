"""What every test may stand on: a whole house on a fresh database, with a clock it can move."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import chromium
from databases import Databases, cluster
from house import House, Street
from hypothesis import Phase, settings
from playwright.sync_api import Browser

SKIPPED: list[str] = []
LONG = ("tests/journeys/", "tests/drills/", "tests/house/test_canary")
"""Where single tests take longest."""

# Other work may share the machine: no example is judged by the time it takes.
settings.register_profile("house", deadline=None)
# For `make mutation`, where a failure is all that is asked for: no time is spent on shrinking it.
settings.register_profile("mutation", deadline=None, phases=set(Phase) - {Phase.shrink})
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql", "none"),
        default="sqlite",
        help="what the houses of this run keep their rows in; none: only tests without a house",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose how examples are drawn, before any test is read."""
    settings.load_profile(config.getoption("--hypothesis-profile") or "house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database, and from its run what is about none."""
    belongs = {"sqlite": _on_sqlite, "postgresql": _on_postgresql, "none": _quick}
    left_out = [item for item in items if not belongs[config.getoption("--database")](item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]
    if hasattr(config, "workerinput"):  # several run side by side: none shall end alone
        items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def _on_sqlite(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgresql") is None


def _on_postgresql(item: pytest.Item) -> bool:
    """Tell whether a database stands in it at all: all else was shown beside SQLite."""
    if item.get_closest_marker("sqlite") or item.get_closest_marker("browser"):
        return False
    return _has_house(item) or item.get_closest_marker("postgresql") is not None


def _quick(item: pytest.Item) -> bool:
    """Tell whether it needs neither a house nor a browser nor patience."""
    slow = any(map(item.get_closest_marker, ("sqlite", "postgresql", "browser", "slow")))
    return not slow and not _has_house(item)


def _has_house(item: pytest.Item) -> bool:
    return "databases" in getattr(item, "fixturenames", ())


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what was skipped."""
    if report.skipped:
        SKIPPED.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that skipped anything: a part is missing, and that must not look like success."""
    if SKIPPED and session.exitstatus == pytest.ExitCode.OK:
        print(f"skipped, so this run fails: {SKIPPED}")  # noqa: T201 - for whoever reads the run
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Make databases of the kind this run asked for."""
    folder = tmp_path_factory.mktemp("databases")
    if request.config.getoption("--database") == "sqlite":
        yield Databases(folder, None)
        return
    with cluster() as server:
        yield Databases(folder, server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a real Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def street(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Street:
    """Give what builds houses alike."""
    return Street(tmp_path_factory.mktemp("street"), databases)


@pytest.fixture
def house(tmp_path: Path, databases: Databases, street: Street) -> Iterator[House]:
    """Give a founded organisation: keys, one team, an administrator, caseworkers, an analyst."""
    built = street.house(tmp_path)
    yield built
    built.close()
    databases.drop(built.services.settings.database_url)
