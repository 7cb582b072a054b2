"""A session whose row, cookie, pepper and clock do not agree is over, and the audit says so."""

import datetime as dt
import os
from dataclasses import replace

import pytest
from factors import acts, cookie, is_in, log_in, with_cookie
from flask.testing import FlaskClient
from house import House
from sqlalchemy import select

from hrd_report.app import create_app
from hrd_report.records.audit import AuditRow
from hrd_report.records.people import SessionKind, SessionRow
from hrd_report.sealed import Sealed
from hrd_report.vault.keys import Key
from hrd_report.web import session as sessions

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def client(house: House) -> FlaskClient:
    client = house.client()
    house.sign_in(client, "heron")
    return client


def rows(house: House) -> int:
    with house.services.database.reading() as session:
        return len(session.scalars(select(SessionRow)).all())


@pytest.mark.parametrize("back", [2 * MINUTE, dt.timedelta(hours=1), dt.timedelta(days=400)])
def test_a_clock_that_goes_back_opens_nothing(house: House, client, back: dt.timedelta):
    assert is_in(client)
    house.clock.advance(-back)
    assert not is_in(client)
    assert acts(house).count("session_refused") == 1
    house.clock.advance(back)
    assert not is_in(client)
    assert rows(house) == 0
    assert acts(house).count("session_refused") == 1


def test_clocks_of_two_nodes_may_be_a_little_apart(house: House, client):
    house.clock.advance(-sessions.ASTRAY)
    assert is_in(client)
    assert "session_refused" not in acts(house)


def test_a_factor_given_in_the_future_is_none(house: House, client):
    with house.services.database.writing() as session:
        row = session.scalars(select(SessionRow)).one()
        row.stepped_up_at = house.clock.now + dt.timedelta(hours=1)
    assert not is_in(client)
    assert "session_refused" in acts(house)


def test_an_ended_session_s_row_with_a_later_end_is_refused(house: House, client):
    with house.services.database.writing() as session:
        row = session.scalars(select(SessionRow)).one()
        row.absolute_until = row.idle_until = house.clock.now + dt.timedelta(days=30)
    assert not is_in(client)
    assert "session_refused" in acts(house)


def test_a_cookie_of_a_node_with_another_pepper_opens_nothing(house: House, client):
    elsewhere = replace(house.services, pepper=os.urandom(32))
    other = create_app(elsewhere).test_client()
    name = sessions.cookie_name(SessionKind.STAFF, house.services.settings)
    other.set_cookie(name, cookie(house, client))
    assert other.get("/account/").location == "/login"
    assert acts(house).count("session_refused") == 1


def test_any_node_with_the_same_pepper_goes_on_and_ends_it_for_all(house: House, client):
    other = replace(house, app=create_app(replace(house.services)))
    beside = with_cookie(other, cookie(house, client))
    assert is_in(beside)
    page = beside.get("/account/").text
    token = page.split('name=form_token value="')[1].split('"')[0]
    beside.post("/logout", data={"form_token": token})
    assert not is_in(client)


@pytest.mark.parametrize("part", ["salt", "blob", "kid"])
def test_an_altered_row_opens_nothing(house: House, client, part: str):
    with house.services.database.writing() as session:
        row = session.scalars(select(SessionRow)).one()
        if part == "salt":
            row.salt = row.salt[:-1]
        elif part == "blob":
            row.blob = Sealed(bytes(48))
        else:
            row.kid = bytes(16)
    assert not is_in(client)
    assert "session_refused" in acts(house)


def test_a_session_row_moved_to_another_person_opens_neither_key(house: House, client):
    with house.services.database.writing() as session:
        row = session.scalars(select(SessionRow)).one()
        row.subject = house.people["plover"].id
        row.kid = house.people["plover"].key.kid
    assert not is_in(client)


def test_a_session_row_that_keeps_its_key_is_still_no_one_else_s(house: House, client):
    with house.services.database.writing() as session:
        session.scalars(select(SessionRow)).one().subject = house.people["avocet"].id
    assert client.get("/admin/").location == "/login"
    assert "session_refused" in acts(house, "avocet")


def test_any_old_cookie_is_refused(house: House):
    client, seen = house.client(), []
    for _ in range(3):
        log_in(client)
        seen.append(cookie(house, client))
    token = client.get("/account/").text.split('name=form_token value="')[1].split('"')[0]
    client.post("/logout", data={"form_token": token})
    assert len(set(seen)) == 3
    assert [is_in(with_cookie(house, one)) for one in seen] == [False, False, False]


def test_a_defender_s_session_that_is_refused_leaves_no_trace_in_the_audit(house: House):
    client = house.client()
    house.begin_session(client, SessionKind.DEFENDER, os.urandom(16), Key.new())
    house.clock.advance(-dt.timedelta(hours=1))
    assert client.get("/en/case").location == "/en/return"
    with house.services.database.reading() as session:
        found = session.scalars(select(AuditRow.act)).all()
    assert "session_refused" not in {act.value for act in found}
    assert rows(house) == 0
