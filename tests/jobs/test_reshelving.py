"""Every week all grants of cases are sealed anew; old copies go blank, and no case is ever lost."""

import datetime as dt
import threading
from dataclasses import dataclass, field

import pytest
from desk.desk_house import filing
from house import House
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from hrd_report.casefile import keeping, opening
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.jobs import reshelving
from hrd_report.jobs.reshelving import earliest_kept, renew
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant, KeyKind, KeyRow
from hrd_report.records.people import Team
from hrd_report.sealed import Sealed
from hrd_report.vault.grants import GRANT_BYTES
from hrd_report.vault.keys import Key
from hrd_report.vault.shelf import first_day, week
from hrd_report.vault.shelf_file import ShelfFile

DAYS = 30
WEEK = dt.timedelta(days=7)


def run(house: House, **more: object) -> reshelving.Renewed:
    today = house.clock.now.date()
    return renew(house.services.database, house.secrets.shelf, today=today, days=DAYS, **more)


def opens(house: House, person: Key) -> int:
    """Return how many cases a key leads to."""
    found = 0
    with house.services.database.reading() as session:
        for case in session.scalars(select(Case)):
            try:
                found += case.kid in opening.case_keyring(session, person, case)
            except (Damaged, NotAllowed):
                continue
    return found


def weeks(house: House) -> set[int | None]:
    with house.services.database.reading() as session:
        children = select(KeyRow.kid).where(KeyRow.kind == KeyKind.CASE)
        return set(session.scalars(select(Grant.shelf).where(Grant.child.in_(children))))


def rows(house: House) -> list[tuple[bytes, bytes, Sealed, int | None]]:
    """Return a copy of all grants, as a backup has them."""
    with house.services.database.reading() as session:
        return [(g.child, g.holder, g.blob, g.shelf) for g in session.scalars(select(Grant))]


def put_back(house: House, copy: list[tuple[bytes, bytes, Sealed, int | None]]) -> None:
    with house.services.database.writing() as session:
        for child, holder, blob, shelf in copy:
            grant = session.get_one(Grant, (child, holder))
            grant.blob, grant.shelf = blob, shelf


@pytest.fixture
def filled(house: House) -> House:
    for _ in range(3):
        filing(house)
    return house


def test_a_new_week_seals_everything_anew_and_everything_still_opens(filled: House):
    before = rows(filled)
    filled.clock.advance(WEEK)
    assert run(filled).sealed == 6
    assert weeks(filled) == {week(filled.clock.now.date())}
    assert opens(filled, filled.people["heron"].key) == 3
    assert opens(filled, filled.recovery) == 3
    others = [one for one in before if one[3] is None]
    assert others
    assert all(one in rows(filled) for one in others)
    assert run(filled).sealed == 0


def test_grants_from_before_the_shelf_are_taken_onto_it(filled: House):
    shelf = filled.secrets.shelf.now()
    with filled.services.database.writing() as session:
        for one in session.scalars(select(Grant).where(Grant.shelf.is_not(None))):
            one.blob = shelf.lift(one.blob, one.shelf, one.child, one.holder)
            one.shelf = None
    assert opens(filled, filled.people["heron"].key) == 3
    assert run(filled).sealed == 6
    assert weeks(filled) == {week(filled.clock.now.date())}
    assert opens(filled, filled.people["heron"].key) == 3
    with filled.services.database.reading() as session:
        team = session.scalars(select(Team)).one()
        grants = session.scalars(select(Grant).where(Grant.child == team.kid)).all()
    assert {(one.shelf, len(one.blob)) for one in grants} == {(None, GRANT_BYTES)}


def test_a_copy_older_than_the_limit_opens_for_nobody_with_all_keys_there_are(filled: House):
    copy = rows(filled)
    for _ in range(5):
        filled.clock.advance(WEEK)
        run(filled)
    assert opens(filled, filled.people["heron"].key) == 3
    put_back(filled, copy)
    everybody = [one.key for one in filled.people.values()]
    for key in (*everybody, filled.recovery, filled.secrets.delivery):
        assert opens(filled, key) == 0
    # Nor after the jobs process had its turn with it.
    assert run(filled).sealed == 0
    assert opens(filled, filled.recovery) == 0


@pytest.mark.parametrize("days", [14, 30, 90])
def test_a_copy_goes_blank_on_its_last_day_at_the_latest_and_not_in_the_first_weeks(filled, days):
    copied, copy = filled.clock.now.date(), rows(filled)
    for _ in range(days):
        filled.clock.advance(dt.timedelta(days=1))
        today = filled.clock.now.date()
        renew(filled.services.database, filled.secrets.shelf, today=today, days=days)
        now = rows(filled)
        put_back(filled, copy)
        found = opens(filled, filled.recovery)
        put_back(filled, now)
        age = (today - copied).days
        if age <= days - 8:
            assert found == 3
        if age >= days:
            assert found == 0


@given(st.dates(dt.date(2026, 2, 1), dt.date(2099, 1, 1)), st.integers(14, 366))
def test_the_week_before_this_one_is_never_too_old(today, days):
    kept = earliest_kept(today, days)
    assert kept <= week(today) - 1
    assert today - dt.timedelta(days=days) < first_day(kept) <= today


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Killing:
    """A shelf's file whose process is killed at its n-th use, before or after it."""

    kept: ShelfFile
    at: int
    uses: list[str] = field(default_factory=list)

    def now(self):
        self._use("now")
        return self.kept.now()

    def forget_before(self, number: int) -> bool:
        self._use("before forgetting")
        found = self.kept.forget_before(number)
        self._use("after forgetting")
        return found

    def _use(self, name: str) -> None:
        self.uses.append(name)
        if len(self.uses) == self.at:
            raise Killed


def test_killed_anywhere_no_case_is_lost_and_the_next_run_completes_it(filled: House, monkeypatch):
    monkeypatch.setattr(reshelving, "BATCH", 2)
    seen = set()
    for at in range(1, 40):
        filled.clock.advance(5 * WEEK)
        killing = Killing(filled.secrets.shelf, at)
        today = filled.clock.now.date()
        try:
            renew(filled.services.database, killing, today=today, days=DAYS)
        except Killed:
            seen.add(killing.uses[-1])
        else:
            break
        assert opens(filled, filled.recovery) == 3
        assert opens(filled, filled.people["heron"].key) == 3
        run(filled)
        assert opens(filled, filled.people["heron"].key) == 3
        assert weeks(filled) == {week(today)}
    assert seen == {"now", "before forgetting", "after forgetting"}


def test_a_clock_far_ahead_loses_nothing_also_after_it_was_put_right(filled: House):
    filled.clock.advance(dt.timedelta(days=3650))
    assert run(filled).forgot
    assert opens(filled, filled.recovery) == 3
    filled.clock.advance(-dt.timedelta(days=3650))
    filing(filled)
    assert run(filled).stuck == 0
    assert opens(filled, filled.recovery) == 4
    assert opens(filled, filled.people["heron"].key) == 4


def test_a_clock_that_goes_back_never_brings_a_row_back_to_an_earlier_week(filled: House):
    filled.clock.advance(2 * WEEK)
    run(filled)
    ahead = weeks(filled)
    filled.clock.advance(-2 * WEEK)
    assert run(filled).sealed == 0
    assert weeks(filled) == ahead


@dataclass
class Machine:
    """Another machine on the same database, with a copy of the keys and a clock of its own."""

    shelf: ShelfFile

    def run(self, house: House, today: dt.date) -> None:
        renew(house.services.database, self.shelf, today=today, days=DAYS)


@pytest.fixture
def other(filled: House, tmp_path) -> Machine:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "shelf").write_bytes(filled.secrets.shelf.path.read_bytes())
    return Machine(ShelfFile(folder, filled.secrets.pepper))


def test_a_machine_that_was_off_for_weeks_follows_without_being_told(filled: House, other: Machine):
    for _ in range(9):
        filled.clock.advance(WEEK)
        run(filled)
    with filled.services.database.reading() as session:
        assert reshelving.unliftable(session, other.shelf.now()) == 0
    other.run(filled, filled.clock.now.date())
    assert other.shelf.now().to_bytes() == filled.secrets.shelf.now().to_bytes()


def test_a_machine_whose_clock_ran_ahead_takes_the_others_along(filled: House, other: Machine):
    other.run(filled, filled.clock.now.date() + dt.timedelta(days=400))
    filing(filled)
    with filled.services.database.reading() as session:
        assert reshelving.unliftable(session, other.shelf.now()) == 2
    run(filled)
    with filled.services.database.reading() as session:
        assert reshelving.unliftable(session, other.shelf.now()) == 0
    assert opens(filled, filled.recovery) == 4


def test_two_at_once_do_each_row_once_and_lose_none(filled: House, monkeypatch):
    monkeypatch.setattr(reshelving, "BATCH", 2)
    filled.clock.advance(5 * WEEK)
    start = threading.Barrier(3)
    problems: list[Exception] = []

    def work() -> None:
        start.wait()
        try:
            run(filled)
        except Exception as problem:  # noqa: BLE001 - shown by the test
            problems.append(problem)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not problems
    assert weeks(filled) == {week(filled.clock.now.date())}
    assert opens(filled, filled.recovery) == 3


def test_a_row_that_changed_meanwhile_is_left_alone(filled: House):
    filled.clock.advance(WEEK)
    changed = []

    def meanwhile() -> bool:
        with filled.services.database.writing() as session:
            case = session.scalars(select(Case)).first()
            session.execute(
                update(Grant)
                .where(Grant.child == case.kid, Grant.holder == filled.recovery.kid)
                .values(shelf=week(filled.clock.now.date()), blob=Sealed(b"newer"))
            )
            changed.append(case.kid)
        return True

    run(filled, goes_on=meanwhile)
    with filled.services.database.reading() as session:
        assert session.get_one(Grant, (changed[0], filled.recovery.kid)).blob == Sealed(b"newer")


def test_an_altered_row_neither_stops_the_others_nor_keeps_a_week_for_ever(filled: House):
    with filled.services.database.writing() as session:
        session.scalars(select(Grant).where(Grant.shelf.is_not(None))).first().blob = Sealed(
            b"altered" * 20
        )
    filled.clock.advance(6 * WEEK)
    done = run(filled)
    assert (done.sealed, done.stuck, done.forgot) == (5, 1, True)
    assert filled.secrets.shelf.now().first == earliest_kept(filled.clock.now.date(), DAYS)


def test_a_row_that_names_a_week_far_ahead_takes_nobody_along(filled: House):
    with filled.services.database.writing() as session:
        session.scalars(select(Grant).where(Grant.shelf.is_not(None))).first().shelf += 300
    filled.clock.advance(WEEK)
    assert run(filled).sealed == 5
    assert week(filled.clock.now.date()) in weeks(filled)


def test_told_to_stop_it_forgets_nothing(filled: House):
    filled.clock.advance(6 * WEEK)
    first = filled.secrets.shelf.now().first
    done = run(filled, goes_on=lambda: False)
    assert (done.sealed, done.forgot) == (0, False)
    assert filled.secrets.shelf.now().first == first


def test_how_far_it_is_can_be_read_from_the_rows_and_heard_batch_by_batch(filled: House):
    filled.clock.advance(WEEK)
    today, heard = filled.clock.now.date(), []
    with filled.services.database.reading() as session:
        before = reshelving.standing(session, filled.secrets.shelf.now(), today)
    run(filled, done=heard.append)
    with filled.services.database.reading() as session:
        after = reshelving.standing(session, filled.secrets.shelf.now(), today)
    assert (before.there, before.behind) == (0, 6)
    assert (after.there, after.behind) == (6, 0)
    assert sum(heard) == 6


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.integers(-60, 60), min_size=1, max_size=6))
def test_whatever_the_clock_does_no_case_is_lost(filled: House, steps):
    for days in steps:
        filled.clock.advance(dt.timedelta(days=days))
        run(filled)
        with filled.services.database.writing() as session:
            case = session.scalars(select(Case)).first()
            ring = opening.case_keyring(session, filled.recovery, case)
            helper = Key.new()
            today = filled.clock.now.date()
            keeping.keep_key(session, helper.public, KeyKind.PERSON, day=today)
            session.flush()
            keeping.keep_grant(session, ring.key(case.kid), helper.public, day=today)
        assert opens(filled, helper) == 1
        assert opens(filled, filled.recovery) == 3
