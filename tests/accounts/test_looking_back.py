"""An auditor sees who did what around one person or one case: acts and days, no content."""

import pytest
from accounts.offices import office, person
from desk.desk_house import STORY, filing, signed_in
from house import House
from teams import joined

from hrd_report.records.people import Role


@pytest.fixture
def auditor(house: House):
    joined(house, "dipper", Role.AUDITOR)
    return office(house, "dipper")


def worked(house: House):
    desk = signed_in(house, "heron")
    filed = desk.taken(filing(house))
    desk.act(filed, "notes/team", team_note="words that stay sealed")
    return filed


def test_the_acts_of_a_person_name_act_case_and_day(house: House, auditor):
    filed = worked(house)
    page = auditor.get(auditor.get("/admin/audit/look?name=Heron").location).text
    assert "Case opened" in page
    assert filed.number in page
    assert "21 Nov" in page


def test_the_acts_around_a_case_name_who_did_them(house: House, auditor):
    filed = worked(house)
    address = f"/admin/audit/look?case={filed.number.lower()}"
    answer = auditor.get(address)
    assert answer.location == f"/admin/audit/cases/{filed.number}"
    assert auditor.get(answer.location).status_code == 200


def test_no_word_of_a_case_is_shown(house: House, auditor):
    filed = worked(house)
    for page in (
        auditor.get(f"/admin/audit/people/{person(house, 'heron').id.hex()}").text,
        auditor.get(f"/admin/audit/cases/{filed.number}").text,
    ):
        assert "stay sealed" not in page
        assert STORY.split(".")[0] not in page


def test_an_auditor_sees_nothing_else(auditor):
    for path in ("/admin/", "/admin/people/", "/admin/teams/", "/admin/keys/", "/desk/"):
        assert auditor.get(path).status_code == 403
    assert auditor.get("/admin/audit").status_code == 200


@pytest.mark.parametrize("name", ["heron", "plover", "wren"])
def test_nobody_else_looks_back(house: House, name: str):
    filed = worked(house)
    for path in (f"cases/{filed.number}", f"people/{person(house, 'heron').id.hex()}"):
        assert office(house, name).get(f"/admin/audit/{path}").status_code == 403


def test_somebody_or_a_case_that_is_not_there_is_not_found(auditor):
    for path in (
        "look?case=K0K0K0",
        "look?name=nobody",
        "look",
        "cases/K0K0K0",
        f"people/{'00' * 16}",
        "people/xx",
    ):
        assert auditor.get(f"/admin/audit/{path}").status_code == 404
