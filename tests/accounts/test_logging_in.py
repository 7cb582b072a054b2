"""Staff log in by unwrapping a key; a stolen cookie dies at logout."""

import re

from hrd_report.records.people import Person, PersonState, SessionKind
from hrd_report.web import session as sessions

RIGHT = {"name": "heron", "password": "a password for the tests"}


def same(answer, name: str) -> str:
    """Return a page without what its reader typed, the chance in it, and its padding."""
    page = re.sub(r'data-options="[^"]*"', "", answer.get_data(as_text=True)).replace(name, "")
    return page.rstrip(" ")


def test_the_right_password_opens_the_desk(house):
    answer = house.client().post("/login", data=RIGHT)
    assert (answer.status_code, answer.location) == (303, "/desk/")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(house):
    client = house.client()
    wrong = client.post("/login", data={"name": "heron", "password": "wrong"})
    unknown = client.post("/login", data={"name": "nobody", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 401
    assert same(wrong, "heron") == same(unknown, "nobody")


def test_after_logout_the_old_cookie_opens_nothing(house):
    client = house.client()
    token = house.sign_in(client, "heron")
    name = sessions.cookie_name(SessionKind.STAFF, house.services.settings)
    cookie = client.get_cookie(name).value
    assert client.get("/account/password").status_code == 200
    left = client.post("/logout", data={"form_token": token})
    assert "Clear-Site-Data" in left.headers
    client.set_cookie(name, cookie)
    assert client.get("/account/password").status_code == 303


def test_a_login_sets_one_cookie_that_scripts_and_other_sites_cannot_use(house):
    answer = house.client().post("/login", data=RIGHT)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Expires" not in cookie


def test_a_first_password_must_be_changed_before_anything_else(house):
    with house.services.database.writing() as session:
        session.get(Person, house.people["heron"].id).state = PersonState.NEW
    client = house.client()
    client.post("/login", data=RIGHT)
    page = client.get("/account/password")
    assert page.status_code == 200


def test_an_administrator_sees_people_and_keys(house):
    client = house.client()
    house.sign_in(client, "avocet")
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "plover" in page.text


def test_nobody_else_sees_the_administration(house):
    client = house.client()
    house.sign_in(client, "heron")
    assert client.get("/admin/").status_code == 403


def test_a_new_password_replaces_the_first_one(house):
    with house.services.database.writing() as session:
        session.get(Person, house.people["heron"].id).state = PersonState.NEW
    client = house.client()
    token = house.sign_in(client, "heron")
    assert client.get("/desk/").location == "/account/password"
    mine = {"password": "a password of my own", "again": "a password of my own"}
    kept = client.post("/account/password", data={**mine, "form_token": token})
    assert (kept.status_code, kept.location) == (303, "/desk/")
    assert client.get("/desk/").status_code == 200
    again = house.client().post("/login", data={"name": "heron", "password": mine["password"]})
    assert again.status_code == 303
    assert house.client().post("/login", data=RIGHT).status_code == 401


def test_a_short_or_mistyped_new_password_is_refused_with_words(house):
    client = house.client()
    token = house.sign_in(client, "heron")
    short = {"password": "short", "again": "short", "form_token": token}
    page = client.post("/account/password", data=short)
    assert page.status_code == 422
    assert "15 characters" in page.text
