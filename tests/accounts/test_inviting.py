"""A one-time link, a password nobody else knows, six words heard aloud: only then a key."""

import datetime as dt
import html
import re

import pytest
from canaries import Canaries, at_rest, in_rows
from flask.testing import FlaskClient
from house import House
from sqlalchemy import select
from teams import second_team

from hrd_report.accounts.actions import admitting
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.keys import Grant
from hrd_report.records.people import Person, PersonState, Role
from hrd_report.vault import recipients
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.words import word_list

OWN = "tern osprey kestrel harrier plume"
LINK = re.compile(r"/invited/([0-9a-f]{64})")


def reader(house: House) -> FlaskClient:
    """Return a browser that reads English."""
    client = house.client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def staff(house: House, name: str) -> tuple[FlaskClient, str]:
    client = house.client()
    return client, house.sign_in(client, name)


def invite(house: House, by: str, **fields: str):
    client, token = staff(house, by)
    data = {
        "name": "swift",
        "role": "caseworker",
        "team": house.team.id.hex(),
        "language": "en",
        **fields,
    }
    return client.post("/admin/people/invite", data={"form_token": token, **data})


def link(house: House, by: str = "plover", **fields: str) -> str:
    answer = invite(house, by, **fields)
    assert answer.status_code == 200, answer.text
    return LINK.search(answer.text)[0]


def taken(house: House, address: str) -> FlaskClient:
    client = house.client()
    answer = client.post(address, data={"password": OWN, "again": OWN})
    assert (answer.status_code, answer.location) == (303, "/account/words"), answer.text
    return client


def person(house: House, name: str = "swift") -> Person:
    with house.services.database.reading() as session:
        return session.scalars(select(Person).where(Person.name == name)).one()


def words_of(house: House, name: str = "swift", language: str = "en") -> list[str]:
    with house.services.database.reading() as session:
        row = session.scalars(select(Person).where(Person.name == name)).one()
        public = admitting.keeping.public_key(session, row.kid)
    return list(recipients.fingerprint_words(public, language))


def let_in(house: House, by: str, words: list[str], name: str = "swift"):
    client, token = staff(house, by)
    address = f"/account/let-in/{person(house, name).id.hex()}"
    return client.post(address, data={"form_token": token, "words": " ".join(words)})


def holds(house: House, kid: bytes, name: str = "swift") -> bool:
    with house.services.database.reading() as session:
        return session.get(Grant, (kid, person(house, name).kid)) is not None


def acts(house: House) -> list[Act]:
    with house.services.database.reading() as session:
        return [row.act for row in session.scalars(select(AuditRow))]


def test_from_the_link_to_the_first_case(house: House):
    address = link(house)
    page = house.client().get(address)
    assert all(one in page.text for one in ("swift", "caseworker", "plover", "first"))
    client = taken(house, address)
    assert person(house).state is PersonState.WAITING
    assert not holds(house, house.team.kid)
    assert client.get("/desk/").location == "/account/words"
    shown = re.findall(r"<li>(\w+)", client.get("/account/words").text)
    assert shown == words_of(house)
    assert let_in(house, "plover", shown).status_code == 303
    assert person(house).state is PersonState.ACTIVE
    assert holds(house, house.team.kid)
    assert client.get("/desk/").status_code == 200
    again = house.client().post("/login", data={"name": "swift", "password": OWN})
    assert again.status_code == 303
    wanted = {Act.INVITED, Act.INVITATION_ACCEPTED, Act.WORDS_COMPARED, Act.GRANTED}
    assert wanted <= set(acts(house))


def test_neither_link_nor_password_nor_heard_word_rests_anywhere(house: House):
    canaries = Canaries()
    secret, said = canaries.word("password"), canaries.word("heard")
    address = link(house)
    token = LINK.search(address)[1]
    links = Canaries({token: "link"}, token[:10])
    client = house.client()
    client.post(address, data={"password": secret, "again": secret})
    let_in(house, "plover", [said, *words_of(house)[1:]])
    assert person(house).state is PersonState.WAITING
    for looked_for in (canaries, links):
        assert in_rows(house.services.database.engine, looked_for) == {}
        assert at_rest(house.services.database.engine, looked_for) == {}


def test_a_link_opens_once(house: House):
    address = link(house)
    taken(house, address)
    for answer in (
        reader(house).get(address),
        reader(house).post(address, data={"password": OWN, "again": OWN}),
    ):
        assert answer.status_code == 410
        assert "This link was used." in answer.text


def test_a_link_of_72_hours_is_over(house: House):
    address = link(house)
    house.clock.advance(dt.timedelta(hours=72))
    answer = reader(house).get(address)
    assert answer.status_code == 410
    assert "too old" in answer.text


def test_a_withdrawn_or_broken_link_opens_nothing(house: House):
    address = link(house)
    client, token = staff(house, "plover")
    page = client.get("/admin/people/").text
    invitation = re.search(r'name="invitation" value="([0-9a-f]+)"', page)[1]
    answer = client.post(
        "/admin/people/withdraw", data={"form_token": token, "invitation": invitation}
    )
    assert answer.status_code == 303
    for one in (address, address[:-2] + "00", "/invited/zz", "/invited/00"):
        assert reader(house).get(one).status_code == 410
        assert "opens nothing" in reader(house).get(one).text


def test_a_pseudonym_taken_meanwhile_is_said(house: House):
    address = link(house)
    second_team(house, swift=Role.CASEWORKER)
    answer = reader(house).post(address, data={"password": OWN, "again": OWN})
    assert answer.status_code == 410
    assert "has this pseudonym" in answer.text


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"name": "heron"}, 409, "taken"),
        ({"name": "Swift Swallow"}, 422, "small letters"),
        ({"name": ""}, 422, "small letters"),
        ({"role": "administrator"}, 422, "from the list"),
        ({"language": "xx"}, 422, "from the list"),
        ({"team": "00" * 16}, 422, "Choose the team"),
    ],
)
def test_a_seat_that_cannot_be_is_refused_with_words(house: House, fields, status, said):
    answer = invite(house, "plover", **fields)
    assert answer.status_code == status
    assert said in html.unescape(answer.text)
    assert Act.INVITED not in acts(house)


def test_a_name_is_invited_once_until_the_link_is_over(house: House):
    link(house)
    assert invite(house, "plover").status_code == 409
    house.clock.advance(dt.timedelta(hours=72))
    assert invite(house, "plover").status_code == 200


def test_wrong_words_are_refused_by_their_places_and_written_down(house: House):
    taken(house, link(house))
    words = words_of(house)
    words[2] = next(one for one in word_list("en") if one[:4] != words[2][:4])
    answer = let_in(house, "plover", words)
    assert answer.status_code == 422
    assert "word 3." in answer.text
    assert Act.WORDS_WRONG in acts(house)
    assert not holds(house, house.team.kid)
    assert person(house).state is PersonState.WAITING


def test_the_fifth_wrong_try_makes_the_seat_void(house: House):
    client = taken(house, link(house))
    words = words_of(house)
    for _ in range(admitting.MOST_TRIES):
        answer = let_in(house, "plover", words[::-1])
        assert answer.status_code == 422
    assert "void" in answer.text
    assert person(house).state is PersonState.LEFT
    assert client.get("/account/words").status_code == 303
    assert let_in(house, "plover", words).status_code == 409
    assert house.client().post("/login", data={"name": "swift", "password": OWN}).status_code == 401


def test_words_in_the_other_language_and_by_four_letters_are_heard(house: House):
    taken(house, link(house, language="fr"))
    french = words_of(house, language="fr")
    assert let_in(house, "plover", [one[:4].upper() for one in french]).status_code == 303
    assert holds(house, house.team.kid)


def test_an_administrator_invites_but_cannot_grant_and_is_told_who_can(house: House):
    taken(house, link(house, by="avocet"))
    client, _ = staff(house, "avocet")
    page = client.get(f"/account/let-in/{person(house).id.hex()}").text
    assert "You hold no key to grant. This is for: plover." in page
    assert "<form" not in page.split("<main")[1]
    assert let_in(house, "avocet", words_of(house)).status_code == 404
    assert not holds(house, house.team.kid)
    assert let_in(house, "plover", words_of(house)).status_code == 303


@pytest.mark.parametrize("role", ["administrator", "auditor", "custodian"])
def test_a_role_without_a_key_is_let_in_by_an_administrator(house: House, role: str):
    taken(house, link(house, by="avocet", role=role))
    assert let_in(house, "avocet", words_of(house)).status_code == 303
    with house.services.database.reading() as session:
        assert not session.scalars(select(Grant).where(Grant.holder == person(house).kid)).all()


def test_an_analyst_is_let_in_by_an_analyst(house: House):
    taken(house, link(house, by="avocet", role="analyst"))
    client, _ = staff(house, "wren")
    assert "swift" in client.get("/account/let-in/").text
    assert let_in(house, "avocet", words_of(house)).status_code == 404
    assert let_in(house, "wren", words_of(house)).status_code == 303
    with house.services.database.reading() as session:
        kid = admitting.needed(session, session.get(Person, person(house).id))
    assert holds(house, kid)


def test_a_lead_invites_to_the_own_team_alone(house: House):
    east, _ = second_team(house, "east", ostrich=Role.LEAD)
    assert invite(house, "plover", team=east.id.hex()).status_code == 422
    taken(house, link(house, by="ostrich", team=east.id.hex()))
    assert let_in(house, "plover", words_of(house)).status_code == 404
    assert not holds(house, east.kid)
    client, _ = staff(house, "plover")
    assert "swift" not in client.get("/admin/people/").text
    assert client.get(f"/admin/people/{person(house).id.hex()}").status_code == 404


def test_nobody_lets_themselves_in(house: House):
    client = taken(house, link(house, by="avocet", role="administrator"))
    page = client.get("/account/words").text
    token = re.search(r'name=form_token value="(\w+)"', page)[1]
    address = f"/account/let-in/{person(house).id.hex()}"
    answer = client.post(address, data={"form_token": token, "words": " ".join(words_of(house))})
    assert answer.location == "/account/words"
    assert person(house).state is PersonState.WAITING


def test_a_weak_password_takes_no_seat(house: House):
    address = link(house)
    short = house.client().post(address, data={"password": "short", "again": "short"})
    assert short.status_code == 422
    assert "15 characters" in short.text
    differs = house.client().post(address, data={"password": OWN, "again": OWN + "s"})
    assert "Type both again" in differs.text
    assert house.client().get(address).status_code == 200


def test_a_key_swapped_in_the_database_is_noticed_by_its_words(house: House):
    client = taken(house, link(house))
    heard = re.findall(r"<li>(\w+)", client.get("/account/words").text)
    with house.services.database.writing() as session:
        row = session.get(Person, person(house).id)
        row.kid = house.people["wren"].key.kid
    assert let_in(house, "plover", heard).status_code == 422
    with house.services.database.reading() as session:
        wren = PublicKey.from_raw(house.people["wren"].key.public.raw).kid
        assert session.get(Grant, (house.team.kid, wren)) is None


def test_the_word_check_needs_a_fresh_look_at_who_acts(house: House):
    taken(house, link(house))
    client, token = staff(house, "plover")
    house.clock.advance(dt.timedelta(minutes=6))
    address = f"/account/let-in/{person(house).id.hex()}"
    answer = client.post(address, data={"form_token": token, "words": " ".join(words_of(house))})
    assert answer.status_code == 401
    assert not holds(house, house.team.kid)
