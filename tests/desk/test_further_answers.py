"""What a defender answered on the further pages, as the desk reads it: by page, form or sealed."""

import datetime as dt
import json
from html import unescape

import pytest
from desk.desk_house import intake_key, signed_in
from house import House
from sqlalchemy import select, update

from hrd_report.records.cases import Case
from hrd_report.records.people import Person
from hrd_report.vault import age

FURTHER = {
    "where": {
        "platforms": ["x", "facebook"],
        "accounts": ["https://bad.example/a"],
        "country": "BY",
    },
    "when": {
        "since": {"day": 25, "month": "Shahrivar", "year": 1401, "calendar": "jalali"},
        "ongoing": "yes",
    },
    "effects": {"offline": ["arbitrary_detention"], "more": "They came <b>twice</b>."},
    "reach": {"way": "signal", "avoid": ["heron", "the report"]},
}


def sent(house: House, **body: object) -> str:
    """Send a report with further answers; return its case's number."""
    answer = house.client().post("/api/v1/reports", json={"story": "words", **body})
    assert answer.status_code == 201, answer.text
    with house.services.database.reading() as session:
        return session.scalars(select(Case.number)).one()


def page_of(house: House, number: str, language: str = "en") -> str:
    desk = signed_in(house, "heron")
    desk.post(f"/desk/cases/{number}/take")
    with house.services.database.writing() as session:
        session.execute(update(Person).values(language=language))
    return unescape(desk.get(f"/desk/cases/{number}").text)


def test_answers_are_shown_by_their_labels_and_addresses_made_harmless(house: House):
    page = page_of(house, sent(house, further=FURTHER))
    assert "Where it happens" in page
    assert "Facebook · X" in page or "X · Facebook" in page
    assert "Belarus" in page
    assert "hxxps://bad[.]example/a" in page
    assert "25 Shahrivar 1401 (Jalali), that is 16 September 2022" in page
    assert "Arrest or detention" in page
    assert "They came <b>twice</b>." in page
    assert "Only here, with my receipt" not in page
    assert "arbitrary_detention" not in page


def test_the_labels_are_in_the_reader_s_language(house: House):
    page = page_of(house, sent(house, further=FURTHER), "fr")
    assert "Où cela se passe" in page
    assert "Arrestation ou détention" in page
    assert "c’est-à-dire le 16 septembre 2022" in page


def test_a_sealed_report_shows_what_fits_of_its_further_answers(house: House):
    inside = {"story": "words", "language": "en", "further": {**FURTHER, "who": {"actors": ["x"]}}}
    body = age.seal(json.dumps(inside).encode(), intake_key(house)).blob
    answer = house.client().post("/api/v1/reports", data=body, content_type="application/age")
    assert answer.status_code == 201
    with house.services.database.reading() as session:
        number = session.scalars(select(Case.number)).one()
    page = page_of(house, number)
    assert "16 September 2022" in page
    assert "Arrest or detention" in page
    assert "Who may be behind it" not in page


def test_a_later_answer_is_shown_first_and_the_former_stands_below(house: House):
    receipt = house.client().post("/api/v1/reports", json={"story": "a", "receipt": None})
    words = " ".join(receipt.json["receipt"]["words"])
    client = house.client()
    client.post("/en/return", data={"receipt": words})
    for said in ("they were two", "they were three"):
        token = client.get("/en/case/more/4").text.split('name=form_token value="')[1][:64]
        client.post("/en/case/more/4", data={"form_token": token, "grounds": said, "once": said})
        house.clock.advance(dt.timedelta(minutes=5))
    with house.services.database.reading() as session:
        number = session.scalars(select(Case.number)).one()
    page = page_of(house, number)
    assert (
        page.index("they were three")
        < page.index("Said before, on 21 Nov")
        < page.index("they were two")
    )


@pytest.mark.parametrize("further", [None, {}])
def test_without_answers_nothing_is_shown(house: House, further):
    body = {} if further is None else {"further": further}
    assert "Further answers" not in page_of(house, sent(house, **body))


def test_a_first_classification_is_proposed_from_what_was_answered(house: House):
    further = {
        **FURTHER,
        "who": {"actors": ["state"]},
        "work": {"groups": ["lawyer"], "risk": ["women", "lgbti"]},
    }
    number = sent(house, further=further)
    page_of(house, number)
    desk = signed_in(house, "heron")
    page = desk.get(f"/desk/cases/{number}/classify").text
    assert "Filled in from what the defender answered." in page
    for box in ("facebook", "x", "offline", "powerful_actor"):
        assert f'value="{box}" checked' in page or f'value="{box}" id="platforms" checked' in page
    for choice in ("BY", "lawyer", "several"):
        assert f'<option value="{choice}" selected>' in page
    assert 'value="minor" checked' not in page


def test_whoever_writes_to_the_defender_sees_the_words_not_to_use(house: House):
    number = sent(house, further=FURTHER)
    page_of(house, number)
    page = signed_in(house, "heron").get(f"/desk/cases/{number}/write").text
    assert "Do not use" in page
    assert "<bdi>the report</bdi>" in page
