"""A passkey opens its owner's key by itself, or is a second factor; all else is refused."""

import dataclasses
import datetime as dt
import json

import pytest
from authenticator import Authenticator, asked_on, text
from factors import (
    acts,
    add_passkey,
    cookie,
    form_token,
    hidden,
    is_in,
    log_in,
    send_passkey,
    shown_at_the_door,
    with_cookie,
)
from flask.testing import FlaskClient
from house import House
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hrd_report.accounts.actions import passkeys
from hrd_report.errors import WrongPassword
from hrd_report.records.factors import Passkey
from hrd_report.records.keys import Lock, LockMethod
from hrd_report.records.people import Person, PersonState
from hrd_report.vault import locks


@pytest.fixture
def client(house: House) -> FlaskClient:
    client = house.client()
    house.sign_in(client, "heron")
    return client


def locks_of(house: House, name: str) -> list[Lock]:
    with house.services.database.reading() as session:
        found = select(Lock).where(Lock.kid == house.people[name].key.kid)
        return list(session.scalars(found.where(Lock.method == LockMethod.PASSKEY)))


def at_the_door(house: House, device: Authenticator, **changed: str):
    client = house.client()
    return client.post("/login", data=shown_at_the_door(client, device) | changed)


def test_it_logs_in_without_name_and_password(house: House, client):
    device = add_passkey(client)
    assert at_the_door(house, device).location == "/desk/"


def test_the_lock_it_opens_is_bound_to_it_and_holds_the_owner_s_key(house: House, client):
    device = add_passkey(client)
    (lock,) = locks_of(house, "heron")
    assert set(lock.params) == {"salt", "credential"}
    assert lock.params["credential"] == device.id.hex()
    assert len(lock.blob) == 48


def test_its_answer_rests_nowhere(house: House, client):
    device = add_passkey(client)
    derived = device.get(asked_on(house.client().get("/login").text))["derived"]
    (lock,) = locks_of(house, "heron")
    raw = passkeys._bytes(derived)
    with house.services.database.reading() as session:
        row = session.scalars(select(Passkey)).one()
    for kept in (lock.blob.blob, json.dumps(dict(lock.params)).encode(), row.public):
        assert raw not in kept
        assert raw.hex().encode() not in kept


def test_one_that_derives_nothing_is_a_second_factor_only(house: House, client):
    device = add_passkey(client, derives=False)
    assert locks_of(house, "heron") == []
    refused = at_the_door(house, device)
    assert refused.status_code == 401
    assert "à elle seule" in refused.text
    assert log_in(house.client()).status_code == 200


def test_one_that_derives_only_later_opens_the_key_from_then_on(house: House, client):
    device = add_passkey(client, derives=False)
    device.derives = True
    fresh = house.client()
    asked = log_in(fresh)
    shown = device.get(asked_on(asked.text)) | {"form_token": hidden(asked, "form_token")}
    assert fresh.post("/login/factor", data=shown).location == "/desk/"
    assert at_the_door(house, device).location == "/desk/"


@pytest.mark.parametrize("derived", ["", "AAAA", "A" * 44, "é", "="])
def test_something_that_is_no_answer_opens_nothing(house: House, client, derived: str):
    device = add_passkey(client)
    assert at_the_door(house, device, derived=derived).status_code == 401


def test_a_wrong_answer_of_the_right_passkey_opens_nothing(house: House, client):
    device = add_passkey(client)
    assert at_the_door(house, device, derived=text(bytes(32))).status_code == 401


@pytest.mark.parametrize(
    "origin", ["https://example.org", "http://localhost:81", "https://localhost"]
)
def test_an_answer_made_on_another_site_is_refused(house: House, client, origin: str):
    device = add_passkey(client)
    device.origin = origin
    assert at_the_door(house, device).status_code == 401


def test_a_passkey_bound_to_another_site_is_refused(house: House, client):
    device = add_passkey(client)
    fresh = house.client()
    asked = asked_on(fresh.get("/login").text)
    asked["rpId"] = "example.org"
    assert fresh.post("/login", data=device.get(asked)).status_code == 401


def test_a_passkey_made_on_another_site_is_not_kept(house: House, client):
    refused = send_passkey(client, Authenticator(origin="https://example.org"))
    assert refused.status_code == 401
    assert "another page" in refused.text
    with house.services.database.reading() as session:
        assert session.scalars(select(Passkey)).all() == []


def test_without_its_user_it_is_neither_kept_nor_taken(house: House, client):
    assert send_passkey(client, Authenticator(verifies=False)).status_code == 401
    device = add_passkey(client)
    device.verifies = False
    assert at_the_door(house, device).status_code == 401


def test_an_answer_is_taken_once(house: House, client):
    device = add_passkey(client)
    door = house.client()
    shown = shown_at_the_door(door, device)
    assert door.post("/login", data=shown).location == "/desk/"
    assert house.client().post("/login", data=shown).status_code == 401


def test_a_challenge_answered_twice_is_refused_the_second_time(house: House, client):
    device = add_passkey(client)
    door = house.client()
    asked = asked_on(door.get("/login").text)
    assert door.post("/login", data=device.get(asked)).location == "/desk/"
    assert house.client().post("/login", data=device.get(asked)).status_code == 401


def test_a_copy_that_counts_behind_the_original_is_refused(house: House, client):
    device = add_passkey(client)
    copy = dataclasses.replace(device)
    at_the_door(house, device)
    assert at_the_door(house, copy).status_code == 401
    assert at_the_door(house, device).location == "/desk/"


def test_an_altered_answer_is_refused(house: House, client):
    device = add_passkey(client)
    door = house.client()
    shown = shown_at_the_door(door, device)
    sent = json.loads(shown["credential"])
    for part in ("signature", "authenticatorData", "clientDataJSON"):
        raw = bytearray(passkeys._bytes(sent["response"][part]))
        raw[-3] ^= 1
        bad = {**sent, "response": sent["response"] | {part: text(bytes(raw))}}
        refused = house.client().post("/login", data=shown | {"credential": json.dumps(bad)})
        assert refused.status_code == 401, part


@pytest.mark.parametrize(
    "credential",
    [
        "x",
        "{}",
        "[]",
        "null",
        "1",
        '"a"',
        '{"rawId": 1}',
        '{"rawId": "é"}',
        "[" * 5000,
        '{"id":"a","rawId":"YQ"}',
    ],
)
def test_what_is_no_answer_of_a_browser_is_refused_calmly(house: House, client, credential: str):
    add_passkey(client)
    assert house.client().post("/login", data={"credential": credential}).status_code == 401
    page = client.get("/account/factors/passkey")
    sent = {"credential": credential, "form_token": hidden(page, "form_token")}
    assert client.post("/account/factors/passkey", data=sent).status_code == 401


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "signature"]),
                inner,
            )
        ),
    )
)
def test_any_json_is_read_or_refused(data: object):
    answer = passkeys.answer_of(json.dumps(data), "")
    for read in (passkeys._name_of, passkeys._challenge_of):
        try:
            assert isinstance(read(answer), bytes)
        except WrongPassword:
            continue


def test_somebody_who_left_is_not_let_in(house: House, client):
    device = add_passkey(client)
    with house.services.database.writing() as session:
        session.get_one(Person, house.people["heron"].id).state = PersonState.LEFT
    assert at_the_door(house, device).status_code == 401


def test_a_passkey_moved_to_another_person_opens_nothing(house: House, client):
    thief = add_passkey(client)
    with house.services.database.writing() as session:
        session.scalars(select(Passkey)).one().person_id = house.people["plover"].id
    assert at_the_door(house, thief).status_code == 401


def test_the_lock_row_of_another_person_opens_nothing(house: House, client):
    device = add_passkey(client)
    other = house.client()
    house.sign_in(other, "plover")
    add_passkey(other)
    (mine,), (theirs,) = locks_of(house, "heron"), locks_of(house, "plover")
    with house.services.database.writing() as session:
        session.scalars(
            select(Passkey).where(Passkey.person_id == house.people["heron"].id)
        ).one().lock_id = theirs.id
    assert at_the_door(house, device).status_code == 401
    with house.services.database.writing() as session:
        row = session.get_one(Lock, theirs.id)
        row.params, row.blob, row.kid = dict(mine.params), mine.blob, theirs.kid
        session.scalars(
            select(Passkey).where(Passkey.person_id == house.people["heron"].id)
        ).one().person_id = house.people["wren"].id
    assert at_the_door(house, device).status_code == 401


def test_it_steps_up_and_replaces_the_session_s_secret(house: House, client):
    device = add_passkey(client)
    house.clock.advance(dt.timedelta(minutes=6))
    assert client.get("/account/password").location == "/account/confirm?to=/account/password"
    asked = client.get("/account/confirm?to=/account/password")
    before = cookie(house, client)
    shown = device.get(asked_on(asked.text))
    kept = {name: hidden(asked, name) for name in ("form_token", "carried_to")}
    assert client.post("/account/confirm", data=shown | kept).location == "/account/password"
    assert client.get("/account/password").status_code == 200
    assert not is_in(with_cookie(house, before))


def test_with_nothing_but_a_passkey_a_password_does_not_step_up(house: House, client):
    add_passkey(client)
    house.clock.advance(dt.timedelta(minutes=6))
    asked = client.get("/account/confirm")
    assert 'type="password"' not in asked.text
    shown = {"form_token": hidden(asked, "form_token"), "password": "a password for the tests"}
    assert client.post("/account/confirm", data=shown).status_code == 401


def test_an_interrupted_post_may_be_confirmed_with_a_passkey(house: House, client):
    device = add_passkey(client)
    house.clock.advance(dt.timedelta(minutes=6))
    typed = {"form_token": form_token(client), "language": "fr"}
    asked = client.post("/account/factors/code/remove", data=typed)
    assert asked.status_code == 401
    kept = {name: hidden(asked, name) for name in ("form_token", "carried_to", "carried.language")}
    again = client.post("/account/confirm", data=kept | {"ask": "passkey"})
    shown = device.get(asked_on(again.text))
    back = client.post("/account/confirm", data=shown | kept)
    assert hidden(back, "language") == "fr"


def test_removed_it_opens_nothing_and_its_lock_is_gone(house: House, client):
    device = add_passkey(client)
    page = client.get("/account/factors")
    action = page.text.split('action="/account/factors/passkeys/')[1].split('"')[0]
    address = f"/account/factors/passkeys/{action}"
    sent = {"form_token": form_token(client)}
    assert client.post(address, data=sent).location == "/account/factors?said=removed"
    assert locks_of(house, "heron") == []
    assert at_the_door(house, device).status_code == 401
    assert {"factor_added", "factor_removed"} <= set(acts(house))


@pytest.mark.parametrize("which", ["00" * 16, "zz", "00", "é"])
def test_what_is_not_one_s_own_is_not_removed(house: House, client, which: str):
    other = house.client()
    house.sign_in(other, "plover")
    add_passkey(other)
    with house.services.database.reading() as session:
        theirs = session.scalars(select(Passkey)).one().id.hex()
    for one in (which, theirs):
        sent = {"form_token": form_token(client)}
        answer = client.post(f"/account/factors/passkeys/{one}/remove", data=sent)
        assert answer.status_code == 404
    assert len(locks_of(house, "plover")) == 1


def test_the_list_counts_them_and_says_when_each_was_used(house: House, client):
    add_passkey(client, derives=False)
    device = add_passkey(client)
    at_the_door(house, device)
    page = client.get("/account/factors").text
    assert [f"Number {one}" in page for one in (1, 2, 3)] == [True, True, False]
    assert page.count("Nov 21") + page.count("21 Nov") >= 3


def test_the_same_passkey_is_not_added_twice(client):
    device = add_passkey(client)
    asked = asked_on(client.get("/account/factors/passkey").text)
    assert [one["id"] for one in asked["excludeCredentials"]] == [text(device.id)]
    assert send_passkey(client, device).status_code == 401


def test_a_user_verified_discoverable_passkey_is_asked_for(client):
    asked = asked_on(client.get("/account/factors/passkey").text)
    chosen = asked["authenticatorSelection"]
    assert (chosen["userVerification"], chosen["residentKey"]) == ("required", "required")
    assert asked["attestation"] == "none"
    assert asked["extensions"]["prf"]["eval"]["first"] == text(locks.PRF_INPUT)


def test_at_an_address_of_numbers_the_page_says_where_to_go(house: House):
    client = house.client()
    house.sign_in(client, "heron")
    elsewhere = {"base_url": "http://127.0.0.1:8000"}
    token = client.get_cookie("hrd-desk").value
    client.set_cookie("hrd-desk", token, domain="127.0.0.1")
    page = client.get("/account/factors", **elsewhere)
    assert "http://localhost:8000" in page.text
    door = client.get("/account/factors/passkey", **elsewhere)
    assert "data-passkey" not in door.text
    assert "script-src" not in door.headers["Content-Security-Policy"]
    assert "data-passkey" not in house.client().get("/login", **elsewhere).text


def test_refusals_stand_in_the_audit_of_the_account(house: House, client):
    device = add_passkey(client)
    device.verifies = False
    at_the_door(house, device)
    assert "factor_refused" in acts(house)
