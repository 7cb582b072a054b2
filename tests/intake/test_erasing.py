"""A defender erases everything: two steps, no script, no trace of the visit, no way back."""

import datetime as dt
import re
from html import unescape

import pytest
from escalation.escalated import work_on
from escalation.mailbox import mailbox
from intake.door import cases, come_back, receipt_of, send
from sqlalchemy import select

from hrd_report.casefile import erasing
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case
from hrd_report.records.erasure import Cause, Tombstone
from hrd_report.records.people import SessionKind, SessionRow
from hrd_report.vault.keys import Key


class Visit:
    """A defender who reported and came back."""

    def __init__(self, house) -> None:
        self.house = house
        self.client = house.client()
        self.page = send(self.client, "en", story="words", files=[("a.png", b"x" * 5000)]).text
        self.token = come_back(self.client, self.page)

    def erase(self, language: str = "en", **fields: str):
        return self.client.post(
            f"/{language}/case/erase", data={"form_token": self.token, **fields}
        )

    def return_with_receipt(self, client):
        receipt = receipt_of(self.page).form_value()
        return client.post("/en/return", data={"receipt": receipt})


@pytest.fixture
def visit(house) -> Visit:
    return Visit(house)


def said(answer) -> str:
    return unescape(re.sub(r"\s+", " ", answer.text))


def test_the_case_page_offers_it_folded_and_names_the_days(house, visit):
    page = said(visit.client.get("/en/case"))
    assert "<summary>Erase everything</summary>" in page
    assert "in our backups within 30 days" in page
    longer = house.with_settings(backup_days=45).client()
    visit.token = come_back(longer, visit.page)
    assert "in our backups within 45 days" in said(longer.get("/en/case"))


def test_without_the_tick_nothing_is_erased_and_the_page_leads_to_the_box(house, visit):
    answer = visit.erase()
    assert answer.status_code == 422
    assert "Nothing was erased" in answer.text
    assert '<a href="#understood">' in answer.text
    assert re.search(r"<details class=\S+ open>|<details class=\"q wrong\" open>", answer.text)
    assert len(cases(house)) == 1


def test_with_the_tick_everything_is_gone_and_the_browser_is_told_to_forget(house, visit):
    answer = visit.erase(understood="yes")
    assert answer.status_code == 200
    assert "Everything is erased." in answer.text
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "By 21 December 2026 at the latest" in said(answer)
    assert cases(house) == []
    assert [one for one in house.services.store.names() if not erasing.is_mark(one)] == []
    assert visit.client.get("/en/case").status_code == 303


def test_it_is_said_in_french_too(visit):
    assert "Tout est effacé." in visit.erase("fr", understood="yes").text


def test_the_receipt_is_then_answered_like_any_that_never_was(house, visit):
    visit.erase(understood="yes")
    erased = visit.return_with_receipt(house.client())
    other = house.client()
    unknown = other.post("/en/return", data={"receipt": fresh_receipt_value(house)})
    assert erased.status_code == unknown.status_code == 422

    def without_receipt(text: str) -> str:
        return re.sub(r'value="?[^ >"]+"?|r1\.[\w-]+', "", text)

    assert without_receipt(erased.text) == without_receipt(unknown.text)
    assert list(erased.headers.keys()) == list(unknown.headers.keys())


def fresh_receipt_value(house) -> str:
    return re.search(r"name=receipt value=([^ >]+)", house.client().get("/en/").text)[1]


def test_no_day_of_the_visit_is_kept_anywhere(house, visit):
    with house.services.database.reading() as session:
        acts = session.scalars(select(AuditRow.id)).all()
    house.clock.advance(dt.timedelta(days=3))
    visit.token = come_back(visit.client, visit.page)
    visit.erase(understood="yes")
    with house.services.database.reading() as session:
        assert session.scalars(select(AuditRow.id)).all() == acts
        (stone,) = session.scalars(select(Tombstone))
        assert (stone.cause, stone.day) == (Cause.DEFENDER, house.clock.now.date().replace(day=1))
        assert session.scalars(select(SessionRow)).all() == []


def test_every_other_device_with_the_receipt_is_out_at_once(house, visit):
    other = house.client()
    come_back(other, visit.page)
    visit.erase(understood="yes")
    assert other.get("/en/case").status_code == 303


def test_a_form_of_another_session_erases_nothing(house, visit):
    visit.token = "0" * 64
    assert visit.erase(understood="yes").status_code == 401
    assert len(cases(house)) == 1


def test_sent_twice_it_asks_for_a_receipt_and_erases_nothing_else(house, visit):
    send(house.client(), "en", story="somebody else's")
    visit.erase(understood="yes")
    again = visit.erase(understood="yes")
    assert again.status_code == 401
    assert len(cases(house)) == 1


def test_an_interrupted_erasure_is_not_offered_as_something_to_send_once_more(house, visit):
    house.clock.advance(dt.timedelta(hours=3))
    interrupted = visit.erase(understood="yes")
    assert interrupted.status_code == 401
    carried = dict(re.findall(r'name="(carried[^"]*)" value="([^"]*)"', interrupted.text))
    assert carried["carried_to"] == "/en/case/erase"
    receipt = receipt_of(visit.page).form_value()
    answer = visit.client.post("/en/return", data={"receipt": receipt, **carried})
    assert (answer.status_code, answer.location) == (303, "/en/case")
    assert len(cases(house)) == 1


def test_a_hold_of_the_team_does_not_stop_the_defender(house, visit):
    with house.services.database.writing() as session:
        session.scalars(select(Case)).one().held = True
    assert visit.erase(understood="yes").status_code == 200
    assert cases(house) == []


def test_what_had_left_and_what_was_stopped_is_said(house):
    work = work_on(house)
    work.consent()
    with mailbox() as box:
        work.sent(box)
    work.queued()
    client = house.client()
    token = house.begin_session(client, SessionKind.DEFENDER, work.case_id, Key.new())
    page = said(client.post("/en/case/erase", data={"form_token": token, "understood": "yes"}))
    assert "1 request that waited was stopped in time." in page
    assert "1 request had left." in page
