"""Gives the operator's command as an operator has it: settings, and a prompt that can be read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from databases import Databases

from hrd_report.app import build_services, create_app
from hrd_report.cli.building import Building
from hrd_report.cli.main import command
from hrd_report.settings import Settings


@dataclass(frozen=True)
class Operator:
    """Somebody at a prompt, in front of one instance."""

    settings: Settings

    def run(self, *words: str, answer: str | None = None) -> Result:
        building = Building(self.settings, build_services, create_app)
        return CliRunner().invoke(command, list(words), obj=building, input=answer)

    def building(self) -> Building:
        return Building(self.settings, build_services, create_app)

    def with_settings(self, **changes: object) -> "Operator":
        return Operator(replace(self.settings, **changes))


@pytest.fixture
def operator(tmp_path: Path, databases: Databases) -> Iterator[Operator]:
    """Give an operator with a database where nothing is set up yet."""
    url = databases.fresh()
    settings = Settings(
        instance=tmp_path / "instance", database_url=url, demo=True, password_memory_kib=64
    )
    yield Operator(settings)
    databases.drop(url)


@pytest.fixture
def ready(operator: Operator) -> Operator:
    """Give an operator whose instance is set up."""
    assert operator.run("setup").exit_code == 0
    return operator


@pytest.fixture
def passwords(operator: Operator) -> dict[str, str]:
    """Set up, and give the passwords that were printed once."""
    printed = operator.run("setup").output
    rows = [line.split() for line in printed.splitlines() if line.startswith("  ")]
    return {row[1]: row[2] for row in rows if len(row) == 3}
