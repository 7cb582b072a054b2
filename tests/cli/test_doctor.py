"""The doctor finds what should never be, says what to do, and changes nothing."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from cli.conftest import Operator
from databases import Databases
from sqlalchemy import create_engine, delete, select, text

from hrd_report.casefile import keeping
from hrd_report.records import keys, migrations
from hrd_report.records.cases import Case, CaseState, Due, Urgency
from hrd_report.records.database import open_database
from hrd_report.records.keys import Grant, KeyKind, KeyRow, KeyState
from hrd_report.records.people import Team
from hrd_report.sandbox import jail
from hrd_report.vault.keys import Key, PublicKey


def test_a_fresh_instance_is_well(ready: Operator):
    said = ready.run("doctor")
    assert (said.exit_code, said.output) == (0, "All is well.\n")


def test_a_machine_that_makes_no_walls_is_told(ready: Operator, monkeypatch):
    monkeypatch.setattr(jail, "_BWRAP", "/usr/bin/false")
    said = ready.run("doctor")
    assert said.exit_code == 1
    assert said.output.startswith("Evidence is not decoded here: bubblewrap cannot make namespaces")


def test_tables_that_are_behind_are_told(ready: Operator):
    opened = open_database(ready.settings.database)
    migrations.downgrade(opened.engine, "-1")
    opened.close()
    said = ready.run("doctor")
    assert said.exit_code == 1
    assert "python -m hrd_report database upgrade" in said.output


def test_a_key_that_recovery_cannot_reach_is_told(ready: Operator):
    opened = open_database(ready.settings.database)
    with opened.writing() as session:
        (recovery,) = session.scalars(select(KeyRow.kid).where(KeyRow.kind == KeyKind.RECOVERY))
        (team,) = session.scalars(select(KeyRow.kid).where(KeyRow.kind == KeyKind.TEAM))
        session.execute(delete(Grant).where(Grant.holder == recovery, Grant.child == team))
    opened.close()
    said = ready.run("doctor")
    assert said.exit_code == 1
    assert "1 keys have no grant to recovery" in said.output


def test_cases_that_wait_for_a_holder_are_told(ready: Operator):
    opened = open_database(ready.settings.database)
    with opened.writing() as session:
        team, case = session.scalars(select(Team)).one(), Key.new()
        day = dt.date(2026, 11, 21)
        keeping.keep_key(session, case.public, KeyKind.CASE, day=day).state = KeyState.DUE
        session.flush()
        for holder in session.scalars(keys.active(KeyKind.RECOVERY)).all():
            public = PublicKey.from_raw(holder.public)
            keeping.keep_grant(session, case, public, day=day)
        session.add(
            Case(
                id=bytes(16),
                number="K-ONE",
                kid=case.kid,
                team_id=team.id,
                state=CaseState.OPEN,
                urgency=Urgency.NORMAL,
                language="fr",
                received_day=day,
                due=Due.NOTHING,
                restricted=True,
            )
        )
    opened.close()
    said = ready.run("doctor")
    assert said.exit_code == 1
    assert "1 cases still have a key" in said.output
    assert "Only the recovery shares open: K-ONE" in said.output


def test_a_file_that_belongs_to_nothing_is_told(ready: Operator):
    parts = ready.building().services()
    writing = parts.store.begin("0123456789abcdef")
    writing.keep()
    parts.database.close()
    parts.figures.close()
    said = ready.run("doctor")
    assert said.exit_code == 1
    assert "1 files in the store belong to nothing" in said.output


def test_an_instance_that_is_not_there_is_told_without_a_trace(operator: Operator):
    said = operator.run("doctor")
    assert said.exit_code == 1
    assert "Traceback" not in said.output


@pytest.fixture
def modest(operator: Operator, databases: Databases) -> Iterator[Operator]:
    """Give an operator whose PostgreSQL user may make no roles and take none on."""
    server = databases._server
    name = f"m{uuid.uuid4().hex}"
    administration = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
        connection.execute(text(f"CREATE DATABASE {name} OWNER {name}"))
    yield operator.with_settings(
        database_url=f"{server}/{name}".replace("postgres@", f"{name}@", 1)
    )
    with administration.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        connection.execute(text(f"DROP ROLE {name}"))
    administration.dispose()


@pytest.mark.postgresql
def test_a_user_who_may_not_narrow_itself_is_told(modest: Operator):
    assert modest.run("setup").exit_code == 0
    said = modest.run("doctor")
    assert said.exit_code == 1
    assert "docs/operate.md" in said.output
