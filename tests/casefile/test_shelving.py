"""Grants of cases lie on the shelf: none opens without its week, all others stay as they are."""

from contextlib import contextmanager

import pytest
from desk.desk_house import filing
from house import House
from sqlalchemy import select

from hrd_report.casefile import keeping, opening, shelving
from hrd_report.errors import Damaged
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant, KeyKind, KeyRow
from hrd_report.vault.grants import GRANT_BYTES
from hrd_report.vault.keys import Key
from hrd_report.vault.shelf import SHELF_OVERHEAD, week


@contextmanager
def case_of(house: House):
    with house.services.database.writing() as session:
        yield session, session.scalars(select(Case)).one()


def grants_on_children_of(session, kind: KeyKind) -> list[Grant]:
    children = select(KeyRow.kid).where(KeyRow.kind == kind)
    return list(session.scalars(select(Grant).where(Grant.child.in_(children))))


def report(house: House) -> None:
    form = {"threat": "doxing", "story": "a story"}
    assert house.client().post("/en/report", data=form).status_code == 200


def test_a_report_through_the_door_has_its_grants_on_the_shelf_at_once(house: House):
    report(house)
    with case_of(house) as (session, case):
        found = grants_on_children_of(session, KeyKind.CASE)
        assert {one.child for one in found} == {case.kid}
        assert {one.holder for one in found} == {house.team.kid, house.recovery.kid}
        assert {one.shelf for one in found} == {week(house.clock.now.date())}
        assert {len(one.blob) for one in found} == {GRANT_BYTES + SHELF_OVERHEAD}
        for person in (house.people["heron"].key, house.recovery):
            assert case.kid in opening.case_keyring(session, person, case)


def test_grants_of_teams_and_all_other_keys_stay_as_they_are(house: House):
    filing(house)
    with case_of(house) as (session, case):
        others = [one for one in session.scalars(select(Grant)) if one.child != case.kid]
        assert len(others) > 4
        assert {(one.shelf, len(one.blob)) for one in others} == {(None, GRANT_BYTES)}


def test_a_grant_made_at_the_desk_lies_there_too(house: House):
    filing(house)
    helper = Key.new()
    with case_of(house) as (session, case):
        ring = opening.case_keyring(session, house.people["heron"].key, case)
        keeping.keep_key(session, helper.public, KeyKind.PERSON, day=house.clock.now.date())
        session.flush()
        keeping.keep_grant(session, ring.key(case.kid), helper.public, day=house.clock.now.date())
    with case_of(house) as (session, case):
        grant = session.get(Grant, (case.kid, helper.kid))
        assert grant.shelf == week(house.clock.now.date())
        assert case.kid in opening.case_keyring(session, helper, case)


def test_without_its_week_a_grant_opens_for_nobody_and_says_so(house: House):
    filing(house)
    house.secrets.shelf.forget_before(week(house.clock.now.date()) + 1)
    with case_of(house) as (session, case):
        for person in (*(one.key for one in house.people.values()), house.recovery):
            with pytest.raises((Damaged, opening.NotAllowed)):
                opening.case_keyring(session, person, case)


def test_a_grant_whose_week_was_altered_opens_nothing(house: House):
    filing(house)
    with case_of(house) as (session, case):
        for one in grants_on_children_of(session, KeyKind.CASE):
            one.shelf += 1
    with case_of(house) as (session, case), pytest.raises(Damaged):
        opening.case_keyring(session, house.people["heron"].key, case)


def test_a_session_without_a_shelf_keeps_a_grant_as_it_is(house: House):
    filing(house)
    with case_of(house) as (session, case):
        kept, lifted = Key.new(), Key.new()
        blob = session.scalars(select(Grant).where(Grant.child == case.kid)).first().blob
        session.info.clear()
        day = house.clock.now.date()
        assert shelving.put_up(session, kept.kid, lifted.kid, blob, day=day) == (blob, None)
