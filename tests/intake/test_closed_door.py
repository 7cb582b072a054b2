"""The door is open only while the owner vouches for the keys; closed, it says so."""

import datetime as dt
import io

import pytest
from house import House
from intake.door import cases, come_back, leftovers, send, token_in
from rosters import drafted, note_of, owner_of, put, renew
from sqlalchemy import delete

from hrd_report.accounts.actions import rostering
from hrd_report.casefile import keeping
from hrd_report.errors import Conflict, NotVouched
from hrd_report.records.custody import RosterRow
from hrd_report.records.keys import KeyKind
from hrd_report.records.people import Team
from hrd_report.vault import age, endorsements, instance, roster
from hrd_report.vault.keys import Key
from hrd_report.vault.signatures import SigningKey

YEAR = dt.timedelta(days=366)


def without_roster(house: House) -> None:
    with house.services.database.writing() as session:
        session.execute(delete(RosterRow))


def unsigned(house: House) -> None:
    put(house, roster.spell(drafted(house)))


def changed_by_a_byte(house: House) -> None:
    put(house, note_of(house).replace("epoch 1\n", "epoch 2\n"), epoch=2)


def signed_by_another(house: House) -> None:
    put(house, roster.sign(drafted(house), SigningKey.new()), epoch=2)


def signed_by_another_under_the_owners_name(house: House) -> None:
    other = roster.sign(drafted(house, recovery=(Key.new().public,)), SigningKey.new())
    lines = note_of(house).rpartition("\n\n")[2]
    put(house, other.rpartition("\n\n")[0] + "\n\n" + lines, epoch=2)


def over(house: House) -> None:
    house.clock.advance(YEAR)


def before_its_time(house: House) -> None:
    house.clock.advance(-dt.timedelta(days=1))


def rolled_back(house: House) -> None:
    first = note_of(house)
    renew(house)
    put(house, first)


def team_key_replaced(house: House) -> None:
    with house.services.database.writing() as session:
        key = Key.new()
        keeping.keep_key(session, key.public, KeyKind.TEAM, day=house.clock.now.date())
        session.flush()
        session.get_one(Team, house.team.id).kid = key.kid


def team_key_endorsed_by_another(house: House) -> None:
    with house.services.database.writing() as session:
        key, team = Key.new(), session.get_one(Team, house.team.id)
        keeping.keep_key(session, key.public, KeyKind.TEAM, day=house.clock.now.date())
        session.flush()
        team.kid, team.epoch = key.kid, 2
        team.endorsement = endorsements.endorse(SigningKey.new(), team.id, 2, key.public)


def team_rolled_back(house: House) -> None:
    with house.services.database.writing() as session:
        team = session.get_one(Team, house.team.id)
        before = (team.kid, team.epoch, team.endorsement)
        key = Key.new()
        keeping.keep_key(session, key.public, KeyKind.TEAM, day=house.clock.now.date())
        session.flush()
        team.kid, team.epoch = key.kid, 2
        team.endorsement = house.services.trust.endorse(team.id, 2, key.public)
    assert send(house.client(), story="words").status_code == 200
    with house.services.database.writing() as session:
        team = session.get_one(Team, house.team.id)
        team.kid, team.epoch, team.endorsement = before


WAYS = {
    "no_roster": without_roster,
    "unsigned": unsigned,
    "altered": changed_by_a_byte,
    "altered ": signed_by_another_under_the_owners_name,
    "other_owner": signed_by_another,
    "over": over,
    "not_begun": before_its_time,
    "older": rolled_back,
    "not_endorsed": team_key_replaced,
    "not_endorsed ": team_key_endorsed_by_another,
    "team_older": team_rolled_back,
}


@pytest.fixture(params=WAYS)
def closed(request: pytest.FixtureRequest, house: House) -> House:
    """Give a house that was open a moment ago, and why it is not any more."""
    assert send(house.client(), story="words").status_code == 200
    WAYS[request.param](house)
    with house.services.database.reading() as session:
        problems = [one.reason for one in house.services.trust.complaints(session)]
    assert problems == [request.param.strip()]
    return house


def test_no_report_is_taken_and_what_was_typed_stays_on_the_page(closed: House):
    before, files = cases(closed), leftovers(closed)
    for language, said in (("en", "cannot take reports"), ("fr", "recevoir de signalement")):
        answer = send(
            closed.client(),
            language,
            story="my own words",
            links="https://example.org/x",
            danger="yes",
            threat="doxing",
            files=[("a.png", b"x" * 5000)],
        )
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "3600"
        assert said in answer.text
        assert "my own words" in answer.text
        assert "https://example.org/x" in answer.text
    assert [one.id for one in cases(closed)] == [one.id for one in before]
    assert leftovers(closed) == files


def test_the_start_page_says_so_and_shows_no_form(closed: House):
    closed.clock.advance(dt.timedelta(seconds=2))
    for language, said in (("en", "cannot take reports"), ("fr", "recevoir de signalement")):
        answer = closed.client().get(f"/{language}/")
        assert answer.status_code == 503
        assert said in answer.text
        assert "<form" not in answer.text
        assert f'href="/{language}/return"' in answer.text
        assert "+33 1 99 00 12 34" in answer.text


def test_programs_are_told_in_a_problem_document_and_see_no_key(closed: House):
    closed.clock.advance(dt.timedelta(seconds=2))
    sealed = age.seal(b"{}", Key.new().public).blob
    client = closed.client()
    for answer in (
        client.post("/api/v1/reports", json={"story": "words"}),
        client.post("/api/v1/reports", data=sealed, content_type="application/age"),
        client.get("/.well-known/hrd-report.json"),
    ):
        assert answer.status_code == 503
        assert answer.mimetype == "application/problem+json"
        assert answer.json["code"] == "closed"
        assert "age1pq1" not in answer.text


def test_a_defender_still_comes_back_and_writes(house: House):
    client = house.client()
    page = send(client, "en", story="words").text
    over(house)
    come_back(client, page)
    token = token_in(client.get("/en/case").text)
    answer = client.post("/en/case/message", data={"form_token": token, "message": "I add this"})
    assert answer.status_code in {200, 303}
    again = client.post(
        "/en/report", data={"receipt": "", "story": "x", "files": (io.BytesIO(b""), "")}
    )
    assert again.status_code == 503


def test_the_door_opens_again_with_the_next_roster(house: House):
    assert house.client().get("/en/").status_code == 200
    house.clock.advance(YEAR)
    assert house.client().get("/en/").status_code == 503
    renew(house)
    assert house.client().get("/en/").status_code == 200
    assert send(house.client(), story="words").status_code == 200


def test_an_open_page_follows_the_roster_within_a_second_and_a_report_at_once(house: House):
    assert house.client().get("/en/").status_code == 200
    without_roster(house)
    assert send(house.client(), story="words").status_code == 503
    house.clock.advance(dt.timedelta(seconds=1))
    assert house.client().get("/en/").status_code == 503


def test_without_a_pinned_owner_nothing_is_taken(house: House):
    (house.services.settings.secrets / "owner").unlink()
    assert instance.load(house.services.settings.secrets).owner is None
    trust = type(house.services.trust)(None, house.services.trust.seen, house.clock)
    with house.services.database.reading() as session, pytest.raises(NotVouched, match="no_owner"):
        trust.roster(session)


@pytest.mark.parametrize("wrong", ["endorser", "intake", "recovery", "epoch", "person"])
def test_a_roster_about_other_keys_than_ours_is_not_installed(house: House, wrong: str):
    trust, stranger = house.services.trust, Key.new().public
    changes = {
        "endorser": {"endorser": SigningKey.new().public_raw},
        "intake": {"intake": (stranger,)},
        "recovery": {"recovery": (stranger,)},
        "epoch": {"epoch": 1},
        "person": {"recovery": (house.people["heron"].key.public,)},
    }[wrong]
    note = roster.sign(drafted(house, **changes), owner_of(house))
    with house.services.database.writing() as session, pytest.raises(Conflict):
        rostering.install(session, trust, note)
    assert drafted(house).epoch == (2 if wrong == "epoch" else 3)
