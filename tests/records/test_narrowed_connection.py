"""The connection of statistics: its own four tables, and the database itself refuses the rest."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from databases import Databases
from records.kept_rows import DAY, Opened, keep_case, keep_team, opening
from sqlalchemy import delete, func, select, text, true, update
from sqlalchemy.exc import DBAPIError

from hrd_report.records import facts
from hrd_report.records.database import Database
from hrd_report.records.everything import TABLES
from hrd_report.records.facts import (
    Attempt,
    Bucket,
    BucketState,
    Fact,
    LedgerRow,
    Part,
    Release,
    ReleaseState,
)
from hrd_report.sealed import Sealed

FORBIDDEN = sorted(set(TABLES) - facts.READABLE)
REFUSED = r"not authorized|prohibited|permission denied|must be owner"


def bucket() -> Bucket:
    return Bucket(
        name="2026-Q4",
        first=dt.date(2026, 10, 1),
        last=dt.date(2026, 12, 31),
        state=BucketState.FROZEN,
        kid=b"k",
        public=b"p",
        holder=b"h",
        grant=Sealed(b"g"),
    )


@pytest.fixture(scope="module")
def filled(databases: Databases) -> Iterator[Opened]:
    """Give a database with a case, a bucket and a fact. A test leaves it as it was."""
    with opening(databases) as opened:
        with opened.whole.writing() as session:
            keep_case(session, keep_team(session))
            session.add(bucket())
            session.flush()
            session.add(Fact(id=b"f", bucket="2026-Q4", body=Sealed(b"b")))
        yield opened


def run(database: Database, statement: str) -> Any:
    with database.writing() as session:
        answer = session.execute(text(statement))
        return answer.scalar_one() if answer.returns_rows else None


@pytest.mark.parametrize("name", FORBIDDEN)
def test_every_other_table_is_refused(filled: Opened, name: str):
    table = TABLES[name]
    column = next(iter(table.columns))
    joined = select(table.c[column.name]).join(TABLES["fact"], true())
    for statement in (
        select(column),
        select(func.count()).select_from(table),
        joined,
        delete(table),
        update(table).values({column.name: None}),
    ):
        with pytest.raises(DBAPIError, match=REFUSED), filled.figures.writing() as session:
            session.execute(statement)


@pytest.mark.parametrize("name", sorted(facts.READABLE))
def test_its_own_tables_can_be_read(filled: Opened, name: str):
    with filled.figures.reading() as session:
        counted = session.scalars(select(func.count()).select_from(TABLES[name])).one()
    assert counted == (1 if name in {"bucket", "fact"} else 0)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO fact (id, bucket, body) VALUES ('x', '2026-Q4', 'y')",
        "UPDATE fact SET bucket = 'other'",
        "DELETE FROM fact",
    ],
)
def test_a_fact_can_be_neither_added_nor_changed_nor_deleted(filled: Opened, statement: str):
    with pytest.raises(DBAPIError, match=REFUSED):
        run(filled.figures, statement)


@pytest.mark.parametrize("name", sorted(facts.WRITABLE | facts.APPENDABLE))
def test_what_was_released_or_spent_cannot_be_deleted(filled: Opened, name: str):
    with pytest.raises(DBAPIError, match=REFUSED), filled.figures.writing() as session:
        session.execute(delete(TABLES[name]))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id INTEGER)",
        "DROP TABLE fact",
        "ALTER TABLE fact ADD COLUMN words TEXT",
        "CREATE VIEW seen AS SELECT * FROM fact",
    ],
)
def test_the_shape_of_the_database_is_out_of_reach(filled: Opened, statement: str):
    with pytest.raises(DBAPIError, match=REFUSED):
        run(filled.figures, statement)


def test_the_narrowing_holds_for_every_transaction_on_every_connection(filled: Opened):
    for _ in range(3):
        with pytest.raises(DBAPIError, match=REFUSED):
            run(filled.figures, 'SELECT count(*) FROM "case"')
        assert run(filled.figures, "SELECT count(*) FROM fact") == 1
    assert run(filled.whole, 'SELECT count(*) FROM "case"') == 1


def test_a_release_and_its_cost_can_be_written(opened: Opened):
    with opened.whole.writing() as session:
        session.add(bucket())
    with opened.figures.writing() as session:
        session.get(Bucket, "2026-Q4").state = BucketState.RELEASED
        session.add(
            Release(
                id=b"r",
                bucket="2026-Q4",
                year=2026,
                part=Part.BUCKET,
                state=ReleaseState.DONE,
                tier="M",
                plan=b"p",
                day=DAY,
            )
        )
        session.flush()
        session.add(
            LedgerRow(
                release_id=b"r",
                year=2026,
                part=Part.BUCKET,
                bucket="2026-Q4",
                micro_epsilon=0,
                nano_rho=7,
            )
        )
        session.add(Attempt(release_id=b"r", number=1))
    with opened.figures.reading() as session:
        assert [one.nano_rho for one in session.scalars(facts.spendings())] == [7]
        assert session.scalars(facts.releases()).one().state is ReleaseState.DONE
        assert session.scalars(facts.attempts(b"r")).one() == 1
