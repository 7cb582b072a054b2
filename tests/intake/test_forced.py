"""A defender is forced: an empty case is shown, the true one is out of reach, the team knows."""

import datetime as dt
import re
from html import unescape

import pytest
from desk.desk_house import signed_in
from escalation.escalated import work_on
from intake.door import cases, come_back, items_of, receipt_of, send, words_on
from sqlalchemy import select, update

from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case, CaseState, Consent, ConsentState, Report, Urgency
from hrd_report.records.escalations import EscalationState
from hrd_report.records.keys import Item, KeyRow
from hrd_report.records.uploads import UploadPass
from hrd_report.sealed import Plain
from hrd_report.vault import forced, receipts
from hrd_report.vault.receipts import Receipt
from hrd_report.vault.words import word_list


class Visit:
    """A defender who reported, wrote a letter and agreed to something."""

    def __init__(self, house) -> None:
        self.house = house
        self.client = house.client()
        self.page = send(self.client, "en", story="words", danger="no").text
        self.true = receipt_of(self.page)
        self.token = come_back(self.client, self.page)
        self.client.post(
            f"/en/case/message?form_token={self.token}",
            data={"message": "I sleep elsewhere."},
            content_type="multipart/form-data",
        )
        yes = {"form_token": self.token, "answer": "yes", "days": "90"}
        self.client.post("/en/case/consents/publication", data=yes)

    def give(self, receipt: Receipt, last: str | None = None):
        """Give twelve words in a browser of one's own; return the answer and what it then shows."""
        client = self.house.client()
        words = list(receipt.words("en"))
        words[-1] = last or words[-1]
        answer = client.post("/en/return", data={"receipt": " ".join(words)})
        return answer, unescape(client.get("/en/case").text)

    def give_way(self):
        return self.give(forced.proposed(self.true))


@pytest.fixture
def visit(house) -> Visit:
    return Visit(house)


def bare(page: str) -> str:
    """Return a page without what is drawn anew for each visit."""
    return re.sub(r"[0-9a-f]{32,}", "", page)


def test_the_page_names_the_word_and_no_file_and_no_print_holds_it(visit):
    word = forced.proposed(visit.true).words("en")[-1]
    assert f"say “{word}” instead of your last word" in unescape(visit.page)
    listed = words_on(visit.page)
    assert word not in listed
    for form in ("text", "list"):
        data = {"receipt": visit.true.form_value(), "form": form}
        kept = visit.house.client().post("/en/receipt", data=data).text.lower()
        assert not re.search(rf"\b{word}\b", kept)


@pytest.mark.parametrize("days", [0, 9])
def test_whoever_forces_sees_a_calm_empty_case_of_the_right_day(visit, days):
    visit.house.clock.advance(dt.timedelta(days=days))
    answer, page = visit.give_way()
    assert (answer.status_code, answer.location) == (303, "/en/case")
    assert "This case is closed. A letter opens it again." in page
    assert "21 Nov" in page
    assert page.index("A person has read you.") < page.index("Your case is closed.")
    for word in ("elsewhere", "Publish your story", "cannot be read here"):
        assert word not in page


def test_from_then_on_every_last_word_shows_the_same_also_the_true_one(visit):
    _, first = visit.give_way()
    other = next(
        one
        for one in forced.siblings(visit.true)
        if one != forced.proposed(visit.true) and forced.is_far(one, visit.true)
    )
    for receipt in (visit.true, forced.proposed(visit.true), other):
        answer, page = visit.give(receipt)
        assert (answer.status_code, answer.location) == (303, "/en/case")
        assert bare(page) == bare(first)
    assert len(cases(visit.house)) == 2


def test_nothing_the_true_receipt_opened_is_left_and_its_open_page_is_closed(visit):
    visit.give_way()
    with visit.house.services.database.reading() as session:
        assert session.get(Report, visit.true.lookup) is None
        assert session.get(KeyRow, visit.true.key.kid) is None
        sealed = select(Item).where(Item.kid == visit.true.key.kid)
        assert session.scalars(sealed).all() == []
    assert visit.client.get("/en/case").status_code == 303


def test_consents_end_waiting_notices_stop_and_no_audit_tells_of_the_visit(house):
    work = work_on(house)
    true = receipts.new()
    with house.services.database.writing() as session:
        session.execute(update(Report).values(lookup=true.lookup))
    work.consent()
    queued = work.queued()
    with house.services.database.reading() as session:
        before = {one.id for one in session.scalars(select(AuditRow))}
    words = " ".join(forced.proposed(true).words("fr"))
    assert house.client().post("/fr/return", data={"receipt": words}).status_code == 303
    assert queued.row.state is EscalationState.STOPPED
    with house.services.database.reading() as session:
        assert session.scalars(select(Consent)).one().state is ConsentState.WITHDRAWN
        acts = [one.act for one in session.scalars(select(AuditRow)) if one.id not in before]
    # That a waiting notice was stopped, as with any withdrawal; of the visit nothing.
    assert acts == [Act.NOT_SENT]


def test_the_team_keeps_the_case_learns_of_it_at_once_and_knows_the_stand_in(visit):
    visit.give_way()
    found = {one.state: one for one in cases(visit.house)}
    true, stand_in = found[CaseState.RECEIVED], found[CaseState.CLOSED]
    assert true.urgency is Urgency.CRITICAL
    heron = signed_in(visit.house, "heron")
    shown = {}
    for case in (true, stand_in):
        heron.post(f"/desk/cases/{case.number}/take")
        shown[case.number] = unescape(heron.get(f"/desk/cases/{case.number}").text)
    assert "the words that say “I am forced” were given" in shown[true.number]
    assert "I sleep elsewhere." in shown[true.number]
    assert f"stands in for case {true.number}" in shown[stand_in.number]
    assert "reach nobody" not in shown[stand_in.number]


def test_a_letter_of_the_team_to_the_true_case_reaches_nobody_who_has_the_words(visit):
    visit.give_way()
    true = next(one for one in cases(visit.house) if one.state is CaseState.RECEIVED)
    heron = signed_in(visit.house, "heron")
    heron.post(f"/desk/cases/{true.number}/take")
    with visit.house.services.database.reading() as session:
        version = session.get_one(Case, true.id).version
    heron.post(f"/desk/cases/{true.number}/letters", version=version, letter="Are you ok?")
    _, page = visit.give(visit.true)
    assert "Are you ok?" not in page
    assert "cannot be read here" not in page


def test_a_slip_of_the_pen_forces_nothing(visit):
    words = visit.true.words("en")
    # One last word in sixteen fits by chance; this one does not.
    amiss = next(
        one
        for one in word_list("en")
        if receipts.exact(Plain(" ".join((*words[:-1], one)))) is None
    )
    for last in (words[-1] + "x", words[-1][:4], amiss):
        visit.give(visit.true, last)
    near = [one for one in forced.siblings(visit.true) if not forced.is_far(one, visit.true)]
    for one in near:
        visit.give(one)
    assert len(cases(visit.house)) == 1
    assert "I sleep elsewhere." in visit.give(visit.true)[1]


def test_while_the_door_is_closed_the_case_is_put_out_of_reach_all_the_same(visit):
    visit.house.clock.advance(dt.timedelta(days=800))
    answer, _ = visit.give_way()
    assert answer.status_code == 422
    assert visit.give(visit.true)[0].status_code == 422
    assert len(cases(visit.house)) == 1
    with visit.house.services.database.reading() as session:
        assert session.get(Report, visit.true.lookup) is None


def test_the_empty_case_can_be_written_in_and_erased_like_any_other(visit):
    client = visit.house.client()
    words = " ".join(forced.proposed(visit.true).words("en"))
    client.post("/en/return", data={"receipt": words})
    token = re.search(r"form_token=([0-9a-f]+)", client.get("/en/case").text)[1]
    client.post(
        f"/en/case/message?form_token={token}",
        data={"message": "It is me."},
        content_type="multipart/form-data",
    )
    assert "It is me." in client.get("/en/case").text
    erased = client.post("/en/case/erase", data={"form_token": token, "understood": "yes"})
    assert "Everything is erased." in erased.text
    assert visit.give(visit.true)[0].status_code == 422
    (left,) = cases(visit.house)
    assert [one.case_id for one in items_of(visit.house)] == [left.id] * len(items_of(visit.house))


def test_programs_that_are_given_the_words_give_way_like_the_page(visit):
    said = " ".join(forced.proposed(visit.true).words("en"))
    true = " ".join(visit.true.words("en"))
    client = visit.house.client()
    passed = client.post("/api/v1/uploads", json={"receipt": true})
    for words in (said, true):
        answer = client.post("/api/v1/case", json={"receipt": words})
        assert answer.json["state"] == "closed"
        assert (answer.json["letters"], answer.json["consents"]) == ([], [])
    with visit.house.services.database.reading() as session:
        assert session.scalars(select(UploadPass)).all() == []
    assert passed.status_code == 200
