"""Guessing gets slower for each name, alike whether anybody has it, and for all together."""

import datetime as dt

import pytest
from factors import add_code, add_passkey, log_in, shown_at_the_door
from house import House
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hrd_report.accounts.actions import throttling
from hrd_report.errors import Busy, TooOften
from hrd_report.jobs.clearing import clear
from hrd_report.records.factors import Throttle

PEPPER = bytes(32)
SECOND = dt.timedelta(seconds=1)


def try_in_vain(house: House, name: str = "heron", times: int = 1) -> list[int]:
    client = house.client()
    return [log_in(client, name=name, password="wrong").status_code for _ in range(times)]


def rows(house: House) -> list[Throttle]:
    with house.services.database.reading() as session:
        return list(session.scalars(select(Throttle)))


@given(st.integers(0, 10_000))
def test_waiting_only_grows_and_has_an_end(failures: int):
    here, next_one = (throttling.wait_after(one) for one in (failures, failures + 1))
    assert dt.timedelta() <= here <= next_one <= throttling.LONGEST_WAIT
    assert (here == dt.timedelta()) == (failures < throttling.FREE)


def test_some_tries_are_free_then_a_name_has_to_rest(house: House):
    assert try_in_vain(house, times=6) == [401] * 5 + [429]
    house.clock.advance(throttling.FIRST_WAIT)
    assert try_in_vain(house, times=2) == [401, 429]
    house.clock.advance(throttling.FIRST_WAIT)
    assert try_in_vain(house) == [429]
    house.clock.advance(throttling.FIRST_WAIT)
    assert try_in_vain(house) == [401]


def test_a_name_that_rests_lets_the_right_password_wait_too(house: House):
    try_in_vain(house, times=5)
    waiting = log_in(house.client())
    assert waiting.status_code == 429
    assert int(waiting.headers["Retry-After"]) == throttling.FIRST_WAIT.total_seconds()
    assert 'value="heron"' in waiting.text
    house.clock.advance(throttling.FIRST_WAIT)
    assert log_in(house.client()).location == "/desk/"


def test_a_name_nobody_has_is_answered_in_the_same_way(house: House):
    assert try_in_vain(house, "heron", 6) == try_in_vain(house, "nobody", 6)
    assert len({(row.failures, row.until) for row in rows(house)}) == 2  # theirs, and everybody's


def test_success_forgets_what_was_tried_before(house: House):
    for _ in range(3):
        assert try_in_vain(house, times=4) == [401] * 4
        assert log_in(house.client()).location == "/desk/"
    assert [row.failures for row in rows(house)] == [12]


def test_a_right_password_with_a_wrong_code_forgets_nothing(house: House):
    client = house.client()
    house.sign_in(client, "heron")
    add_code(house, client)
    answers = [log_in(house.client(), "000000").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]


def test_time_forgets_too(house: House):
    try_in_vain(house, times=5)
    house.clock.advance(throttling.FORGOTTEN_AFTER + dt.timedelta(minutes=20))
    assert try_in_vain(house, times=6) == [401] * 5 + [429]


def test_what_nobody_tries_any_more_is_cleared_away(house: House):
    try_in_vain(house, times=2)
    house.clock.advance(throttling.FORGOTTEN_AFTER - SECOND)
    clear(house.services.database, house.clock)
    assert len(rows(house)) == 2
    house.clock.advance(dt.timedelta(minutes=20))
    clear(house.services.database, house.clock)
    assert rows(house) == []


def test_a_clock_that_was_set_back_locks_nobody_out_for_long(house: House):
    try_in_vain(house, times=5)
    house.clock.advance(-dt.timedelta(days=300))
    assert try_in_vain(house) == [429]
    clear(house.services.database, house.clock)
    house.clock.advance(throttling.LONGEST_WAIT)
    assert try_in_vain(house) == [401]


def test_a_locked_out_member_still_gets_in_by_passkey(house: House):
    client = house.client()
    house.sign_in(client, "heron")
    device = add_passkey(client)
    try_in_vain(house, times=6)
    client = house.client()
    assert client.post("/login", data=shown_at_the_door(client, device)).location == "/desk/"


def test_one_name_s_rest_is_nobody_else_s(house: House):
    try_in_vain(house, "heron", 6)
    assert log_in(house.client(), name="plover").location == "/desk/"


def test_no_typed_name_is_kept_and_none_can_be_found_without_the_pepper(house: House):
    try_in_vain(house, "curlew-of-the-marsh")
    for row in rows(house):
        assert b"curlew" not in row.id
        assert len(row.id) == 16
    other = throttling._of_name(PEPPER, "curlew-of-the-marsh")
    assert other not in {row.id for row in rows(house)}
    assert other == throttling._of_name(PEPPER, "curlew-of-the-marsh")


def test_all_names_together_are_bounded_and_the_bound_gives_way_with_time(house: House):
    most = int(throttling.TOGETHER / throttling.EACH)
    with house.services.database.writing() as session:
        for one in range(most):
            throttling.charge(session, PEPPER, f"name {one}", house.clock.now)
        with pytest.raises(Busy):
            throttling.charge(session, PEPPER, "one more", house.clock.now)
        with pytest.raises(Busy):
            throttling.look(session, PEPPER, "one more", house.clock.now)
        later = house.clock.now + throttling.EACH
        throttling.look(session, PEPPER, "one more", later)
        throttling.charge(session, PEPPER, "one more", later)
        with pytest.raises(Busy):
            throttling.charge(session, PEPPER, "another", later)


def test_the_bound_of_all_is_told_as_a_busy_door(house: House):
    most = int(throttling.TOGETHER / throttling.EACH)
    with house.services.database.writing() as session:
        for one in range(most):
            throttling.charge(session, house.services.pepper, f"n{one}", house.clock.now)
    answer = log_in(house.client())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert 'value="heron"' in answer.text


def test_many_tries_at_once_are_many(house: House):
    with house.services.database.writing() as session:
        for _ in range(throttling.FREE):
            throttling.charge(session, PEPPER, "heron", house.clock.now)
        with pytest.raises(TooOften):
            throttling.charge(session, PEPPER, "heron", house.clock.now)
        with pytest.raises(TooOften):
            throttling.look(session, PEPPER, "heron", house.clock.now)


def test_a_try_that_was_not_made_is_not_counted(house: House):
    with house.services.database.writing() as session:
        for _ in range(3 * throttling.FREE):
            throttling.charge(session, PEPPER, "heron", house.clock.now)
            throttling.give_back(session, PEPPER, "heron", house.clock.now)
        throttling.look(session, PEPPER, "heron", house.clock.now)
