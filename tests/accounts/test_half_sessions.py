"""With a password alone somebody is half in: nothing opens but the page that asks for the rest."""

import datetime as dt

import pytest
from authenticator import asked_on
from every_route import routes
from factors import (
    acts,
    add_code,
    add_passkey,
    cookie,
    form_token,
    hidden,
    is_in,
    log_in,
    shown_at_the_door,
    with_cookie,
)
from house import House

from hrd_report.records.people import Person, PersonState, SessionKind
from hrd_report.web import session as sessions

SOON = dt.timedelta(minutes=2)


@pytest.fixture
def strict(house: House) -> House:
    """Return the house as it is outside a demo."""
    return house.with_settings(demo=False)


def with_a_passkey(house: House):
    """Give heron a passkey that derives nothing, so that the password comes first."""
    client = house.client()
    house.sign_in(client, "heron")
    return add_passkey(client, derives=False)


def test_half_a_session_reaches_no_page_but_the_one_that_asks(house: House):
    with_a_passkey(house)
    client = house.client()
    asked = log_in(client)
    assert asked.status_code == 200
    token = hidden(asked, "form_token")
    for route in routes(house.app):
        if route.guard and route.guard.kind is SessionKind.STAFF and not route.guard.half:
            answer = client.open(route.path, method=route.method, headers={"X-Form-Token": token})
            # A program is asked for its token, which a browser's session is none of.
            no = 403 if route.is_page else 401
            refused = answer.status_code == no or answer.location == "/login/factor"
            assert refused, str(route)


def test_the_pages_open_to_half_a_session_are_few_and_named(house: House):
    half = {route.endpoint for route in routes(house.app) if route.guard and route.guard.half}
    assert half == {
        "accounts.code_page",
        "accounts.code_picture",
        "accounts.factors_page",
        "accounts.give_second_factor",
        "accounts.keep_code",
        "accounts.keep_passkey",
        "accounts.log_out",
        "accounts.passkey_page",
        "accounts.second_factor_page",
    }


def test_half_a_session_adds_no_factor_to_those_there_are(house: House):
    with_a_passkey(house)
    client = house.client()
    token = hidden(log_in(client), "form_token")
    for page in ("/account/factors", "/account/factors/code", "/account/factors/passkey"):
        assert client.get(page).status_code == 403
    for page in ("/account/factors/code", "/account/factors/passkey"):
        assert client.post(page, data={"form_token": token}).status_code == 403


def test_the_passkey_makes_it_whole_under_a_new_secret(house: House):
    device = with_a_passkey(house)
    client = house.client()
    asked = log_in(client)
    half = cookie(house, client)
    shown = device.get(asked_on(asked.text))
    sent = shown | {"form_token": hidden(asked, "form_token")}
    assert client.post("/login/factor", data=sent).location == "/desk/"
    assert is_in(client)
    assert cookie(house, client) != half
    assert with_cookie(house, half).get("/login/factor").location == "/login"


def test_a_code_makes_it_whole_too_once(house: House):
    client = house.client()
    house.sign_in(client, "heron")
    app = add_code(house, client)
    add_passkey(client, derives=False)
    house.clock.advance(SOON)
    client = house.client()
    asked = log_in(client)
    sent = {"form_token": hidden(asked, "form_token"), "code": "000000"}
    assert client.post("/login/factor", data=sent).status_code == 401
    assert not is_in(client)
    sent["code"] = app.at(house.clock.now)
    assert client.post("/login/factor", data=sent).location == "/desk/"
    other = house.client()
    again = {"form_token": hidden(log_in(other), "form_token"), "code": sent["code"]}
    assert other.post("/login/factor", data=again).status_code == 401


def test_guessing_codes_is_slowed_down_like_guessing_passwords(house: House):
    client = house.client()
    house.sign_in(client, "heron")
    add_code(house, client)
    add_passkey(client, derives=False)
    client = house.client()
    sent = {"form_token": hidden(log_in(client), "form_token"), "code": "000000"}
    answers = [client.post("/login/factor", data=sent).status_code for _ in range(6)]
    assert answers == [401, 401, 401, 401, 401, 429]


def test_a_passkey_of_somebody_else_makes_nothing_whole(house: House):
    with_a_passkey(house)
    thief = house.client()
    house.sign_in(thief, "plover")
    device = add_passkey(thief, derives=False)
    client = house.client()
    asked = log_in(client)
    shown = device.get(asked_on(asked.text)) | {"form_token": hidden(asked, "form_token")}
    assert client.post("/login/factor", data=shown).status_code == 401
    assert not is_in(client)


def test_what_a_passkey_says_at_the_door_does_not_do_on_the_second_page(house: House):
    device = with_a_passkey(house)
    client = house.client()
    at_the_door = shown_at_the_door(house.client(), device)
    sent = at_the_door | {"form_token": hidden(log_in(client), "form_token")}
    assert client.post("/login/factor", data=sent).status_code == 401


def test_half_a_session_is_soon_over(house: House):
    with_a_passkey(house)
    client = house.client()
    log_in(client)
    house.clock.advance(sessions.HALF)
    assert client.get("/login/factor").location == "/login"


def test_what_was_typed_before_is_still_there_after_the_second_factor(house: House):
    device = with_a_passkey(house)
    client = house.client()
    typed = {"carried_to": "/account/", "carried.language": "fr"}
    asked = log_in(client, **typed)
    shown = device.get(asked_on(asked.text))
    kept = {name: hidden(asked, name) for name in ("form_token", *typed)}
    back = client.post("/login/factor", data=shown | kept)
    assert hidden(back, "language") == "fr"
    assert 'action="/account/"' in back.text


def test_outside_a_demo_the_first_thing_is_a_second_factor(strict: House):
    client = strict.client()
    assert log_in(client).location == "/account/factors"
    assert client.get("/desk/").location == "/login/factor"
    assert client.get("/login/factor").location == "/account/factors"
    assert client.get("/account/factors").status_code == 200
    half = cookie(strict, client)
    add_code(strict, client)
    assert client.get("/desk/").status_code == 200
    assert with_cookie(strict, half).get("/account/factors").location == "/login"


def test_outside_a_demo_a_passkey_is_enough_as_the_first_one(strict: House):
    client = strict.client()
    log_in(client)
    device = add_passkey(client)
    assert client.get("/desk/").status_code == 200
    fresh = strict.client()
    assert fresh.post("/login", data=shown_at_the_door(fresh, device)).location == "/desk/"


def test_a_first_password_still_has_to_go_after_the_factor(strict: House):
    with strict.services.database.writing() as session:
        session.get_one(Person, strict.people["heron"].id).state = PersonState.NEW
    client = strict.client()
    log_in(client)
    add_code(strict, client)
    assert client.get("/desk/").location == "/account/password"


def test_outside_a_demo_the_last_factor_stays(strict: House):
    client = strict.client()
    log_in(client)
    add_code(strict, client)
    token = form_token(client)
    kept = client.post("/account/factors/code/remove", data={"form_token": token})
    assert kept.location == "/account/factors?said=last"
    add_passkey(client)
    token = form_token(client)
    gone = client.post("/account/factors/code/remove", data={"form_token": token})
    assert gone.location == "/account/factors?said=removed"
    page = client.get("/account/factors")
    action = page.text.split('action="/account/factors/passkeys/')[1].split('"')[0]
    last = client.post(
        f"/account/factors/passkeys/{action}", data={"form_token": form_token(client)}
    )
    assert last.location == "/account/factors?said=last"


def test_a_login_is_written_down_when_it_is_whole(house: House):
    device = with_a_passkey(house)
    client = house.client()
    asked = log_in(client)
    assert "logged_in" not in acts(house)
    shown = device.get(asked_on(asked.text)) | {"form_token": hidden(asked, "form_token")}
    client.post("/login/factor", data=shown)
    assert "logged_in" in acts(house)


def test_half_a_session_can_be_left(house: House):
    with_a_passkey(house)
    client = house.client()
    token = hidden(log_in(client), "form_token")
    left = client.post("/logout", data={"form_token": token})
    assert left.location == "/login"
    assert "Clear-Site-Data" in left.headers
