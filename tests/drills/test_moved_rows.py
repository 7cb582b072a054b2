"""Somebody who writes to the database moves and alters rows: refused, and nothing is opened."""

import pytest
from casefile.rolled import everything, opens, regranted, restricted
from desk.desk_house import filing, signed_in
from house import PASSWORD, House
from sqlalchemy import delete, select, update

from hrd_report.accounts.actions import leaving, people
from hrd_report.casefile import opening
from hrd_report.errors import Damaged, NotAllowed, WrongPassword
from hrd_report.records import cases
from hrd_report.records.keys import Grant, KeyRow, Lock
from hrd_report.records.people import Person, Team
from hrd_report.sealed import Sealed
from hrd_report.vault import grants, locks
from hrd_report.vault.keys import Key, PublicKey, seal_bytes

PRICE = locks.PasswordParams(memory_kib=64)


def kid_of(house: House, filed) -> bytes:
    with house.services.database.reading() as session:
        return session.scalars(cases.case(filed.id)).one().kid


def change(house: House, child: bytes, at: bytes, **values: object) -> None:
    with house.services.database.writing() as session:
        session.execute(
            update(Grant).where(Grant.child == child, Grant.holder == at).values(**values)
        )


def test_a_grant_row_moved_to_another_case_is_refused(house: House):
    mine, other = filing(house), filing(house)
    restricted(house, mine, "heron")
    restricted(house, other, "plover")
    heron = house.people["heron"]
    one, two = kid_of(house, mine), kid_of(house, other)
    with house.services.database.writing() as session:
        blob = session.get_one(Grant, (one, heron.key.kid)).blob
        session.add(Grant(child=two, holder=heron.key.kid, blob=blob, day=house.clock.now.date()))
    with house.services.database.reading() as session, pytest.raises(Damaged):
        opening.case_keyring(session, heron.key, session.scalars(cases.case(other.id)).one())
    assert opens(house, heron.key, other) == set()


def test_a_grant_row_given_to_another_holder_is_refused(house: House):
    filed = filing(house)
    restricted(house, filed, "plover")
    heron, plover = house.people["heron"].key, house.people["plover"].key
    change(house, kid_of(house, filed), plover.kid, holder=heron.kid)
    assert opens(house, heron, filed) == set()
    assert signed_in(house, "heron").get(f"/desk/cases/{filed.number}").status_code >= 400


def test_a_case_pointed_at_another_cases_key_opens_nothing_of_its_own(house: House):
    mine, other = filing(house), filing(house)
    restricted(house, other, "plover")
    with house.services.database.writing() as session:
        case = session.scalars(cases.case(other.id)).one()
        case.kid, case.restricted = kid_of(house, mine), False
    assert opens(house, house.people["heron"].key, other) == set()


def test_a_grant_that_holds_another_key_is_refused(house: House):
    filed, enemy = filing(house), Key.new()
    kid = kid_of(house, filed)
    team = house.team.kid
    with house.services.database.reading() as session:
        public = session.get_one(KeyRow, team).public
    forged = seal_bytes(PublicKey(public), enemy.seed, grants.grant_info(kid, team))
    change(house, kid, team, blob=Sealed(forged), shelf=None)
    with house.services.database.reading() as session, pytest.raises(Damaged):
        opening.case_keyring(
            session, house.people["heron"].key, session.scalars(cases.case(filed.id)).one()
        )


@pytest.mark.parametrize("cut", [0, 1, 1135, 1136, 1167])
def test_a_grant_cut_short_is_refused(house: House, cut: int):
    filed = filing(house)
    kid = kid_of(house, filed)
    with house.services.database.reading() as session:
        blob = session.get_one(Grant, (kid, house.team.kid)).blob.blob
    change(house, kid, house.team.kid, blob=Sealed(blob[:cut]))
    assert opens(house, house.people["heron"].key, filed) == set()
    assert opens(house, house.recovery, filed) == everything(house, filed)


def test_the_lock_row_of_another_person_opens_nothing(house: House):
    heron, plover = house.people["heron"], house.people["plover"]
    with house.services.database.writing() as session:
        session.execute(delete(Lock).where(Lock.kid == plover.key.kid))
        session.execute(update(Lock).where(Lock.kid == heron.key.kid).values(kid=plover.key.kid))
    with house.services.database.reading() as session:
        who = people.candidate(session, "plover")
        assert who.lock is not None
    with pytest.raises(WrongPassword):
        people.open_lock(who, PASSWORD, pepper=house.services.pepper, price=PRICE)


def test_a_grant_put_back_for_somebody_who_left_opens_no_case_filed_since(house: House):
    before = filing(house)
    heron = house.people["heron"].key
    with house.services.database.reading() as session:
        old = [
            (one.child, one.blob)
            for one in session.scalars(select(Grant))
            if one.holder == heron.kid
        ]
    with house.services.database.writing() as session:
        person = session.scalars(select(Person).where(Person.name == "heron")).one()
        leaving.remove_person(
            session, person, house.services.trust, by=None, day=house.clock.now.date()
        )
    with house.services.database.writing() as session:
        day = house.clock.now.date()
        for child, blob in old:
            session.add(Grant(child=child, holder=heron.kid, blob=blob, day=day))
        house.team = session.get_one(Team, house.team.id)
    after = filing(house)
    assert opens(house, heron, after) == set()
    regranted(house, "plover")
    assert opens(house, heron, before) == set()


def test_a_key_put_in_a_teams_place_is_granted_no_case(house: House):
    filed, enemy = filing(house), Key.new()
    with house.services.database.writing() as session:
        person = session.scalars(select(Person).where(Person.name == "heron")).one()
        leaving.remove_person(
            session, person, house.services.trust, by=None, day=house.clock.now.date()
        )
        row = session.get_one(KeyRow, session.get_one(Team, house.team.id).kid)
        session.add(KeyRow(kid=enemy.kid, kind=row.kind, public=enemy.public.raw, day=row.day))
        session.flush()
        session.get_one(Team, house.team.id).kid = enemy.kid
    assert regranted(house, "plover") == 0
    assert opens(house, enemy, filed) == set()
    with house.services.database.reading() as session, pytest.raises(NotAllowed):
        opening.keyring_for(session, enemy, kid_of(house, filed))
