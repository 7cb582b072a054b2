"""In a stolen copy no nameless row shows which case it came with, on either database."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Databases
from desk.desk_house import filing, signed_in
from house import House, build_house
from sqlalchemy import make_url, select, text

from hrd_report.casefile import bucket_years, fact_rows
from hrd_report.documents.facts import ROW_BYTES
from hrd_report.jobs import figures
from hrd_report.records import keys
from hrd_report.records.facts import (
    Bucket,
    BucketState,
    Envelope,
    Fact,
    Part,
    Release,
    ReleaseState,
)
from hrd_report.records.keys import KeyKind
from hrd_report.vault import grants
from hrd_report.vault.facts import open_facts
from hrd_report.vault.keys import Key, PublicKey

CASES = 12
CLASSIFIED = {"threats": "doxing", "platforms": "telegram"}


@pytest.fixture
def house(tmp_path: Path, databases: Databases) -> Iterator[House]:
    """Give a house on a database that served nobody before: here it matters where rows lie."""
    url = databases.fresh()
    built = build_house(tmp_path, url)
    yield built
    built.close()
    databases.drop(url)


@pytest.fixture
def bucket(house: House) -> tuple[str, Key]:
    return add_bucket(house, "S")


def add_bucket(house: House, size: str) -> tuple[str, Key]:
    key = Key.new()
    with house.services.database.writing() as session:
        (row,) = session.scalars(keys.active(KeyKind.ANALYST))
        analysts = PublicKey.from_raw(row.public)
        session.add(
            Bucket(
                name="2026",
                first=dt.date(2026, 1, 1),
                last=dt.date(2026, 12, 31),
                state=BucketState.OPEN,
                kid=key.kid,
                public=key.public.raw,
                holder=analysts.kid,
                grant=grants.grant(key, analysts),
                size=size,
            )
        )
    return "2026", key


def write(house: House, number: int) -> None:
    with house.services.database.writing() as session:
        found = session.scalars(select(Bucket).where(Bucket.name == "2026")).one()
        fact_rows.put(session, bytes([number]) * 16, found, bytes([number]) * ROW_BYTES)


def opened(house: House, key: Key) -> list[int]:
    with house.services.database.reading() as session:
        rows = [one.blob for one in session.scalars(select(Fact.body).order_by(Fact.id))]
        envelopes = {one.id: one.body.blob for one in session.scalars(select(Envelope))}
    return open_facts(rows, key, "2026", ROW_BYTES, envelopes=envelopes)[:, 0].tolist()


@pytest.mark.parametrize("size", ["S", "XL"])
def test_rows_are_written_replaced_and_dropped(house: House, size: str):
    name, key = add_bucket(house, size)
    for number in (3, 1, 2, 1):
        write(house, number)
    assert opened(house, key) == [1, 2, 3]
    with house.services.database.writing() as session:
        fact_rows.drop(session, bytes([2]) * 16, name)
    assert opened(house, key) == [1, 3]
    with house.services.database.reading() as session:
        assert len(list(session.scalars(select(Envelope)))) == (1 if size == "XL" else 0)


def test_what_the_case_did_not_keep_leaves_no_row(house: House, bucket: tuple[str, Key]):
    def crash() -> None:
        with house.services.database.writing() as session:
            found = session.scalars(select(Bucket)).one()
            fact_rows.put(session, bytes(16), found, bytes(ROW_BYTES))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        crash()
    assert opened(house, bucket[1]) == []


def test_a_bucket_that_froze_meanwhile_takes_nothing(house: House, bucket: tuple[str, Key]):
    write(house, 1)
    with house.services.database.writing() as session:
        session.scalars(select(Bucket)).one().state = BucketState.FROZEN
    write(house, 2)
    with house.services.database.writing() as session:
        fact_rows.drop(session, bytes([1]) * 16, "2026")
    assert opened(house, bucket[1]) == [1]


def triage(house: House) -> None:
    """Classify cases one after the other, each with the consent to be counted."""
    for _ in range(CASES):
        filed = filing(house)
        desk = signed_in(house, "heron")
        desk.act(filed, "take")
        desk.act(filed, "consents", purpose="statistics", identity="none", state="given")
        desk.act(filed, "classify", **CLASSIFIED)


@pytest.mark.sqlite
def test_neither_file_nor_log_keeps_the_order_of_facts(house: House):
    triage(house)
    path = make_url(house.services.settings.database).database
    log = Path(f"{path}-wal")
    copy = sqlite3.connect(path)
    rows = copy.execute("SELECT id, body FROM fact").fetchall()
    sql = copy.execute("SELECT sql FROM sqlite_master WHERE name = 'fact'").fetchone()[0]
    copy.close()
    assert len(rows) == CASES
    # Ids are random, and rows lie by them: neither a hidden number nor a log tells the order.
    assert "WITHOUT ROWID" in sql
    assert rows == sorted(rows)
    written = log.read_bytes() if log.exists() else b""
    assert not [one for one, _ in rows if one in written]


@pytest.mark.postgresql
def test_neither_transaction_nor_place_tells_which_case_a_fact_came_with(house: House):
    triage(house)
    figures.tidy(house.services.database)
    with house.services.database.reading() as session:
        found = session.execute(text("SELECT id, xmin::text, ctid::text FROM fact")).all()
        of_items = set(session.scalars(text("SELECT xmin::text FROM item")))
    assert len(found) == CASES
    # All were written anew by the last one: one transaction, in the order of random ids.
    assert len({one.xmin for one in found}) == 1
    assert not {one.xmin for one in found} & of_items
    places = [(tuple(map(int, one.ctid.strip("()").split(","))), bytes(one.id)) for one in found]
    assert [one for _, one in sorted(places)] == sorted(one for _, one in places)


@pytest.mark.usefixtures("bucket")
def test_facts_and_keys_of_a_closed_year_are_destroyed_after_ninety_days(house: House):
    write(house, 1)
    with house.services.database.writing() as session:
        session.scalars(select(Bucket)).one().state = BucketState.RELEASED
        session.add(
            Release(
                id=b"r",
                bucket="2026",
                year=2026,
                part=Part.CLOSE,
                state=ReleaseState.DONE,
                tier="S",
                plan=b"",
                day=dt.date(2027, 2, 1),
            )
        )
    for day, gone in ((dt.date(2027, 5, 1), ()), (dt.date(2027, 5, 2), ("2026",))):
        with house.services.database.writing() as session:
            assert bucket_years.destroy_old(session, day) == gone
    with house.services.database.reading() as session:
        found = session.scalars(select(Bucket)).one()
        assert (found.state, found.grant.blob) == (BucketState.DESTROYED, b"")
        assert session.scalars(select(Fact)).first() is None
        assert session.scalars(select(Release)).one().state is ReleaseState.DONE
