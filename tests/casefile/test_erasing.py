"""Erasing a case: nothing of it stays but a tombstone, whenever the process was killed."""

import io
from dataclasses import dataclass

import pytest
from desk.desk_house import filing
from escalation.escalated import Work, work_on
from house import House
from sqlalchemy import select

from hrd_report.casefile import erasing, keeping
from hrd_report.errors import NotFound, StorageFull
from hrd_report.jobs.erasures import Erasures
from hrd_report.jobs.sweeping import Sweep
from hrd_report.records import everything
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case
from hrd_report.records.erasure import Cause, Tombstone
from hrd_report.records.keys import Grant, Item, KeyKind, KeyRow
from hrd_report.records.people import SessionKind, SessionRow
from hrd_report.sealed import Sealed
from hrd_report.vault import grants
from hrd_report.vault.keys import Key


def every_row(house: House) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables."""
    with house.services.database.reading() as session:
        return {
            name: sorted(
                (tuple(map(repr, row)) for row in session.execute(select(table))), key=repr
            )
            for name, table in everything.TABLES.items()
        }


def erase(house: House, case_id: bytes, cause: Cause = Cause.DESK) -> erasing.Erased:
    """Erase a case as every edge does."""
    parts, now = house.services, house.clock.now
    erasing.mark(parts.store, erasing.tombstone_of(case_id), cause)
    with parts.database.writing() as session:
        done = erasing.erase(session, case_id, cause, now=now, actor=None)
    erasing.forget_files(parts.store, done)
    return done


def complete(house: House) -> int:
    return Erasures(house.services.database, house.services.store, house.clock).complete()


def there(house: House, case_id: bytes) -> bool:
    with house.services.database.reading() as session:
        return session.get(Case, case_id) is not None


def objects(house: House) -> list[str]:
    return [one for one in house.services.store.names() if not erasing.is_mark(one)]


def marks(house: House) -> set[bytes]:
    return set(erasing.marked(house.services.store))


def full_case(house: House) -> Work:
    """Return a case with everything a case can have: files, consents, a queued notice, sessions."""
    work = work_on(house)
    work.consent()
    work.queued()
    house.begin_session(house.client(), SessionKind.DEFENDER, work.case_id, Key.new())
    return work


def test_nothing_of_a_case_stays_but_a_tombstone_and_what_the_audit_proves(house: House):
    before = every_row(house)
    work = full_case(house)
    erase(house, work.case_id)
    after = every_row(house)
    hidden = {"audit", "session", "tombstone"}
    assert {name: after[name] for name in after if name not in hidden} == {
        name: before[name] for name in before if name not in hidden
    }
    with house.services.database.reading() as session:
        (stone,) = session.scalars(select(Tombstone))
        acts = session.scalars(select(AuditRow.act).where(AuditRow.object == work.case_id)).all()
    assert stone.id == erasing.tombstone_of(work.case_id)
    assert stone.day == house.clock.now.date().replace(day=1)
    assert acts.count(Act.ERASED) == 1
    assert marks(house) == {stone.id}


def test_files_are_gone_from_the_store_and_the_sweep_leaves_tombstones_alone(house: House):
    form = {"threat": "doxing", "files": (io.BytesIO(b"x" * 9000), "capture.png")}
    assert house.client().post("/fr/report", data=form).status_code == 200
    with house.services.database.reading() as session:
        case_id = session.scalars(select(Case.id)).one()
    assert len(objects(house)) == 1
    assert len(erase(house, case_id).objects) == 1
    assert objects(house) == []
    sweep = Sweep(house.services.database, house.services.store, house.clock)
    for _ in range(3):
        sweep.look()
        house.clock.now = house.clock.now.replace(year=house.clock.now.year + 1)
    assert len(marks(house)) == 1


def test_other_cases_lose_nothing(house: House):
    filing(house, files={"a.png": b"x" * 5000})
    before = every_row(house)
    erase(house, filing(house).id)
    after = every_row(house)
    for name in ("case", "item", "key", "grant", "report"):
        assert after[name] == before[name]


def test_all_former_keys_of_a_case_go_with_it(house: House):
    """A case whose key was replaced twice: the former ones hang on grants and on items."""
    filed = filing(house)
    first, second, third = Key.new(), Key.new(), Key.new()
    day = house.clock.now.date()
    with house.services.database.writing() as session:
        for key in (first, second, third):
            keeping.keep_key(session, key.public, KeyKind.CASE, day=day)
        session.flush()
        session.get_one(Case, filed.id).kid = third.kid
        for child, holder in ((first, second.public), (second, third.public)):
            keeping.keep_grant(session, child, holder, day=day)
        for child in (first, second, third):
            keeping.keep_grant(session, child, house.recovery.public, day=day)
    erase(house, filed.id)
    with house.services.database.reading() as session:
        assert session.scalars(select(KeyRow).where(KeyRow.kind == KeyKind.CASE)).all() == []
        kinds = {KeyKind.CASE, KeyKind.RECEIPT}
        assert session.scalars(select(KeyRow).where(KeyRow.kind.in_(kinds))).all() == []
        assert session.scalars(select(Grant).where(Grant.shelf.is_not(None))).all() == []


def test_a_forged_grant_between_two_cases_takes_no_key_of_the_other(house: House):
    mine, other = filing(house), filing(house)
    with house.services.database.writing() as session:
        kid, theirs = (session.get_one(Case, one.id).kid for one in (mine, other))
        blob = Sealed(b"forged" * 40)
        assert len(blob) < grants.GRANT_BYTES
        session.add(Grant(child=theirs, holder=kid, blob=blob, day=house.clock.now.date()))
    before = every_row(house)["key"]
    erase(house, mine.id)
    with house.services.database.reading() as session:
        assert session.get(KeyRow, theirs) is not None
        assert session.scalars(select(Item).where(Item.case_id == other.id)).all()
        assert session.scalars(select(Grant).where(Grant.child == theirs)).all()
    assert len(before) - len(every_row(house)["key"]) == 2


def test_sessions_with_the_receipt_end(house: House):
    filed = filing(house)
    house.begin_session(house.client(), SessionKind.DEFENDER, filed.id, filed.receipt)
    house.sign_in(house.client(), "heron")
    erase(house, filed.id)
    with house.services.database.reading() as session:
        assert [one.kind for one in session.scalars(select(SessionRow))] == [SessionKind.STAFF]


def test_what_waits_is_stopped_and_what_has_left_is_counted(house: House):
    work = work_on(house)
    work.consent()
    work.queued()
    done = erase(house, work.case_id)
    assert (done.left, done.stopped) == (0, 1)


def test_a_defender_s_erasure_leaves_no_act_in_the_audit(house: House):
    work = full_case(house)
    before = every_row(house)["audit"]
    erase(house, work.case_id, Cause.DEFENDER)
    assert every_row(house)["audit"] == before
    # Not when the jobs process completes it, either.
    other = filing(house)
    erasing.mark(house.services.store, erasing.tombstone_of(other.id), Cause.DEFENDER)
    assert complete(house) == 1
    assert every_row(house)["audit"] == before


def test_erasing_twice_says_that_it_is_gone(house: House):
    filed = filing(house)
    erase(house, filed.id)
    with house.services.database.writing() as session, pytest.raises(NotFound):
        erasing.erase(session, filed.id, Cause.DESK, now=house.clock.now)


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Step:
    """A step of an erasure at which the process is killed: before it, or right after it."""

    name: str
    after: bool


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("name", ["mark", "_requests", "_delete_rows", "_delete_keys", "_bury"])
def test_killed_at_any_step_there_is_the_case_or_a_tombstone_that_jobs_complete(
    house: House, monkeypatch, name: str, after: bool
):
    filed = filing(house, files={"a.png": b"x" * 5000})
    real = getattr(erasing, name)

    def dies(*args: object, **more: object) -> object:
        if after:
            real(*args, **more)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(erasing, name, dies)
        with pytest.raises(Killed):
            erase(house, filed.id)
    # One transaction: all of the case's rows, or none.
    assert there(house, filed.id)
    begun = bool(marks(house))
    assert begun == (name != "mark" or after)
    assert complete(house) == begun
    assert there(house, filed.id) != begun
    if begun:
        with house.services.database.reading() as session:
            assert session.get(Tombstone, erasing.tombstone_of(filed.id)).cause is Cause.DESK
            assert session.scalars(select(Item)).all() == []


def test_killed_before_the_files_are_forgotten_the_sweep_finds_them(house: House, monkeypatch):
    form = {"threat": "doxing", "files": (io.BytesIO(b"x" * 9000), "capture.png")}
    house.client().post("/fr/report", data=form)
    with house.services.database.reading() as session:
        case_id = session.scalars(select(Case.id)).one()

    def dies(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(erasing, "forget_files", dies)
    with pytest.raises(Killed):
        erase(house, case_id)
    assert not there(house, case_id)
    sweep = Sweep(house.services.database, house.services.store, house.clock)
    sweep.look()
    house.clock.now = house.clock.now.replace(year=house.clock.now.year + 1)
    assert sweep.look() == 1
    assert objects(house) == []


def test_a_database_from_before_is_erased_again_within_one_run(house: House):
    gone, kept = filing(house), filing(house)
    with house.services.database.reading() as session:
        case = session.get_one(Case, gone.id)
        columns = {one.key: getattr(case, one.key) for one in Case.__table__.columns}
    erase(house, gone.id)
    # What restoring an older database does: the case is back, its tombstone's row is not.
    key = Key.new()
    with house.services.database.writing() as session:
        keeping.keep_key(session, key.public, KeyKind.CASE, day=house.clock.now.date())
        session.flush()
        session.add(Case(**{**columns, "kid": key.kid}))
        session.delete(session.get_one(Tombstone, erasing.tombstone_of(gone.id)))
    assert complete(house) == 1
    assert not there(house, gone.id)
    assert there(house, kept.id)
    with house.services.database.reading() as session:
        assert session.get(Tombstone, erasing.tombstone_of(gone.id)) is not None


def test_a_full_store_keeps_nobody_from_erasing_and_gets_its_mark_later(house: House, monkeypatch):
    filed = filing(house)

    def full(*_: object) -> None:
        raise StorageFull("no room")

    with monkeypatch.context() as patch:
        patch.setattr(house.services.store, "begin", full)
        erase(house, filed.id)
    assert not there(house, filed.id)
    assert marks(house) == set()
    complete(house)
    assert marks(house) == {erasing.tombstone_of(filed.id)}


def test_a_running_jobs_process_sees_a_new_tombstone_at_once_and_looks_again_each_hour(house):
    filed, later = filing(house), filing(house)
    running = Erasures(house.services.database, house.services.store, house.clock)
    assert running.complete() == 0
    for one in (filed, later):
        erasing.mark(house.services.store, erasing.tombstone_of(one.id), Cause.DEFENDER)
        assert running.complete() == 1
        assert running.complete() == 0


def test_two_cases_may_have_had_the_same_number(house: House):
    for _ in range(2):
        erase(house, filing(house, number="K7Q-2M4").id)
    with house.services.database.reading() as session:
        numbers = session.scalars(select(Tombstone.number)).all()
    assert len(set(numbers)) == 2
    assert all(one.startswith("K7Q-2M4") for one in numbers)


def test_a_tombstone_tells_no_case_and_survives_odd_names_beside_it(house: House):
    filed = filing(house)
    erase(house, filed.id)
    assert all(filed.id.hex() not in one for one in house.services.store.names())
    writing = house.services.store.begin("erasednothexadecimal")
    writing.keep()
    assert len(marks(house)) == 1
    assert complete(house) == 0
