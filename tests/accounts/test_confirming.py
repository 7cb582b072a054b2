"""An act that counts asks once more who it is, and loses nothing of what was typed."""

import datetime as dt

from flask.testing import FlaskClient
from house import PASSWORD, House

from hrd_report.records import audit
from hrd_report.records.acts import Act
from hrd_report.records.people import SessionKind
from hrd_report.web import session as sessions

LATER = dt.timedelta(minutes=6)


def draw(client: FlaskClient, token: str):
    return client.post("/statistics/draw", data={"form_token": token, "bucket": "2031"})


def cookie(house: House, client: FlaskClient) -> str:
    name = sessions.cookie_name(SessionKind.STAFF, house.services.settings)
    found = client.get_cookie(name)
    assert found is not None
    return found.value


def test_a_moment_after_logging_in_nothing_is_asked(house: House):
    client = house.client()
    assert draw(client, house.sign_in(client, "wren")).status_code == 404


def test_later_the_act_asks_who_it_is_and_keeps_what_was_typed(house: House):
    client = house.client()
    token = house.sign_in(client, "wren")
    house.clock.advance(LATER)
    asked = draw(client, token)
    assert asked.status_code == 401
    text = asked.get_data(as_text=True)
    assert 'name="carried.bucket" value="2031"' in text
    assert 'name="carried_to" value="/statistics/draw"' in text


def test_whoever_confirms_goes_on_with_a_new_secret(house: House):
    client = house.client()
    token = house.sign_in(client, "wren")
    house.clock.advance(LATER)
    before = cookie(house, client)
    answer = client.post(
        "/account/confirm",
        data={
            "form_token": token,
            "password": PASSWORD.reveal(),
            "carried_to": "/statistics/draw",
            "carried.bucket": "2031",
        },
    )
    assert 'name="bucket" value="2031"' in answer.get_data(as_text=True)
    assert cookie(house, client) != before
    with house.services.database.reading() as session:
        acts = {one.act for one in session.scalars(audit.acts_on(house.people["wren"].id))}
    assert Act.STEPPED_UP in acts
    old = house.client()
    old.set_cookie(sessions.cookie_name(SessionKind.STAFF, house.services.settings), before)
    assert old.get("/account/").location == "/login"


def test_a_wrong_password_confirms_nothing_and_loses_nothing(house: House):
    client = house.client()
    token = house.sign_in(client, "wren")
    house.clock.advance(LATER)
    answer = client.post(
        "/account/confirm",
        data={
            "form_token": token,
            "password": "somebody else's words",
            "carried_to": "/statistics/draw",
            "carried.bucket": "2031",
        },
    )
    assert answer.status_code == 401
    assert 'name="carried.bucket" value="2031"' in answer.get_data(as_text=True)
    assert draw(client, token).status_code == 401


def test_nobody_is_led_to_another_site(house: House):
    client = house.client()
    token = house.sign_in(client, "wren")
    inside_out = ("/\\example.org", "/\t/example.org", "/\n/example.org", "/\x0b/example.org")
    for elsewhere in ("https://example.org/", "//example.org/", *inside_out):
        answer = client.post(
            "/account/confirm",
            data={
                "form_token": token,
                "password": PASSWORD.reveal(),
                "carried_to": elsewhere,
            },
        )
        assert answer.location == "/account/"
        token = house.sign_in(client, "wren")
