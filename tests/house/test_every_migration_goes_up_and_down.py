"""Every migration goes up, down and up again with rows in the tables, and ends at the models."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import Databases
from source_tree import ROOT
from sqlalchemy import Engine, inspect, text

from hrd_report.records import facts, migrations
from hrd_report.records.database import STATISTICS_ROLE, open_database
from hrd_report.records.everything import TABLES

DATA = Path(__file__).parent / "migration_data"
FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))
SERIALS = [path.name[:4] for path in FILES]


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    """Give a database without tables, of the kind this run asked for."""
    url = databases.empty()
    opened = open_database(url)
    yield opened.engine
    opened.close()
    databases.drop(url)


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """Give the rows that a database has at each serial."""
    monkeypatch.syspath_prepend(DATA)
    names = [path.stem for path in DATA.glob("r*.py") if path.stem != "rows"]
    loaded = {name[1:]: importlib.import_module(name) for name in names}
    for name in [*names, "rows"]:
        sys.modules.pop(name, None)
    return loaded


def schema(engine: Engine) -> dict[str, Any]:
    """Return what a database looks like, so that two looks can be compared."""
    look = inspect(engine)
    return {
        name: (
            sorted(
                (one["name"], str(one["type"]), one["nullable"]) for one in look.get_columns(name)
            ),
            sorted(str(one["name"]) for one in look.get_indexes(name)),
            sorted(str(one["name"]) for one in look.get_foreign_keys(name)),
            sorted(str(one["name"]) for one in look.get_unique_constraints(name)),
            look.get_pk_constraint(name)["constrained_columns"],
        )
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def test_files_carry_serials_without_a_gap():
    assert [f"{number:04}" for number in range(1, len(FILES) + 1)] == SERIALS


def test_a_file_s_serial_is_its_revision_and_follows_the_one_before():
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    line = [(one.revision, one.down_revision) for one in scripts.walk_revisions()]
    assert line == list(zip(reversed(SERIALS), [*reversed(SERIALS[:-1]), None], strict=True))
    assert migrations.head() == SERIALS[-1]


def test_every_migration_has_its_rows(data: dict[str, ModuleType]):
    assert sorted(data) == SERIALS


def test_each_migration_goes_up_down_and_up_again_with_all_rows_so_far(
    engine: Engine, data: dict[str, ModuleType]
):
    before = schema(engine)
    for at, serial in enumerate(SERIALS):
        migrations.upgrade(engine, serial)
        after = schema(engine)
        with engine.connect() as connection:
            data[serial].load(connection)
        migrations.downgrade(engine, "-1")
        assert schema(engine) == before, serial
        migrations.upgrade(engine, serial)
        assert schema(engine) == after, serial
        with engine.connect() as connection:
            data[serial].load(connection)
            for one in SERIALS[: at + 1]:
                data[one].check(connection)
        before = after


def test_the_last_migration_ends_at_the_models(engine: Engine):
    migrations.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        metadata = next(iter(TABLES.values())).metadata
        assert compare_metadata(context, metadata) == []
    assert migrations.current(engine) == migrations.head()


@pytest.mark.sqlite
def test_no_table_has_hidden_row_numbers(engine: Engine):
    migrations.upgrade(engine)
    with engine.connect() as connection:
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        ours = {name: sql for name, sql in made if name != "alembic_version"}
    assert set(ours) == set(TABLES)
    assert not [name for name, sql in ours.items() if "WITHOUT ROWID" not in sql]


@pytest.mark.postgresql
def test_the_role_of_statistics_may_do_what_the_tables_say(engine: Engine):
    migrations.upgrade(engine)
    with engine.connect() as connection:
        given = connection.execute(
            text(
                "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
                " WHERE grantee = :role"
            ),
            {"role": STATISTICS_ROLE},
        ).all()
    assert {tuple(one) for one in given} == {(name, "SELECT") for name in facts.READABLE} | {
        (name, act) for name in facts.WRITABLE for act in ("INSERT", "UPDATE")
    } | {(name, "INSERT") for name in facts.APPENDABLE}
