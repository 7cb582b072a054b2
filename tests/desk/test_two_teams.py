"""The desk works per team: whoever is of one sees nothing of another."""

import pytest
from desk.desk_house import filing, signed_in
from house import House
from records.kept_rows import keep_escalation
from teams import second_team

from hrd_report.records.cases import Case, Urgency
from hrd_report.records.people import Role


@pytest.fixture
def east(house: House):
    return second_team(house, "east", ostrich=Role.LEAD, tern=Role.CASEWORKER)


@pytest.fixture
def theirs(house: House, east):
    """File a case of the other team, granted to it and to recovery alone."""
    team, _ = east
    return filing(house, team_id=team.id, urgency=Urgency.CRITICAL)


def test_the_queue_and_its_counts_are_of_the_own_team(house: House, theirs):
    ours = filing(house)
    heron, tern = signed_in(house, "heron"), signed_in(house, "tern")
    assert ours.number in heron.get("/desk/").text
    assert theirs.number not in heron.get("/desk/").text
    assert theirs.number in tern.get("/desk/").text
    assert ours.number not in tern.get("/desk/").text


@pytest.mark.parametrize("page", ["", "/classify", "/consents", "/state", "/escalate"])
def test_no_page_of_another_teams_case_is_there(house: House, theirs, page: str):
    for name in ("heron", "plover"):
        answer = signed_in(house, name).get(f"/desk/cases/{theirs.number}{page}")
        assert answer.status_code == 404


def test_another_teams_case_cannot_be_taken(house: House, theirs):
    heron = signed_in(house, "heron")
    assert heron.post(f"/desk/cases/{theirs.number}/take").status_code == 404
    tern = signed_in(house, "tern")
    assert tern.post(f"/desk/cases/{theirs.number}/take").status_code == 303


def test_take_next_takes_from_the_own_team(house: House, theirs):
    ours = filing(house)
    answer = signed_in(house, "heron").post("/desk/take-next")
    assert answer.location == f"/desk/cases/{ours.number}"
    assert theirs.number


def test_colleagues_are_of_the_own_team(house: House, theirs):
    tern = signed_in(house, "tern")
    tern.post(f"/desk/cases/{theirs.number}/take")
    page = tern.get("/desk/?held=anybody").text
    assert "tern" in page
    assert "plover" not in page


def test_a_lead_sees_the_way_to_the_team_and_a_caseworker_does_not(house: House):
    assert 'href="/admin/people/"' in signed_in(house, "plover").get("/desk/").text
    assert 'href="/admin/people/"' not in signed_in(house, "heron").get("/desk/").text
    assert 'href="/admin/handover/"' in signed_in(house, "plover").get("/desk/escalations/").text


def test_the_list_of_escalations_is_of_the_own_team(house: House, theirs):
    ours = filing(house)
    for filed in (ours, theirs):
        with house.services.database.writing() as session:
            keep_escalation(session, session.get_one(Case, filed.id))
    heron, tern = signed_in(house, "heron"), signed_in(house, "tern")
    assert ours.number in heron.get("/desk/escalations/").text
    assert theirs.number not in heron.get("/desk/escalations/").text
    assert theirs.number in tern.get("/desk/escalations/").text
    assert ours.number not in tern.get("/desk/escalations/").text
