"""Nine consents, one by one: off at first, given, refused, taken back; and letters destroyed."""

import datetime as dt
import hashlib
import io
import re
from html import unescape

import pytest
from desk.desk_house import signed_in
from escalation.escalated import work_on
from intake.door import cases, come_back, items_of, reopen, send
from sqlalchemy import select

from hrd_report.documents.reports import ConsentDocument
from hrd_report.records.cases import Consent, ConsentState, Due
from hrd_report.records.escalations import EscalationState
from hrd_report.records.facts import Bucket, BucketState, Fact
from hrd_report.records.keys import ItemKind
from hrd_report.records.people import SessionKind
from hrd_report.reference.load import load

PURPOSES = [one.id for one in load().consent_purposes]
ALONE = [one.id for one in load().consent_purposes if not one.needs_addressee]


class Visit:
    """A defender who reported and came back."""

    def __init__(self, house) -> None:
        self.house = house
        self.client = house.client()
        page = send(self.client, "en", story="words", danger="no").text
        self.token = come_back(self.client, page)

    def look(self, more: str = "", language: str = "en") -> str:
        answer = self.client.get(f"/{language}/case/consents{more}")
        assert answer.status_code == 200
        return unescape(answer.text)

    def say(self, purpose: str, answer: str = "yes", **more: str):
        data = {"form_token": self.token, "answer": answer, "days": "90", **more}
        return self.client.post(f"/en/case/consents/{purpose}", data=data)

    def press(self, row: Consent, button: str, **more: str):
        address = f"/en/case/consents/{row.id.hex()}/{button}"
        return self.client.post(address, data={"form_token": self.token, **more})

    @property
    def rows(self) -> list[Consent]:
        with self.house.services.database.reading() as session:
            return list(session.scalars(select(Consent)))


@pytest.fixture
def visit(house) -> Visit:
    return Visit(house)


def come_in(house, client, work) -> str:
    return house.begin_session(client, SessionKind.DEFENDER, work.case_id, work.receipt)


def facts(house) -> int:
    with house.services.database.reading() as session:
        return len(session.scalars(select(Fact)).all())


def test_every_purpose_is_there_with_its_meaning_and_all_are_off(visit):
    for language in ("en", "fr"):
        page = visit.look(language=language)
        assert [f'<section id="{one}">' in page for one in PURPOSES] == [True] * len(PURPOSES)
        assert "Withdraw<" not in page
    assert visit.rows == []


@pytest.mark.parametrize("purpose", ALONE)
def test_a_yes_is_sealed_to_case_and_receipt_and_a_second_one_changes_nothing(visit, purpose):
    for _ in range(2):
        assert visit.say(purpose).status_code == 303
    (row,) = visit.rows
    assert row.state is ConsentState.GIVEN
    assert row.until == dt.datetime(2027, 2, 19, 10, tzinfo=dt.UTC)
    assert len(items_of(visit.house, ItemKind.CONSENT)) == 2
    assert f"/{row.id.hex()}/withdraw" in visit.look()


def test_a_no_is_kept_and_a_no_after_a_yes_takes_it_back(visit):
    visit.say("publication", "no")
    visit.say("indicators", days="")
    assert [row.until for row in visit.rows if row.state is ConsentState.GIVEN] == [None]
    visit.say("indicators", "no")
    assert {row.state for row in visit.rows} == {ConsentState.REFUSED, ConsentState.WITHDRAWN}


def test_an_addressee_is_named_from_the_directory_or_in_words_that_stay_sealed(visit):
    assert visit.say("notice_anonymous").status_code == 422
    assert visit.say("notice_anonymous", addressee="facebook").status_code == 303
    named = {"other": "The valley's forum", "identity": "pseudonym"}
    assert visit.say("notice_identified", **named).status_code == 303
    assert visit.say("partner", other="Lawyers", identity="real").status_code == 303
    page = visit.look()
    for name in ("Facebook", "The valley's forum", "Lawyers"):
        assert name in page
    assert len([row for row in visit.rows if row.state is ConsentState.GIVEN]) == 3


@pytest.mark.parametrize(
    ("purpose", "wrong", "said"),
    [
        ("partner", {"other": "  ", "identity": "real"}, "Say to whom"),
        ("partner", {"other": "x" * 201, "identity": "real"}, "Say to whom"),
        ("partner", {"other": "Lawyers", "identity": "organisation"}, "Choose whose name"),
        ("notice_anonymous", {"addressee": "x", "days": "7"}, "Choose for how long"),
    ],
)
def test_what_does_not_fit_is_asked_again_with_what_was_typed(visit, purpose, wrong, said):
    answer = visit.say(purpose, **wrong)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert visit.rows == []


def test_there_is_no_tenth_purpose_and_no_page_for_what_needs_no_addressee(visit):
    assert visit.say("everything").status_code == 404
    assert visit.client.get("/en/case/consents/statistics").status_code == 404


def test_the_team_sees_who_answered_and_has_to_look(visit):
    visit.say("notice_anonymous", addressee="facebook")
    case = cases(visit.house)[0]
    assert case.due is Due.FIRST_ANSWER
    sealed = [one for one in items_of(visit.house, ItemKind.CONSENT) if one.kid != case.kid]
    assert len(sealed) == 1
    heron = signed_in(visit.house, "heron")
    heron.post(f"/desk/cases/{case.number}/take")
    assert "The defender" in heron.get(f"/desk/cases/{case.number}/consents").text


def test_what_the_team_asked_is_answered_with_one_button_and_nobody_else_s_is_touched(house):
    work = work_on(house)
    work.consent(state=ConsentState.ASKED)
    client = house.client()
    token = come_in(house, client, work)
    with house.services.database.reading() as session:
        row = session.scalars(select(Consent)).one()
    stranger = Visit(house)
    assert stranger.press(row, "reply", answer="yes").status_code == 404
    address = f"/en/case/consents/{row.id.hex()}/reply"
    assert f'action="{address}"' in client.get("/en/case").text
    client.post(address, data={"form_token": token, "answer": "yes"})
    client.post(address, data={"form_token": token, "answer": "no"})
    with house.services.database.reading() as session:
        assert session.scalars(select(Consent)).one().state is ConsentState.GIVEN


def test_a_withdrawn_consent_stops_a_queued_notice_at_once(house):
    work = work_on(house)
    work.consent()
    queued = work.queued()
    client = house.client()
    token = come_in(house, client, work)
    with house.services.database.reading() as session:
        row = session.scalars(select(Consent)).one()
    address = f"/en/case/consents/{row.id.hex()}/withdraw"
    client.post(address, data={"form_token": token})
    assert queued.row.state is EscalationState.STOPPED


@pytest.mark.parametrize("way", ["no", "erase"])
@pytest.mark.parametrize(("state", "left"), [(BucketState.OPEN, 0), (BucketState.FROZEN, 1)])
def test_whoever_takes_statistics_back_is_counted_no_more_at_once(house, state, left, way):
    work = work_on(house)
    client = house.client()
    token = come_in(house, client, work)
    data = {"form_token": token, "answer": "yes", "days": ""}
    client.post("/en/case/consents/statistics", data=data)
    work.post(f"/desk/cases/{work.number}/take")
    work.post(
        f"/desk/cases/{work.number}/classify",
        {"version": work.case.version, "threats": "doxing", "platforms": "telegram"},
    )
    assert facts(house) == 1
    with house.services.database.writing() as session:
        session.scalars(select(Bucket)).one().state = state
    if way == "no":
        client.post("/en/case/consents/statistics", data=data | {"answer": "no"})
    else:
        client.post("/en/case/erase", data={"form_token": token, "understood": "yes"})
    assert facts(house) == left
    assert items_of(house, ItemKind.FACT) == []


def test_a_letter_s_files_are_shown_by_their_digests_and_the_copy_can_be_destroyed(visit):
    data = {"message": "", "files": [(io.BytesIO(b"proof"), "door.png")]}
    address = f"/en/case/message?form_token={visit.token}"
    visit.client.post(address, data=data, content_type="multipart/form-data")
    page = visit.client.get("/en/case").text
    assert hashlib.sha256(b"proof").hexdigest() in page
    destroy = re.search(r'action="(/en/case/letters/[0-9a-f]+/destroy)"', page)[1]
    other = Visit(visit.house)
    assert other.client.post(destroy, data={"form_token": other.token}).status_code == 404
    assert len(items_of(visit.house, ItemKind.MESSAGE)) == 2
    visit.client.post(destroy, data={"form_token": visit.token})
    (left,) = items_of(visit.house, ItemKind.MESSAGE)
    assert left.kid == cases(visit.house)[0].kid or left.kid == cases(visit.house)[1].kid
    assert hashlib.sha256(b"proof").hexdigest() not in visit.client.get("/en/case").text


def test_a_consent_says_under_the_case_s_key_what_it_says_under_the_receipt_s(house):
    work = work_on(house)
    client = house.client()
    token = come_in(house, client, work)
    client.post(
        "/en/case/consents/partner",
        data={
            "form_token": token,
            "answer": "yes",
            "days": "30",
            "other": "Lawyers",
            "identity": "real",
        },
    )
    sealed = items_of(house, ItemKind.CONSENT)
    (copy,) = [one for one in sealed if one.kid == work.receipt.kid]
    said = reopen(copy, work.receipt, ConsentDocument)
    assert (said.platform, said.identity, said.recorded_by) == ("Lawyers", "real", "")
