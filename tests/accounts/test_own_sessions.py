"""One's own sessions: how many, since when; one or all others end at a click."""

import datetime as dt

import pytest
from factors import acts, cookie, form_token, hidden, is_in, with_cookie
from flask.testing import FlaskClient
from house import PASSWORD, House

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def client(house: House) -> FlaskClient:
    client = house.client()
    house.sign_in(client, "heron")
    return client


def ends(page: str) -> list[str]:
    """Return the addresses that end one session each, in the order of the list."""
    parts = page.split('action="/account/sessions/')[1:]
    names = [one.split('"', maxsplit=1)[0] for one in parts]
    return [f"/account/sessions/{one}" for one in names if one.endswith("/end")]


def test_the_list_says_since_when_and_since_when_idle_and_nothing_else(house: House, client):
    house.clock.advance(12 * MINUTE)
    other = house.client()
    house.sign_in(other, "heron")
    house.clock.advance(2 * MINUTE)
    page = client.get("/account/sessions", headers={"User-Agent": "curlew/1"}).text
    assert "14 min ago" in page
    assert "2 min ago" in page
    assert "This one" in page
    assert "curlew" not in page
    assert "127.0.0.1" not in page


def test_a_session_of_somebody_else_is_neither_shown_nor_ended(house: House, client):
    other = house.client()
    house.sign_in(other, "plover")
    theirs = ends(other.get("/account/sessions").text)
    assert len(theirs) == 1
    assert theirs[0] not in client.get("/account/sessions").text
    for one in (theirs[0], "/account/sessions/zz/end", "/account/sessions/00/end"):
        answer = client.post(one, data={"form_token": form_token(client)})
        assert answer.status_code == 404
    assert is_in(other)


def test_one_is_ended_and_the_others_go_on(house: House, client):
    others = [house.client(), house.client()]
    for one in others:
        house.sign_in(one, "heron")
    before = [is_in(one) for one in others]
    page = client.get("/account/sessions").text
    mine = [part for part in ends(page) if "end-others" not in part]
    assert len(mine) == 3
    here = page.split("This one")[1].split('action="')[1].split('"')[0]
    target = next(one for one in mine if one != here)
    assert client.post(target, data={"form_token": form_token(client)}).status_code == 303
    assert is_in(client)
    assert (before, sorted(is_in(one) for one in others)) == ([True, True], [False, True])
    assert "session_ended" in acts(house)


def test_all_others_are_ended_together(house: House, client):
    others = [house.client(), house.client()]
    for one in others:
        house.sign_in(one, "heron")
    house.sign_in(third := house.client(), "plover")
    token = form_token(client)
    client.post("/account/sessions/end-others", data={"form_token": token})
    assert [is_in(one) for one in (client, third, *others)] == [True, True, False, False]
    assert "session_ended" in acts(house)


def test_a_new_password_ends_the_others_and_replaces_this_one_s_secret(house: House, client):
    other = house.client()
    house.sign_in(other, "heron")
    before = cookie(house, client)
    mine = {"password": "mon cheval mange des kakis", "again": "mon cheval mange des kakis"}
    token = form_token(client)
    assert client.post("/account/password", data=mine | {"form_token": token}).status_code == 303
    assert is_in(client)
    assert not is_in(other)
    assert not is_in(with_cookie(house, before))


def test_logging_in_again_ends_the_session_the_browser_had(house: House, client):
    before = cookie(house, client)
    client.post("/login", data={"name": "heron", "password": PASSWORD.reveal()})
    assert is_in(client)
    assert cookie(house, client) != before
    assert not is_in(with_cookie(house, before))


def test_confirming_lengthens_no_session_s_day(house: House, client):
    house.clock.advance(10 * MINUTE)
    shown = {"form_token": form_token(client), "password": PASSWORD.reveal()}
    for _ in range(46):
        assert client.post("/account/confirm", data=shown).status_code == 303
        house.clock.advance(10 * MINUTE)
        shown["form_token"] = hidden(client.get("/account/"), "form_token")
    assert is_in(client)
    house.clock.advance(10 * MINUTE)
    assert not is_in(client)
