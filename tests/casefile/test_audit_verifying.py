"""Rows that were removed, changed, moved, added or numbered twice are found, and nothing else."""

import datetime as dt
from collections.abc import Iterator

import pytest
from audit_log import CHECKPOINTS, TABLE, Log, Rows, replace_rows, rows
from databases import Databases
from house import build_house
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.audit import numbering, verifying
from hrd_report.casefile.audit.verifying import Fault, Problem
from hrd_report.errors import Damaged
from hrd_report.records.acts import Act
from hrd_report.vault import checkpoints, merkle
from hrd_report.vault.checkpoints import Checkpoint
from hrd_report.vault.leaves import Leaf, leaf_bytes
from hrd_report.vault.signatures import SigningKey

BATCHES = (3, 1, 5, 7)
KINDS = ("remove", "change", "swap", "insert")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Log]:
    """Give an audit of some rows under several checkpoints, which stays as it is."""
    url = databases.fresh()
    made = Log(build_house(tmp_path_factory.mktemp("audit"), url))
    made.number()
    made.fill(*BATCHES)
    yield made
    made.house.close()
    databases.drop(url)


def faults(log: Log, meddle) -> set[Fault]:
    return {one.fault for one in log.verdict_after(meddle).problems}


def test_an_audit_nobody_touched_holds(log: Log):
    verdict = log.verdict()
    assert verdict.problems == []
    assert verdict.rows == len(log.rows()) == log.checkpoints()[-1].size
    assert (verdict.checkpoints, verdict.waiting) == (1 + len(BATCHES), 0)


@settings(max_examples=60)
@given(st.data(), st.sampled_from(KINDS))
def test_whatever_is_done_to_numbered_rows_is_found(log: Log, data: st.DataObject, kind: str):
    def meddle(session: Session) -> None:
        replace_rows(session, meddled(rows(session), kind, data))

    assert log.verdict_after(meddle).problems


def meddled(found: Rows, kind: str, data: st.DataObject) -> Rows:
    at = data.draw(st.integers(0, len(found) - 1))
    if kind == "remove":
        del found[at]
    elif kind == "change":
        name = data.draw(st.sampled_from(["id", "day", "act", "actor", "object"]))
        found[at][name] = another(name, found[at][name], data)
    elif kind == "swap":
        other = data.draw(st.integers(0, len(found) - 1).filter(lambda one: one != at))
        found[at], found[other] = found[other], found[at]
    else:
        fresh = {**found[at], "id": keeping.new_id()}
        found.insert(data.draw(st.integers(0, len(found))), fresh)
    return found


def another(name: str, value: object, data: st.DataObject) -> object:
    if name == "day":
        days = data.draw(st.integers(-400, 400).filter(bool))
        return value + dt.timedelta(days=days)
    if name == "act":
        return data.draw(st.sampled_from([one for one in Act if one is not value]))
    if name in {"actor", "object"} and value is not None and data.draw(st.booleans()):
        return data.draw(st.sampled_from([None, b""]))
    return keeping.new_id()


@pytest.mark.parametrize("place", [0, 3, 9])
def test_a_row_that_lost_its_place_is_missed(log: Log, place: int):
    def meddle(session: Session) -> None:
        session.execute(update(TABLE).where(TABLE.c.position == place).values(position=None))

    assert log.verdict_after(meddle).problems[-1] == Problem(Fault.MISSING, place, place + 1)


def test_rows_that_were_changed_are_told_by_their_batch(log: Log):
    first, until = (one.size for one in log.checkpoints()[1:3])

    def meddle(session: Session) -> None:
        session.execute(update(TABLE).where(TABLE.c.position == first).values(object=None))

    assert Problem(Fault.ALTERED, first, until) in log.verdict_after(meddle).problems


def test_a_database_does_not_number_twice(log: Log):
    with pytest.raises(IntegrityError), log.meddled() as session:
        session.execute(update(TABLE).where(TABLE.c.position == 1).values(position=0))


def test_rows_numbered_twice_are_found_where_the_database_let_it_happen(log: Log):
    def meddle(session: Session) -> None:
        session.execute(text("DROP INDEX ix_audit_position"))
        session.execute(insert(TABLE).values({**rows(session)[4], "id": keeping.new_id()}))

    assert Fault.DOUBLE in faults(log, meddle)


# PostgreSQL keeps nothing in a column that is not of its kind.
_LAX = [pytest.param(name, marks=pytest.mark.sqlite) for name in ("day", "id", "position")]


@pytest.mark.parametrize("column", ["act", *_LAX])
def test_a_row_that_cannot_be_read_is_found(log: Log, column: str):
    def meddle(session: Session) -> None:
        session.execute(text(f"UPDATE audit SET {column} = 'nonsense' WHERE position = 5"))  # noqa: S608 - from above

    assert faults(log, meddle) & {Fault.UNREADABLE, Fault.ALTERED, Fault.MISSING}


def test_a_checkpoint_taken_away_leaves_rows_that_nothing_covers(log: Log):
    last, before = log.checkpoints()[-1], log.checkpoints()[-2]

    def meddle(session: Session) -> None:
        session.execute(delete(CHECKPOINTS).where(CHECKPOINTS.c.size == last.size))

    assert log.verdict_after(meddle).problems == [Problem(Fault.BEYOND, before.size, last.size)]


@pytest.mark.parametrize("column", ["text", "frontier", "size"])
def test_an_altered_checkpoint_is_found(log: Log, column: str):
    last = log.checkpoints()[-1]
    middle = len(last.text) - 20  # within the signature
    other = "B" if last.text[middle] == "A" else "A"
    text_altered = last.text[:middle] + other + last.text[middle + 1 :]
    values = {"text": text_altered, "frontier": bytes(32), "size": last.size + 1}

    def meddle(session: Session) -> None:
        wanted = update(CHECKPOINTS).where(CHECKPOINTS.c.size == last.size)
        session.execute(wanted.values({column: values[column]}))

    assert Fault.FORGED in faults(log, meddle)


def test_rows_and_checkpoints_cut_off_together_differ_from_the_copy_beside_them(log: Log):
    last, before = log.checkpoints()[-1], log.checkpoints()[-2]
    kept = checkpoints.read(log.copy.read_text(encoding="utf-8"), log.public)
    with log.meddled() as session:
        session.execute(delete(TABLE).where(TABLE.c.position >= before.size))
        session.execute(delete(CHECKPOINTS).where(CHECKPOINTS.c.size == last.size))
        assert verifying.verify(session, log.public).problems == []
        found = verifying.verify(session, log.public, [kept])
    assert found.problems == [Problem(Fault.CUT, before.size, last.size)]


def resigned(session: Session, key: SigningKey, wanted: Rows, sizes: list[int]) -> None:
    """Do what only the holder of the signing key can: sign other rows as if they were the rows."""
    replace_rows(session, wanted)
    session.execute(delete(CHECKPOINTS))
    tree = merkle.Frontier()
    for row in wanted:
        one = {name: row[name] for name in ("id", "day", "actor", "object")}
        one |= {"day": str(row["day"]), "act": row["act"].value}
        tree.add(merkle.leaf_hash(leaf_bytes(Leaf(**one))))
        if tree.size in sizes:
            made = checkpoints.sign(Checkpoint(tree.size, tree.root()), key)
            values = {"size": tree.size, "text": made, "frontier": tree.to_bytes()}
            session.execute(insert(CHECKPOINTS).values(values))


def test_a_rewritten_audit_that_was_signed_anew_differs_from_what_a_witness_kept(log: Log):
    kept = [checkpoints.read(one.text, log.public) for one in log.checkpoints()]
    with log.meddled() as session:
        wanted = rows(session)
        wanted[6]["actor"] = None
        resigned(session, log.house.secrets.audit, wanted, [one.size for one in kept])
        assert verifying.verify(session, log.public).problems == []
        for one in kept:
            found = verifying.verify(session, log.public, [one]).problems
            assert found == ([Problem(Fault.ELSEWHERE, 0, one.size)] if one.size > 6 else [])


def test_a_checkpoint_that_does_not_lead_to_the_later_ones_is_found(log: Log):
    second = log.checkpoints()[1]
    forged = merkle.Frontier()
    for number in range(second.size):
        forged.add(merkle.leaf_hash(bytes([number])))
    note = checkpoints.sign(Checkpoint(forged.size, forged.root()), log.house.secrets.audit)

    def meddle(session: Session) -> None:
        wanted = update(CHECKPOINTS).where(CHECKPOINTS.c.size == second.size)
        session.execute(wanted.values(text=note, frontier=forged.to_bytes()))

    assert faults(log, meddle) == {Fault.FORKED}


def test_numbering_stops_where_the_last_checkpoint_is_gone(log: Log):
    last = log.checkpoints()[-1]
    kept = checkpoints.read(last.text, log.public)
    with log.meddled() as session:
        session.execute(delete(TABLE).where(TABLE.c.position >= last.size - 1))
        session.execute(delete(CHECKPOINTS).where(CHECKPOINTS.c.size == last.size))
        day = dt.date(2026, 12, 1)
        keeping.record(session, Act.NOTED, actor=None, thing=None, day=day)
        session.flush()
        with pytest.raises(Damaged):
            numbering.number(session, log.house.secrets.audit, kept)
