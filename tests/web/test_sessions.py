"""A session lives on the server, ends when it says, and its cookie alone opens nothing."""

import datetime as dt

import pytest
from house import House

from hrd_report.records.people import Person, PersonState, SessionKind, SessionRow
from hrd_report.vault import locks
from hrd_report.vault.keys import Key
from hrd_report.web import session as sessions

MINUTE = dt.timedelta(minutes=1)
STAFF = sessions.SPANS[SessionKind.STAFF]


def is_in(client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def client(house: House):
    client = house.client()
    house.sign_in(client, "heron")
    return client


def test_a_session_ends_after_its_idle_time(house: House, client):
    house.clock.advance(STAFF.idle - MINUTE)
    assert is_in(client)
    house.clock.advance(STAFF.idle)
    assert not is_in(client)


def test_a_sign_of_life_keeps_a_session_until_its_day_is_over(house: House, client):
    steps = int(STAFF.absolute / (10 * MINUTE)) - 1
    for _ in range(steps):
        house.clock.advance(10 * MINUTE)
        assert is_in(client)
    house.clock.advance(10 * MINUTE)
    assert not is_in(client)


def test_a_deadline_moves_at_most_once_a_minute(house: House, client):
    def deadline() -> dt.datetime:
        with house.services.database.reading() as session:
            return session.query(SessionRow).one().idle_until

    first = deadline()
    house.clock.advance(MINUTE / 2)
    is_in(client)
    assert deadline() == first
    house.clock.advance(MINUTE)
    is_in(client)
    assert deadline() == first + 1.5 * MINUTE


def test_a_session_of_one_side_is_none_on_the_other(house: House):
    parts, client = house.services, house.client()
    with parts.database.writing() as session:
        token = sessions.begin(
            session,
            SessionKind.DEFENDER,
            house.people["heron"].id,
            Key.new(),
            pepper=parts.pepper,
            now=house.clock.now,
        )
    name = sessions.cookie_name(SessionKind.STAFF, parts.settings)
    client.set_cookie(name, token.hex())
    assert not is_in(client)


def test_row_and_cookie_open_nothing_without_the_pepper(house: House):
    parts = house.services
    with parts.database.writing() as session:
        token = sessions.begin(
            session, SessionKind.STAFF, b"x", Key.new(), pepper=parts.pepper, now=house.clock.now
        )
        row = sessions.find(session, SessionKind.STAFF, token, now=house.clock.now)
    assert sessions.unlock(row, token, pepper=b"\0" * 32) is None
    assert sessions.unlock(row, locks.new_token(), pepper=parts.pepper) is None
    assert sessions.unlock(row, token, pepper=parts.pepper) is not None


def test_the_row_does_not_hold_the_token(house: House, client):
    name = sessions.cookie_name(SessionKind.STAFF, house.services.settings)
    token = bytes.fromhex(client.get_cookie(name).value)
    with house.services.database.reading() as session:
        row = session.query(SessionRow).one()
    for kept in (row.id, row.salt, row.blob.blob):
        assert token not in kept


def test_somebody_who_left_is_out_at_once(house: House, client):
    with house.services.database.writing() as session:
        session.get(Person, house.people["heron"].id).state = PersonState.LEFT
    assert not is_in(client)


def test_all_sessions_of_a_person_end_together(house: House, client):
    other = house.client()
    house.sign_in(other, "heron")
    house.sign_in(third := house.client(), "plover")
    with house.services.database.writing() as session:
        sessions.end_all(session, house.people["heron"].id)
    assert [is_in(one) for one in (client, other, third)] == [False, False, True]


@pytest.mark.parametrize(
    "value", ["", "zz", "00", "00" * 31, "00" * 33, "é" * 64, "0x" + "00" * 31]
)
def test_a_cookie_that_is_no_token_is_nobody(house: House, value: str):
    client = house.client()
    client.set_cookie(sessions.cookie_name(SessionKind.STAFF, house.services.settings), value)
    assert not is_in(client)


@pytest.mark.parametrize(
    ("public_url", "name", "secure"),
    [
        ("https://report.example.org", "__Host-hrd-desk", True),
        ("http://127.0.0.1:8000", "hrd-desk", False),
        (f"http://{'a' * 56}.onion", "hrd-desk", False),
    ],
)
def test_the_cookie_s_name_promises_what_the_line_can_keep(
    house: House, public_url: str, name: str, secure: bool
):
    client = house.with_settings(public_url=public_url).client()
    right = {"name": "heron", "password": "a password for the tests"}
    answer = client.post("/login", data=right, base_url=public_url)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"{name}=")
    assert ("Secure" in cookie) is secure
    for promise in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert promise in cookie
    for leak in ("Domain", "Expires", "Max-Age"):
        assert leak not in cookie


def test_nobody_gets_a_cookie_for_looking(house: House):
    client = house.client()
    for path in ("/", "/en/", "/fr/", "/login", "/en/return", "/nowhere"):
        assert "Set-Cookie" not in client.get(path).headers, path
