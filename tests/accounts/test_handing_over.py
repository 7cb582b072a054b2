"""A hand-over is proposed by one and decided by another; pages say what went and what did not."""

from accounts.offices import acts, office, page_of, person
from casefile.rolled import regranted, restricted
from desk.desk_house import filing, signed_in
from house import House
from teams import second_team

from hrd_report.records.acts import Act
from hrd_report.records.people import Role


def proposed(house: House, by: str = "avocet", to: str = "plover", frm: str = "heron"):
    return office(house, by).post(
        "/admin/handover/propose",
        **{"from": person(house, frm).id.hex(), "to": person(house, to).id.hex()},
    )


def decide(house: House, by: str, address: str, answer: str = "approve"):
    return office(house, by).post(f"{address}/decide", answer=answer)


def test_what_goes_is_shown_before_anything_is_proposed(house: House):
    signed_in(house, "heron").taken(filing(house))
    page = (
        office(house, "avocet").get(f"/admin/handover/?from={person(house, 'heron').id.hex()}").text
    )
    assert "What goes from heron" in page
    assert "<dd>1</dd>" in page
    assert ">plover</option>" in page
    assert ">wren</option>" not in page


def test_two_people_move_all_cases(house: House):
    desk = signed_in(house, "heron")
    filed = [desk.taken(filing(house)) for _ in range(3)]
    address = proposed(house).location
    assert "somebody else decides" in office(house, "avocet").get(address).text
    assert decide(house, "plover", address).status_code == 303
    assert {desk.case(one).assignee for one in filed} == {house.people["plover"].id}
    page = office(house, "avocet").get(address).text
    assert "Complete. Everything that could go has gone." in page
    assert "0 open cases" in page
    assert "3 open cases" in page
    assert {Act.HANDOVER_PROPOSED, Act.HANDED_OVER} <= acts(house)


def test_the_same_person_does_not_decide(house: House):
    desk = signed_in(house, "heron")
    filed = desk.taken(filing(house))
    address = proposed(house).location
    assert decide(house, "avocet", address).status_code == 403
    assert desk.case(filed).assignee == house.people["heron"].id


def test_a_refused_one_moves_nothing(house: House):
    desk = signed_in(house, "heron")
    filed = desk.taken(filing(house))
    address = proposed(house).location
    assert decide(house, "plover", address, "refuse").status_code == 303
    assert desk.case(filed).assignee == house.people["heron"].id
    assert "refused" in office(house, "avocet").get(address).text
    assert decide(house, "plover", address).status_code == 409
    assert Act.HANDOVER_REFUSED in acts(house)


def test_whoever_proposed_it_takes_it_back(house: House):
    address = proposed(house).location
    assert decide(house, "avocet", address, "refuse").status_code == 303
    assert proposed(house).status_code == 303


def test_one_hand_over_of_a_person_at_a_time(house: House):
    assert proposed(house).status_code == 303
    answer = proposed(house, by="plover")
    assert answer.status_code == 409
    assert "under way already" in answer.text


def test_a_colleague_of_another_team_or_role_cannot_take_them(house: House):
    second_team(house, "west", ostrich=Role.LEAD)
    assert "same team" in proposed(house, to="ostrich").text
    assert "cannot take cases" in proposed(house, to="wren").text
    assert "cannot take cases" in proposed(house, to="heron").text


def test_leads_propose_and_decide_for_the_own_team_alone(house: House):
    second_team(house, "west", ostrich=Role.LEAD)
    assert proposed(house, by="ostrich").status_code == 404
    address = proposed(house, by="avocet").location
    assert decide(house, "ostrich", address).status_code == 404
    assert office(house, "ostrich").get(address).status_code == 404
    assert "heron" not in office(house, "ostrich").get("/admin/handover/").text


def test_what_is_granted_by_name_waits_for_a_holder_and_is_named(house: House):
    filed = filing(house)
    signed_in(house, "heron").taken(filed)
    restricted(house, filed, "heron")
    address = proposed(house).location
    decide(house, "plover", address)
    page = office(house, "avocet").get(address).text
    assert filed.number in page
    assert "These follow when somebody who holds them is at work." in page
    regranted(house, "heron")
    page = office(house, "avocet").get(address).text
    assert filed.number not in page
    assert "Complete." in page


def test_a_hand_over_begins_at_the_page_of_a_person(house: House):
    signed_in(house, "heron").taken(filing(house))
    page = office(house, "avocet").get(page_of(house, "heron")).text
    assert f"/admin/handover/?from={person(house, 'heron').id.hex()}" in page
