import re
from html import unescape
from itertools import pairwise

import pytest
from canaries import Canaries, at_rest, in_folder, in_rows
from forms_on_pages import read
from intake.door import cases, come_back, items_of, reopen, send
from sqlalchemy import update

from hrd_report.casefile import opening
from hrd_report.documents.answers import AnswerDocument, AnsweredDocument, DayDocument
from hrd_report.intake.further_order import Way, way
from hrd_report.records.cases import Case, CaseState
from hrd_report.records.keys import ItemKind
from hrd_report.reference.load import load
from hrd_report.sealed import Plain
from hrd_report.vault import age, receipts

SUBJECTS = load().subjects
NUMBERS = {one.id: one.page for one in SUBJECTS}
LIMIT = 150_000


class Visit:
    """A defender who reported and answers more."""

    def __init__(self, house, language: str = "en") -> None:
        self.house, self.language = house, language
        self.client = house.client()
        self.page = send(self.client, language, story="words", threat="doxing").text
        self.token = come_back(self.client, self.page, language)

    def address(self, subject: str, also: str = "") -> str:
        return f"/{self.language}/case/more/{NUMBERS[subject]}" + (also and f"?also={also}")

    def read(self, subject: str, also: str = "") -> str:
        answer = self.client.get(self.address(subject, also))
        assert answer.status_code == 200
        return unescape(answer.text)

    def answer(self, subject: str, once: str = "o1", **fields: object):
        data = {name.replace("__", "."): value for name, value in fields.items()}
        data |= {"form_token": self.token, "once": once}
        return self.client.post(self.address(subject), data=data)

    def kept(self) -> list[AnswerDocument]:
        """Open the answers, as the team can."""
        key, case = self.house.people["heron"].key, cases(self.house)[0]
        with self.house.services.database.reading() as session:
            ring = opening.case_keyring(session, key, case)
            found = opening.read_all(session, case, ring, ItemKind.ANSWER, AnswerDocument)
        return sorted((one.document for one in found), key=lambda one: one.subject)


@pytest.fixture
def visit(house) -> Visit:
    return Visit(house)


def test_the_receipt_page_leads_on_and_names_the_threats_to_nobody_but_the_next_page(house):
    client = house.client()
    page = send(client, "en", story="words", threat=["doxing", "censorship"]).text
    [form] = [one for one in read(page, "/en/report").forms if one.action.endswith("/return")]
    assert ("to", "more") in form.buttons
    found = re.findall(r'name="threat" value="(\w+)"', page)
    assert found == ["doxing", "censorship"]
    receipt = form.fields["receipt"].value
    posted = {"receipt": receipt, "to": "more", "threat": found}
    answer = client.post("/en/return", data=posted)
    assert answer.location == f"/en/case/more?also={NUMBERS['doxing']}-{NUMBERS['takedown']}"
    listed = client.get(answer.location)
    assert listed.text.index("Personal data published") < listed.text.index("Where it happens")


@pytest.mark.parametrize("to", ["https://example.org/", "//example.org", "/desk/", "erase", ""])
def test_a_receipt_leads_to_pages_of_a_list_only(house, to):
    client = house.client()
    [form] = [
        one
        for one in read(send(client, "en", story="words").text, "/en/report").forms
        if one.action.endswith("/return")
    ]
    posted = {"receipt": form.fields["receipt"].value, "to": to}
    assert client.post("/en/return", data=posted).location == "/en/case"


def test_an_answer_is_sealed_to_the_case_and_a_note_without_content_to_the_receipt(visit, house):
    answer = visit.answer(
        "when",
        since__day="٣",
        since__month="may",
        since__year="2026",
        since__about="yes",
        ongoing="yes",
        first="https://example.org/a",
    )
    assert (answer.status_code, answer.location) == (303, visit.address("who"))
    [kept] = visit.kept()
    assert kept.days == {
        "since": DayDocument(calendar="gregorian", year=2026, month=5, day=3, about=True)
    }
    assert kept.chosen == {"ongoing": ("yes",)}
    assert kept.words == {"first": (Plain("https://example.org/a"),)}
    receipt = receipts.parse(Plain(read(visit.page, "/").forms[0].fields["receipt"].value))[0]
    [note] = [one for one in items_of(house, ItemKind.ANSWER) if one.kid == receipt.key.kid]
    assert reopen(note, receipt.key, AnsweredDocument).subject == "when"
    [other] = [one for one in items_of(house, ItemKind.ANSWER) if one.kid != receipt.key.kid]
    with pytest.raises(Exception, match="key"):
        age.unseal(other.blob, receipt.key)


def test_the_list_says_what_was_answered_and_goes_on_where_one_stopped(visit):
    visit.answer("what", threats="harassment")
    page = visit.client.get("/en/case/more").text
    assert page.count("<span>answered</span>") == 1
    assert f'href="{visit.address("where")}">Go on' in page
    assert "You have answered here before." in visit.read("what")
    assert "You have answered here before." not in visit.read("where")


def test_consents_have_their_place_behind_the_wishes(visit):
    page = visit.client.get("/en/case/more").text
    wishes, reach = page.index(visit.address("wishes")), page.index(visit.address("reach"))
    assert wishes < page.index('href="/en/case/consents"') < reach


def test_the_same_form_sent_twice_is_kept_once_and_another_stands_beside_it(visit):
    for _ in range(2):
        visit.answer("who", grounds="first")
    visit.answer("who", grounds="second")
    visit.answer("who", once="o2", grounds="first")
    assert [str(one.words["grounds"][0].reveal()) for one in visit.kept()].count("first") == 2
    assert len(visit.kept()) == 3


def test_a_page_left_empty_or_neutral_keeps_nothing_and_leads_on(visit, house):
    answer = visit.answer("work", for_whom="unsaid")
    assert answer.location == visit.address("wishes")
    assert items_of(house, ItemKind.ANSWER) == []


def test_one_may_stop_after_every_page_and_skip_each(visit):
    assert visit.answer("who", go="stop", grounds="x").location == "/en/case/more"
    page = visit.client.get(visit.address("campaign")).text
    assert 'href="/en/case/consents">Skip' in page
    assert (
        f'href="{visit.address("campaign")}">Skip' in visit.client.get(visit.address("reach")).text
    )


def test_threats_open_their_own_questions_and_say_where_one_is(visit):
    answer = visit.answer("what", threats=["censorship", "intimate_images"])
    also = f"{NUMBERS['intimate_images']}-{NUMBERS['takedown']}"
    assert answer.location == visit.address("intimate_images", also)
    page = visit.read("takedown", also)
    everybody = [one for one in SUBJECTS if not one.threats and one.id != "what"]
    assert f"Page 2 of {len(everybody) + 2}" in page
    assert f'href="{visit.address("where", also)}">Skip' in page


def test_a_day_that_cannot_be_is_refused_and_nothing_typed_is_lost(visit, house):
    answer = visit.answer(
        "when",
        since__day="31",
        since__month="Feb <i>",
        since__year="2026",
        since__calendar="jalali",
        since__about="yes",
        ongoing="again",
        first="https://example.org/kept",
    )
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert "<title>Error:" in page
    assert 'href="#since.day"' in page
    assert 'value="31"' in page
    assert 'value="Feb <i>"' in page
    assert "https://example.org/kept" in page
    assert '<option value="jalali" selected>' in page
    assert re.search(r'value="again" checked', page)
    assert items_of(house, ItemKind.ANSWER) == []
    assert "This month has no such day" in unescape(
        visit.answer("when", since__day="31", since__month="2", since__year="2026").text
    )


def test_a_choice_that_is_none_of_ours_is_refused(visit, house):
    answer = visit.answer("who", actors=["state", "aliens"])
    assert answer.status_code == 422
    assert "Choose among these answers." in answer.text
    assert items_of(house, ItemKind.ANSWER) == []


def test_what_was_typed_outlives_the_session(visit):
    visit.client.get("/en/leave")
    answer = visit.answer("who", grounds="they said so", actors=["state", "party"])
    assert answer.status_code == 401
    carried = read(answer.text, "/en/return").forms[0]
    # The client drops its session; the form in the page goes on.
    data = dict.fromkeys(carried.fields, "")
    assert {"carried.grounds", "carried.actors", "carried.once"} <= set(data)
    values = re.findall(r'name="(carried[^"]*)" value="([^"]*)"', answer.text)
    receipt = read(visit.page, "/").forms[0].fields["receipt"].value
    posted: dict[str, list[str]] = {"receipt": [receipt]}
    for name, value in values:
        posted.setdefault(name, []).append(value)
    back = visit.client.post("/en/return", data=posted)
    again = re.findall(r'name="([^"]*)" value="([^"]*)"', back.text)
    sent: dict[str, list[str]] = {}
    for name, value in again:
        sent.setdefault(name, []).append(value)
    action = re.search(r'action="([^"]*)"', back.text)[1]
    done = visit.client.post(unescape(action), data=sent, content_type="multipart/form-data")
    assert done.status_code == 303
    [kept] = visit.kept()
    assert kept.chosen == {"actors": ("state", "party")}


def test_without_a_receipt_nobody_sees_a_page_and_an_unknown_page_is_none(visit):
    assert visit.house.client().get(visit.address("who")).location == "/en/return"
    assert visit.client.get("/en/case/more/999").status_code == 404


def test_answers_open_a_case_that_rested_again_and_start_no_clock_otherwise(visit, house):
    before = cases(house)[0]
    visit.answer("who", grounds="a")
    assert (cases(house)[0].due_at, cases(house)[0].version) == (before.due_at, before.version)
    with house.services.database.writing() as session:
        session.execute(update(Case).values(state=CaseState.CLOSED))
    visit.answer("who", grounds="b")
    assert cases(house)[0].state is CaseState.IN_PROGRESS


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_whole_way_with_every_threat_is_light(house, language):
    visit = Visit(house, language)
    also = "-".join(str(one.page) for one in SUBJECTS if one.threats)
    visit.client.environ_base["HTTP_ACCEPT_ENCODING"] = "gzip"
    pages = [f"/{language}/", f"/{language}/case/more", f"/{language}/case/consents"]
    pages += [visit.address(one.id, also) for one in SUBJECTS]
    came = [visit.client.get(page) for page in pages]
    came += [visit.answer(one.id, once=one.id) for one in SUBJECTS]
    assert {one.status_code for one in came} == {200, 303}
    weight = len(visit.page.encode()) + sum(len(one.data) for one in came)
    print(f"{language}: {len(came) + 1} answers, {weight} bytes of content")  # noqa: T201
    assert weight <= LIMIT


def test_a_page_that_shows_what_was_typed_is_sent_as_it_stands(visit):
    visit.client.environ_base["HTTP_ACCEPT_ENCODING"] = "gzip"
    refused = visit.answer("when", since__day="31", since__month="2", since__year="2026", first="w")
    assert refused.status_code == 422
    assert refused.content_encoding is None
    assert visit.client.get(visit.address("when")).content_encoding == "gzip"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_choice_begins_with_the_neutral_one(house, language):
    visit = Visit(house, language)
    for one in SUBJECTS:
        page = visit.client.get(visit.address(one.id)).text
        for question in one.fields:
            if question.kind == "one":
                assert re.search(rf'id="{question.id}" checked', page), question.id


@pytest.mark.parametrize("said", ["", "0", "12", "12-16", "x", "12-x--99", "-", "1"])
def test_any_way_in_an_address_is_a_way(said):
    found = way(SUBJECTS, said)
    assert (found.also is None) == (said == "")
    assert set(found.pages) | set(found.others) == set(SUBJECTS)
    assert way(SUBJECTS, found.said()) == found
    for one in SUBJECTS:
        number, count = found.place(one)
        assert 1 <= number <= count
    for one, following in pairwise(found.pages):
        assert found.after(one) is following


def test_a_named_threat_that_opens_nothing_is_not_asked_for_again():
    assert Way(SUBJECTS).opened_by(["harassment"]).said() == "0"
    assert "what" not in {one.id for one in way(SUBJECTS, "0").pages}


def filled(subject, word):
    """Fill everything a page takes: every box, a word in every field of words."""
    fields: dict[str, object] = {}
    for one in subject.fields:
        if one.kind in {"one", "several"}:
            fields[one.id] = [option.id for option in one.options][-1:]
        elif one.kind == "country":
            fields[one.id] = "BY"
        elif one.kind == "date":
            fields[f"{one.id}.month"], fields[f"{one.id}.year"] = "May", "2026"
        else:
            fields[one.id] = word(f"{subject.id} {one.id}")
    return fields


def test_no_word_of_any_page_rests_anywhere(visit, house, tmp_path):
    canaries = Canaries()
    for subject in SUBJECTS:
        fields = filled(subject, canaries.word)
        assert visit.answer(subject.id, **fields).status_code == 303
        dates = [one.id for one in subject.fields if one.kind == "date"]
        wrong = {f"{name}.day": canaries.word("day") for name in dates} or {"go": "on"}
        assert visit.answer(subject.id, once="o2", **(fields | wrong)).status_code in {303, 422}
    assert len(visit.kept()) >= len(SUBJECTS)
    engine = house.services.database.engine
    assert in_rows(engine, canaries) == {}
    assert at_rest(engine, canaries) == {}
    assert in_folder(tmp_path, canaries) == {}
