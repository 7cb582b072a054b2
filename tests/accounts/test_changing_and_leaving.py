"""Whoever changes or leaves holds nothing of before at once; the rest moves, and is shown."""

import datetime as dt

import pytest
from accounts.offices import acts, holds, let_in, office, page_of, person
from casefile.rolled import regranted
from desk.desk_house import filing, signed_in
from house import House
from sqlalchemy import select
from teams import joined, second_team

from hrd_report.casefile import opening
from hrd_report.errors import NotAllowed
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.records.keys import Grant
from hrd_report.records.people import Person, PersonState, Role, Team


def change(house: House, name: str, role: str, team: bytes | None = None, by: str = "avocet"):
    fields = {"role": role, "team": team.hex() if team else ""}
    return office(house, by).post(f"{page_of(house, name)}/change", **fields)


def kid(house: House, team_id: bytes) -> bytes:
    with house.services.database.reading() as session:
        return session.get_one(Team, team_id).kid


def opens(house: House, name: str, case_id: bytes) -> bool:
    with house.services.database.reading() as session:
        case = session.get_one(Case, case_id)
        try:
            opening.case_keyring(session, house.people[name].key, case)
        except NotAllowed:
            return False
    return True


def grants(house: House, name: str) -> list[Grant]:
    with house.services.database.reading() as session:
        held = select(Grant).where(Grant.holder == person(house, name).kid)
        return list(session.scalars(held))


def test_another_team_takes_the_key_of_the_former_one_and_gives_none_by_itself(house: House):
    west, _ = second_team(house, "west", ostrich=Role.LEAD)
    filed = filing(house)
    assert opens(house, "heron", filed.id)
    assert change(house, "heron", "caseworker", west.id).status_code == 303
    assert not opens(house, "heron", filed.id)
    assert grants(house, "heron") == []
    assert not holds(house, west.kid, "heron")
    assert let_in(house, "plover", "heron").status_code == 404
    assert let_in(house, "ostrich", "heron").status_code == 303
    assert holds(house, west.kid, "heron")
    assert {Act.ROLE_CHANGED, Act.TEAM_ROLLED, Act.WORDS_COMPARED} <= acts(house)


def test_a_change_ends_every_session(house: House):
    desk = signed_in(house, "heron")
    assert desk.get("/desk/").status_code == 200
    assert change(house, "heron", "lead", house.team.id).status_code == 303
    assert desk.get("/desk/").status_code == 303


def test_a_caseworker_who_becomes_lead_keeps_the_key(house: House):
    before = kid(house, house.team.id)
    assert change(house, "heron", "lead", house.team.id).status_code == 303
    assert person(house, "heron").role is Role.LEAD
    assert kid(house, house.team.id) == before
    assert holds(house, before, "heron")


@pytest.mark.parametrize("role", ["administrator", "auditor", "custodian"])
def test_a_role_without_a_key_leaves_nothing_behind(house: House, role: str):
    filed = filing(house)
    desk = signed_in(house, "heron")
    desk.taken(filed)
    assert change(house, "heron", role).status_code == 303
    assert grants(house, "heron") == []
    assert person(house, "heron").team_id is None
    assert desk.case(filed).assignee is None


def test_an_analyst_who_changes_loses_the_facts(house: House):
    assert grants(house, "wren")
    assert change(house, "wren", "auditor").status_code == 303
    assert grants(house, "wren") == []


@pytest.mark.parametrize(
    ("role", "status", "said"),
    [
        ("caseworker", 422, "Choose the team."),
        ("king", 422, "Choose from the list."),
        ("administrator", 303, ""),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_words(house: House, role, status, said):
    answer = change(house, "heron", role)
    assert answer.status_code == status
    assert said in answer.text


def test_no_change_is_no_change(house: House):
    assert change(house, "heron", "caseworker", house.team.id).status_code == 409
    assert Act.ROLE_CHANGED not in acts(house)


def test_nobody_changes_or_removes_themselves(house: House):
    assert change(house, "avocet", "lead", house.team.id).status_code == 404
    me = office(house, "avocet")
    assert me.post(f"{page_of(house, 'avocet')}/remove").status_code == 404
    assert me.get(f"{page_of(house, 'avocet')}/remove").status_code == 404
    assert person(house, "avocet").state is PersonState.ACTIVE


def test_a_lead_changes_no_role(house: House):
    assert change(house, "heron", "lead", house.team.id, by="plover").status_code == 403


def test_the_page_says_what_removing_does_and_then_it_is_done(house: House):
    filed = filing(house)
    desk = signed_in(house, "heron")
    desk.taken(filed)
    plover = office(house, "plover")
    page = plover.get(f"{page_of(house, 'heron')}/remove").text
    assert "1 session ends." in page
    assert "1 open case in their hands goes back to the queue." in page
    assert plover.post(f"{page_of(house, 'heron')}/remove").status_code == 303
    assert desk.get("/desk/").status_code == 303
    assert not opens(house, "heron", filed.id)
    assert person(house, "heron").state is PersonState.LEFT
    assert Act.STAFF_LEFT in acts(house)


def test_the_page_shows_progress_until_it_is_complete(house: House):
    for _ in range(3):
        filing(house)
    assert office(house, "avocet").post(f"{page_of(house, 'heron')}/remove").status_code == 303
    here = f"{page_of(house, 'heron')}/removed"
    page = office(house, "avocet").get(here).text
    assert "0 of 3 cases have a fresh key" in page
    assert '<meter min=0 max="3" value="0">' in page
    assert "at work: plover" in page
    regranted(house, "plover")
    page = office(house, "avocet").get(here).text
    assert "Complete: 3 of 3 cases" in page
    assert "Reload" not in page


def test_the_last_holder_is_removed_only_with_the_word_recovery(house: House):
    west, _ = second_team(house, "west", ostrich=Role.LEAD)
    me, address = office(house, "avocet"), f"{page_of(house, 'ostrich')}/remove"
    assert "Leave to recovery" in me.get(address).text
    answer = me.post(address)
    assert answer.status_code == 409
    assert "Nobody else could open what they can." in answer.text
    assert person(house, "ostrich").state is PersonState.ACTIVE
    assert me.post(address, alone="recovery").status_code == 303
    with house.services.database.reading() as session:
        holders = select(Grant.holder).where(Grant.child == kid(house, west.id))
        assert set(session.scalars(holders)) == {house.recovery.kid}


def test_a_lead_removes_people_of_the_own_team_alone(house: House):
    second_team(house, "west", ostrich=Role.LEAD, tern=Role.CASEWORKER)
    address = f"{page_of(house, 'tern')}/remove"
    assert office(house, "plover").post(address).status_code == 404
    assert office(house, "ostrich").post(address).status_code == 303


def test_removing_needs_a_fresh_look_at_who_acts(house: House):
    me = office(house, "avocet")
    house.clock.advance(dt.timedelta(minutes=6))
    assert me.post(f"{page_of(house, 'heron')}/remove").status_code == 401
    assert person(house, "heron").state is PersonState.ACTIVE


def test_somebody_without_a_team_leaves_nothing_to_move(house: House):
    joined(house, "dipper", Role.AUDITOR)
    me = office(house, "avocet")
    assert me.post(f"{page_of(house, 'dipper')}/remove").status_code == 303
    assert "nothing to move" in me.get(f"{page_of(house, 'dipper')}/removed").text


def test_sessions_of_somebody_end_at_a_click(house: House):
    desk = signed_in(house, "heron")
    me = office(house, "plover")
    assert "Sessions open now" in me.get(page_of(house, "heron")).text
    assert me.post(f"{page_of(house, 'heron')}/sessions").status_code == 303
    assert desk.get("/desk/").status_code == 303
    assert Act.SESSION_ENDED in acts(house)


def test_whoever_left_is_shown_as_left(house: House):
    me = office(house, "avocet")
    me.post(f"{page_of(house, 'heron')}/remove")
    page = me.get(page_of(house, "heron")).text
    assert "left" in page
    assert "/remove" not in page
    with house.services.database.reading() as session:
        assert session.scalars(select(Person).where(Person.name == "heron")).one()
