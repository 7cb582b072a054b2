"""The shelf: what lies under a forgotten week opens for nobody, and nothing else is ever lost."""

import datetime as dt
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged, NotFound
from hrd_report.sealed import Sealed
from hrd_report.vault import shelf as shelves
from hrd_report.vault.shelf import BEGINNING, Forgotten, Shelf
from hrd_report.vault.shelf_file import ShelfFile

PEPPER = bytes(range(32))
KIDS = st.binary(min_size=16, max_size=16)
WEEKS = st.integers(BEGINNING, BEGINNING + 300)
CHILD, HOLDER = b"c" * 16, b"h" * 16


def test_a_shelf_is_read_or_refused_as_the_vector_says(shelves_vector, outcome_of):
    raw = bytes.fromhex(shelves_vector["raw"])
    assert outcome_of(lambda: Shelf.from_bytes(raw)) == shelves_vector["outcome"]
    if shelves_vector["outcome"] == "success":
        read = Shelf.from_bytes(raw)
        assert read.first == shelves_vector["first"]
        assert read.to_bytes() == raw


def test_a_grant_is_lifted_or_refused_as_the_vector_says(shelved_vector, outcome_of):
    shelf = Shelf.from_bytes(bytes.fromhex(shelved_vector["shelf"]))

    def lift() -> Sealed:
        return shelf.lift(
            Sealed(bytes.fromhex(shelved_vector["blob"])),
            shelved_vector["week"],
            bytes.fromhex(shelved_vector["child"]),
            bytes.fromhex(shelved_vector["holder"]),
        )

    assert outcome_of(lift) == shelved_vector["outcome"]
    if shelved_vector["outcome"] == "success":
        assert lift().blob.hex() == shelved_vector["plain"]


@given(st.binary(max_size=60))
def test_no_other_bytes_pass_for_a_shelf(raw):
    with pytest.raises(Damaged):
        Shelf.from_bytes(raw)


@given(st.binary(max_size=1200), WEEKS, WEEKS, KIDS, KIDS)
def test_what_was_put_under_a_week_is_lifted_until_the_week_is_forgotten(
    plain, number, forgotten, child, holder
):
    shelf = Shelf.new()
    kept = shelf.seal(Sealed(plain), number, child, holder)
    assert len(kept) == len(plain) + shelves.SHELF_OVERHEAD
    later = shelf.forget_before(forgotten)
    if number >= forgotten:
        assert later.lift(kept, number, child, holder) == Sealed(plain)
    else:
        with pytest.raises(Forgotten):
            later.lift(kept, number, child, holder)


@given(st.lists(WEEKS, min_size=1, max_size=12))
def test_no_order_of_forgetting_brings_a_week_back_and_all_ways_lead_to_the_same_weeks(order):
    shelf = step = Shelf.new()
    for number in order:
        step = step.forget_before(number)
        assert step.first >= number
    at_once = shelf.forget_before(max(order))
    assert step.to_bytes() == at_once.to_bytes()
    again = Shelf.from_bytes(step.to_bytes())
    there = again.first + 3
    kept = shelf.seal(Sealed(b"kept"), there, CHILD, HOLDER)
    assert again.lift(kept, there, CHILD, HOLDER) == Sealed(b"kept")


@given(WEEKS, st.integers(1, 40))
def test_no_secret_is_made_from_a_later_one(number, back):
    early = max(BEGINNING, number - back)
    shelf = Shelf.new()
    kept = shelf.seal(Sealed(b"erased"), early, CHILD, HOLDER)
    forgot = shelf.forget_before(number)
    if early < number:
        # Not even by somebody who leaves out the check of the week.
        unchecked = Shelf(early, forgot.to_bytes()[-32:])
        with pytest.raises(Damaged):
            unchecked.lift(kept, early, CHILD, HOLDER)


@given(WEEKS, KIDS, KIDS, KIDS)
def test_a_grant_moved_to_another_place_or_week_is_refused(number, child, holder, other):
    shelf = Shelf.new()
    kept = shelf.seal(Sealed(b"sealed"), number, child, holder)
    if other != child:
        with pytest.raises(Damaged):
            shelf.lift(kept, number, other, holder)
    if other != holder:
        with pytest.raises(Damaged):
            shelf.lift(kept, number, child, other)
    with pytest.raises(Damaged):
        shelf.lift(kept, number + 1, child, holder)


def test_weeks_begin_on_monday_and_follow_one_another():
    monday = dt.date(2026, 11, 23)
    assert shelves.first_day(shelves.week(monday)) == monday
    assert shelves.week(monday - dt.timedelta(days=1)) == shelves.week(monday) - 1
    assert shelves.week(monday + dt.timedelta(days=6)) == shelves.week(monday)
    assert shelves.first_day(BEGINNING) == dt.date(2026, 1, 5)


def test_a_clock_that_goes_back_puts_nothing_under_a_forgotten_week():
    shelf = Shelf.new().forget_before(BEGINNING + 50)
    assert shelf.week_for(dt.date(2026, 1, 6)) == BEGINNING + 50
    assert shelf.week_for(shelves.first_day(BEGINNING + 60)) == BEGINNING + 60


def test_even_a_clock_a_thousand_years_ahead_puts_things_where_they_can_be_lifted():
    shelf = Shelf.new()
    there = shelf.week_for(dt.date(3026, 1, 1))
    kept = shelf.seal(Sealed(b"kept"), there, CHILD, HOLDER)
    assert shelf.lift(kept, there, CHILD, HOLDER) == Sealed(b"kept")


def test_a_row_cannot_make_a_reader_count_for_ever():
    with pytest.raises(Forgotten):
        Shelf.new().lift(Sealed(b"x" * 40), 2**31, CHILD, HOLDER)


def test_a_shelf_is_silent_when_printed_and_refuses_to_be_pickled():
    shelf = Shelf.new()
    assert shelf.to_bytes()[-32:].hex() not in repr(shelf)
    with pytest.raises(TypeError):
        pickle.dumps(shelf)


# --- its file ---


def test_the_file_is_sealed_and_for_us_alone(tmp_path: Path):
    kept = ShelfFile.create(tmp_path, PEPPER)
    raw = kept.now().to_bytes()
    assert raw[-32:] not in kept.path.read_bytes()
    assert kept.path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Damaged):
        ShelfFile(tmp_path, bytes(32)).now()


def test_a_file_that_is_there_is_never_made_anew(tmp_path: Path):
    first = ShelfFile.create(tmp_path, PEPPER).now().to_bytes()
    assert ShelfFile.create(tmp_path, PEPPER).now().to_bytes() == first


def test_a_missing_file_is_told_and_not_replaced(tmp_path: Path):
    kept = ShelfFile(tmp_path, PEPPER)
    with pytest.raises(NotFound, match="keys/shelf is missing"):
        kept.now()
    assert not kept.path.exists()


def test_forgetting_reaches_every_process_at_once_and_never_goes_back(tmp_path: Path):
    one, other = ShelfFile.create(tmp_path, PEPPER), ShelfFile(tmp_path, PEPPER)
    assert other.now().first == BEGINNING
    assert one.forget_before(BEGINNING + 9)
    assert other.now().first == BEGINNING + 9
    assert not other.forget_before(BEGINNING + 3)
    assert one.now().first == BEGINNING + 9


def test_a_crash_before_the_exchange_leaves_the_old_shelf_and_the_next_one_nothing_beside(
    tmp_path: Path, monkeypatch
):
    kept = ShelfFile.create(tmp_path, PEPPER)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            kept.forget_before(BEGINNING + 5)
    assert ShelfFile(tmp_path, PEPPER).now().first == BEGINNING
    assert kept.forget_before(BEGINNING + 5)
    assert ShelfFile(tmp_path, PEPPER).now().first == BEGINNING + 5
    assert [one.name for one in tmp_path.iterdir()] == ["shelf"]


def test_many_at_once_agree_on_the_latest_week(tmp_path: Path):
    ShelfFile.create(tmp_path, PEPPER)
    before = ShelfFile(tmp_path, PEPPER).now()
    weeks = [BEGINNING + one for one in (7, 3, 11, 2, 11, 5)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda one: ShelfFile(tmp_path, PEPPER).forget_before(one), weeks))
    after = ShelfFile(tmp_path, PEPPER).now()
    assert after.to_bytes() == before.forget_before(BEGINNING + 11).to_bytes()
