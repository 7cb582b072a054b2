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
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what the houses of this run keep their rows in",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose how examples are drawn, before any test is read."""
    settings.load_profile(config.getoption("--hypothesis-profile") or "house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database, and from its run what is about none."""
    ours = config.getoption("--database")
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[ours]
    left_out = [
        item
        for item in items
        if item.get_closest_marker(other)
        or (
            ours == "postgresql"
            and not item.get_closest_marker(ours)
            and "databases" not in getattr(item, "fixturenames", ())
        )
    ]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]
    if hasattr(config, "workerinput"):  # several run side by side: none shall end alone
        items.sort(key=lambda item: not item.nodeid.startswith(LONG))


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
