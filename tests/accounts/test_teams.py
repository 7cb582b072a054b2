"""A team is made with a key at once, a first lead whose words were heard, and rules."""

import html

import pytest
from accounts.offices import acts, holds, let_in, office, person, spoken
from desk.desk_house import filing
from house import House
from sqlalchemy import select
from teams import second_team

from hrd_report.accounts.actions import inviting, ruling, teams
from hrd_report.accounts.actions.inviting import Seat
from hrd_report.records import keys
from hrd_report.records.acts import Act
from hrd_report.records.keys import Grant, KeyKind, KeyState
from hrd_report.records.people import PersonState, Role, Team
from hrd_report.vault import locks
from hrd_report.vault.keys import Key


def made(house: House, lead: str = "plover", words: str | None = None, **fields: object):
    return office(house, "avocet").post(
        "/admin/teams/make",
        name="East",
        lead=person(house, lead).id.hex(),
        words=spoken(house, lead) if words is None else words,
        **fields,
    )


def team(house: House, name: str = "East") -> Team:
    with house.services.database.reading() as session:
        return session.scalars(select(Team).where(Team.name == name)).one()


def rules(house: House) -> list[tuple[str | None, bytes]]:
    with house.services.database.reading() as session:
        return [(one.language, one.team_id) for one in ruling.rules(session)]


def invited_lead(house: House) -> None:
    """Invite somebody to lead a team that is not made yet, and let them take the seat."""
    key, now = Key.new(), house.clock.now
    with house.services.database.writing() as session:
        seat = Seat(name="swift", role=Role.LEAD, language="en")
        token = inviting.invite(session, seat, by=house.people["avocet"].id, now=now)
        lock = locks.LockRow("password", {"salt": "00"}, locks.Sealed(b"x" * 48))
        inviting.accept(session, token, key, lock, now=now)


def test_the_key_is_granted_to_recovery_and_to_the_first_lead_alone(house: House):
    assert made(house).status_code == 303
    with house.services.database.reading() as session:
        holders = set(session.scalars(select(Grant.holder).where(Grant.child == team(house).kid)))
    assert holders == {house.recovery.kid, house.people["plover"].key.kid}
    assert {Act.TEAM_MADE, Act.GRANTED, Act.WORDS_COMPARED} <= acts(house)


def test_the_lead_leaves_the_former_team_whose_key_is_replaced(house: House):
    former = house.team.kid
    assert made(house, lead="heron").status_code == 303
    heron = person(house, "heron")
    assert (heron.role, heron.team_id) == (Role.LEAD, team(house).id)
    assert not holds(house, team(house, "first").kid, "heron")
    assert not holds(house, former, "heron")
    with house.services.database.reading() as session:
        assert session.get(keys.KeyRow, former).state is KeyState.RETIRED


def test_somebody_invited_to_lead_is_let_in_with_the_team(house: House):
    invited_lead(house)
    assert "swift" in office(house, "avocet").get("/admin/teams/").text
    assert made(house, lead="swift").status_code == 303
    swift = person(house, "swift")
    assert (swift.state, swift.team_id) == (PersonState.ACTIVE, team(house).id)
    assert holds(house, team(house).kid, "swift")


def test_a_first_lead_is_not_let_in_without_a_team(house: House):
    invited_lead(house)
    address = f"/account/let-in/{person(house, 'swift').id.hex()}"
    assert "Make the team first" in office(house, "avocet").get(address).text
    assert let_in(house, "avocet", "swift").status_code == 404
    assert person(house, "swift").state is PersonState.WAITING


def test_wrong_words_make_no_team(house: House):
    answer = made(house, words="one two three four five six")
    assert answer.status_code == 422
    with house.services.database.reading() as session:
        assert len(session.scalars(select(Team)).all()) == 1
    assert Act.WORDS_WRONG in acts(house)


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"name": ""}, 422, "up to 60 letters"),
        ({"name": "x" * 61}, 422, "up to 60 letters"),
        ({"name": "First"}, 409, "has this name"),
        ({"lead": "00" * 16}, 422, "from the list"),
    ],
)
def test_a_team_that_cannot_be_is_refused_with_words(house: House, fields, status, said):
    plover = person(house, "plover").id.hex()
    data = {"name": "East", "lead": plover, "words": spoken(house, "plover"), **fields}
    answer = office(house, "avocet").post("/admin/teams/make", **data)
    assert answer.status_code == status
    assert said in html.unescape(answer.text)


def test_the_only_holder_of_a_team_cannot_be_taken_from_it(house: House):
    second_team(house, "west", ostrich=Role.LEAD)
    answer = made(house, lead="ostrich")
    assert answer.status_code == 422
    assert "Nobody else holds the key" in answer.text


def test_languages_become_rules_and_the_rest_stays_where_it_was(house: House):
    assert made(house, languages=["fr"]).status_code == 303
    assert rules(house) == [("fr", team(house).id), (None, house.team.id)]


def test_only_a_lead_who_holds_the_intake_key_grants_it_on(house: House):
    second, _ = second_team(house, "west", ostrich=Role.LEAD)
    address = f"/admin/teams/{second.id.hex()}/intake"
    plover, ostrich = office(house, "plover"), office(house, "ostrich")
    assert "Team west cannot open sealed reports" in plover.get("/admin/people/").text
    assert "Team west cannot open" not in ostrich.get("/admin/people/").text
    assert ostrich.post(address).status_code == 403
    assert office(house, "avocet").post(address).status_code == 403
    with house.services.database.reading() as session:
        assert teams.lacks_intake(session, session.get(Team, second.id))
    assert plover.post(address).status_code == 303
    with house.services.database.reading() as session:
        assert not teams.lacks_intake(session, session.get(Team, second.id))
        intake = session.scalars(keys.active(KeyKind.INTAKE)).one().kid
        assert session.get(Grant, (intake, second.kid)) is not None


def test_the_page_of_a_team_says_how_far_its_cases_have_come(house: House):
    filing(house)
    page = f"/admin/teams/{house.team.id.hex()}"
    assert "Complete: 1 of 1 cases" in office(house, "avocet").get(page).text
    assert made(house, lead="heron").status_code == 303
    assert "0 of 1 cases have a fresh key" in office(house, "avocet").get(page).text
    assert "plover" in office(house, "avocet").get(page).text


def test_a_lead_sees_the_own_team_alone(house: House):
    second, _ = second_team(house, "west", ostrich=Role.LEAD)
    plover = office(house, "plover")
    assert plover.get(f"/admin/teams/{house.team.id.hex()}").status_code == 200
    assert plover.get(f"/admin/teams/{second.id.hex()}").status_code == 404
    assert plover.get("/admin/teams/").status_code == 403
