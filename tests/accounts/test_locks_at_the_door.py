"""A password lock opens for its owner alone, and costs more as soon as the house says so."""

import pytest
from factors import NAME, cookie, is_in, log_in
from house import House
from sqlalchemy import select

from hrd_report.errors import Busy
from hrd_report.records.keys import Lock
from hrd_report.records.people import Person
from hrd_report.sealed import Sealed
from hrd_report.vault import locks


def lock_of(house: House, name: str = NAME) -> Lock:
    with house.services.database.reading() as session:
        return session.scalars(select(Lock).where(Lock.kid == house.people[name].key.kid)).one()


def test_a_lock_that_was_made_cheaper_is_made_anew_without_a_word(house: House):
    before = lock_of(house)
    assert before.params["iterations"] == 1
    assert log_in(house.client()).location == "/desk/"
    after = lock_of(house)
    assert after.id == before.id
    assert (after.params["iterations"], after.params["lanes"]) == (3, 4)
    assert after.params["salt"] != before.params["salt"]
    assert log_in(house.client()).location == "/desk/"
    assert lock_of(house).blob == after.blob


def test_a_dearer_house_makes_it_dearer_and_a_cheaper_one_never_cheaper(house: House):
    dear = house.with_settings(password_memory_kib=128)
    assert log_in(dear.client()).location == "/desk/"
    assert lock_of(house).params["memory_kib"] == 128
    assert log_in(house.client()).location == "/desk/"
    assert lock_of(house).params["memory_kib"] == 128


def test_while_others_wait_the_old_lock_does(house: House, monkeypatch: pytest.MonkeyPatch):
    def busy(*_: object) -> None:
        raise Busy

    before = lock_of(house)
    monkeypatch.setattr(locks, "lock_with_password", busy)
    assert log_in(house.client()).location == "/desk/"
    assert lock_of(house).blob == before.blob


def test_a_wrong_password_makes_nothing_dearer(house: House):
    before = lock_of(house)
    log_in(house.client(), password="wrong")
    assert lock_of(house).params == before.params


def test_the_password_lock_of_another_person_opens_nothing(house: House):
    mine, theirs = lock_of(house), lock_of(house, "plover")
    with house.services.database.writing() as session:
        row = session.get_one(Lock, theirs.id)
        row.params, row.blob = dict(mine.params), mine.blob
    assert log_in(house.client(), name="plover").status_code == 401


def test_a_person_who_is_given_another_s_key_name_gets_nothing(house: House):
    with house.services.database.writing() as session:
        session.get_one(Person, house.people["heron"].id).kid = house.people["plover"].key.kid
        session.delete(session.get_one(Lock, lock_of(house).id))
    client = house.client()
    # The lock found is plover's, the password is everybody's in this house: the key is plover's.
    log_in(client)
    with house.services.database.writing() as session:
        session.get_one(Person, house.people["heron"].id).kid = house.people["heron"].key.kid
    assert cookie(house, client)
    assert not is_in(client)


@pytest.mark.parametrize(
    "params",
    [{}, {"salt": "00"}, {"salt": "00" * 16, "memory_kib": 2**30, "iterations": 3, "lanes": 4}],
)
def test_a_lock_row_that_was_meddled_with_is_a_wrong_password(house: House, params: dict):
    with house.services.database.writing() as session:
        session.get_one(Lock, lock_of(house).id).params = params
    assert log_in(house.client()).status_code == 401


def test_an_altered_seal_is_a_wrong_password(house: House):
    with house.services.database.writing() as session:
        session.get_one(Lock, lock_of(house).id).blob = Sealed(bytes(48))
    assert log_in(house.client()).status_code == 401
