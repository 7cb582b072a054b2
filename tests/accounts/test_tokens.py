"""Tokens of programs: made by whoever gave a factor just now, shown once, ended with the rest."""

import datetime as dt
import re

import pytest
from house import House
from programs import DESK, token_of, with_token
from sqlalchemy import select

from hrd_report.accounts.actions import leaving
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.people import Person, PersonState
from hrd_report.records.programs import ProgramToken
from hrd_report.vault import programs as vault
from hrd_report.web import session as sessions

FORM = {"label": "nightly backup of the queue", "scopes": ["queue:read"], "days": "7"}


def rows(house: House) -> list[ProgramToken]:
    with house.services.database.reading() as session:
        return list(session.scalars(select(ProgramToken)))


def acts(house: House) -> list[Act]:
    with house.services.database.reading() as session:
        return list(session.scalars(select(AuditRow.act)))


def comes_in(house: House, token: str) -> bool:
    shown = {"Authorization": f"Bearer {token}"}
    return house.client().get(f"{DESK}/queue", headers=shown).status_code == 200


def test_a_token_is_shown_once_and_works_until_its_owner_ends_it(house: House):
    client = house.client()
    form_token = house.sign_in(client, "heron")
    made = client.post("/account/tokens", data=FORM | {"form_token": form_token})
    [token] = re.findall(r"<code id=token>(hrd-desk1[a-z0-9]+)</code>", made.text)
    assert comes_in(house, token)
    page = client.get("/account/tokens").text
    assert "nightly backup of the queue" in page
    assert token not in page
    [row] = rows(house)
    assert row.used_day == house.clock.now.date()
    end = client.post(f"/account/tokens/{row.id.hex()}/end", data={"form_token": form_token})
    assert end.status_code == 303
    assert not comes_in(house, token)
    assert {Act.TOKEN_MADE, Act.TOKEN_ENDED} <= set(acts(house))
    assert acts(house).count(Act.PROGRAM_CAME) == 1


def test_only_somebody_who_gave_a_factor_just_now_makes_one(house: House):
    client = house.client()
    form_token = house.sign_in(client, "heron")
    house.clock.advance(sessions.FRESH + dt.timedelta(seconds=1))
    answer = client.post("/account/tokens", data=FORM | {"form_token": form_token})
    assert answer.status_code == 401
    assert rows(house) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("label", ""), ("label", "x" * 81), ("scopes", []), ("scopes", ["all:read"]), ("days", "366")],
)
def test_what_does_not_fit_makes_no_token_and_keeps_what_was_typed(house: House, name, value):
    client = house.client()
    form_token = house.sign_in(client, "heron")
    answer = client.post("/account/tokens", data={**FORM, name: value, "form_token": form_token})
    assert answer.status_code == 422
    assert rows(house) == []
    if name != "label":
        assert 'value="nightly backup of the queue"' in answer.text


def test_a_token_of_a_colleague_is_neither_shown_nor_ended(house: House):
    token_of(house, "plover")
    [row] = rows(house)
    client = house.client()
    form_token = house.sign_in(client, "heron")
    assert row.id.hex() not in client.get("/account/tokens").text
    end = client.post(f"/account/tokens/{row.id.hex()}/end", data={"form_token": form_token})
    assert end.status_code == 404
    assert len(rows(house)) == 1


def test_a_token_is_over_after_its_last_day(house: House):
    token = token_of(house, "heron", "queue:read", days=7)
    house.clock.advance(dt.timedelta(days=7))
    assert comes_in(house, token)
    house.clock.advance(dt.timedelta(days=1))
    assert not comes_in(house, token)


def test_a_row_that_somebody_stretched_or_moved_opens_nothing(house: House):
    changes = {
        "scopes": "queue:read cases:read",
        "until": dt.date(2099, 1, 1),
        "person_id": house.people["plover"].id,
        "salt": bytes(16),
    }
    for name, value in changes.items():
        token = token_of(house, "heron", "queue:read")
        with house.services.database.writing() as session:
            row = session.get(ProgramToken, vault.token_id(vault.read(token)))
            setattr(row, name, value)
        assert not comes_in(house, token), name


def test_whoever_leaves_takes_every_token_along(house: House):
    token = token_of(house, "heron", "queue:read")
    with house.services.database.writing() as session:
        person = session.get(Person, house.people["heron"].id)
        leaving.remove_person(
            session, person, house.services.trust, by=None, day=house.clock.now.date()
        )
    assert rows(house) == []
    assert not comes_in(house, token)


def test_somebody_who_may_not_log_in_has_no_program_that_may(house: House):
    token = token_of(house, "heron", "queue:read")
    with house.services.database.writing() as session:
        session.get(Person, house.people["heron"].id).state = PersonState.WAITING
    assert not comes_in(house, token)


def test_a_new_password_ends_every_token(house: House):
    token_of(house, "heron", "queue:read")
    client = house.client()
    form_token = house.sign_in(client, "heron")
    new = "four words are long enough"
    form = {"form_token": form_token, "password": new, "again": new, "how": "own"}
    assert client.post("/account/password", data=form).status_code == 303
    assert rows(house) == []


def test_a_token_counts_on_no_page_and_a_session_in_no_program(house: House):
    client = with_token(house, "heron")
    assert client.get("/desk/").location == "/login"
    house.sign_in(client, "heron")
    del client.environ_base["HTTP_AUTHORIZATION"]
    assert client.get(f"{DESK}/queue").status_code == 401
