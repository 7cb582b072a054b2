"""A custodian says that the sheet is still there; administrators see what is to be done."""

import datetime as dt

import pytest
from house import House
from rosters import put, renew
from teams import joined

from hrd_report.accounts.actions import custody
from hrd_report.errors import NotFound
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.people import Person, Role

SEEN = "/account/sheets/2/seen"


@pytest.fixture
def kept(house: House) -> House:
    """Give a house whose recovery key was handed out in five sheets, the second to knot."""
    joined(house, "knot", Role.CUSTODIAN)
    with house.services.database.writing() as session:
        day = house.clock.now.date()
        custody.begin(session, house.recovery.kid, 5, by=None, day=day)
        session.flush()
        custody.give(session, 2, "knot")
    return house


def test_a_custodian_says_that_the_sheet_is_still_there(kept: House):
    client = kept.client()
    token = kept.sign_in(client, "knot")
    page = client.get("/account/sheets")
    assert page.status_code == 200
    assert "not yet" in page.text
    answer = client.post(SEEN, data={"form_token": token})
    assert (answer.status_code, answer.location) == (303, "/account/sheets?said=seen")
    shown = client.get(answer.location).text
    assert "Thank you." in shown
    assert "not yet" not in shown
    with kept.services.database.reading() as session:
        rows = session.query(AuditRow).filter(AuditRow.act == Act.SHARE_SEEN).all()
    assert [(one.actor, one.object) for one in rows] == [
        (kept.people["knot"].id, kept.recovery.kid)
    ]


def test_nobody_confirms_a_sheet_that_lies_elsewhere(kept: House):
    client = kept.client()
    token = kept.sign_in(client, "knot")
    for number in (1, 3, 6):
        answer = client.post(f"/account/sheets/{number}/seen", data={"form_token": token})
        assert answer.status_code == 404
    with kept.services.database.writing() as session:
        heron = session.get_one(Person, kept.people["heron"].id)
        with pytest.raises(NotFound):
            custody.see(session, heron, 2, day=kept.clock.now.date())


@pytest.mark.parametrize("name", ["heron", "plover", "wren", "avocet"])
def test_only_custodians_have_the_page(kept: House, name: str):
    client = kept.client()
    token = kept.sign_in(client, name)
    assert client.get("/account/sheets").status_code == 403
    assert client.post(SEEN, data={"form_token": token}).status_code == 403


def test_administrators_see_who_keeps_what_and_what_was_not_confirmed_for_a_year(kept: House):
    client = kept.client()
    kept.sign_in(client, "avocet")
    page = client.get("/admin/keys/").text
    assert "knot" in page
    assert page.count("not written down") == 4
    assert "more than a year ago" not in page
    assert "this demo itself" in page
    kept.clock.advance(dt.timedelta(days=300))
    renew(kept)
    kept.clock.advance(dt.timedelta(days=70))
    kept.sign_in(client, "avocet")
    assert client.get("/admin/keys/").text.count("more than a year ago") == 5


def test_administrators_are_warned_a_month_before_the_roster_ends(kept: House):
    client = kept.client()
    kept.sign_in(client, "avocet")
    assert "then the door closes" not in client.get("/admin/keys/").text
    kept.clock.advance(dt.timedelta(days=335))
    kept.sign_in(client, "avocet")
    assert "then the door closes" in client.get("/admin/keys/").text
    kept.clock.advance(dt.timedelta(days=31))
    kept.sign_in(client, "avocet")
    assert "The door is closed" in client.get("/admin/keys/").text


def test_administrators_are_told_why_the_door_is_closed(kept: House):
    put(kept, "not a roster\n")
    client = kept.client()
    kept.sign_in(client, "avocet")
    page = client.get("/admin/keys/").text
    assert "The door is closed" in page
    assert "The list of keys is not signed." in page
