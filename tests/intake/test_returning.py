import datetime as dt
import re
import secrets
from html import unescape

import pytest
from intake.door import cases, come_back, opened, send, words_on
from sqlalchemy import event, select

from hrd_report.casefile import opening
from hrd_report.documents.reports import MessageDocument
from hrd_report.errors import WrongReceipt
from hrd_report.intake.actions import finding
from hrd_report.records.keys import ItemKind
from hrd_report.records.people import SessionRow
from hrd_report.sealed import Plain
from hrd_report.vault import receipts
from hrd_report.vault.words import word_list


@pytest.fixture
def page(house) -> str:
    return send(house.client(), "en", story="words", danger="no").text


def give(client, text: str, language: str = "en", **more):
    return client.post(f"/{language}/return", data={"receipt": text, **more})


def test_the_words_open_the_case_in_any_spelling_and_language_of_the_page(house, page):
    words = words_on(page)
    spellings = [
        " ".join(words),
        ", ".join(words).upper(),
        "\r\n".join(f"{at}. {word}" for at, word in enumerate(words, 1)),
        " ".join([words[0] + "x", *words[1:]]),
    ]
    for text in spellings:
        answer = give(house.client(), text, "fr")
        assert (answer.status_code, answer.location) == (303, "/fr/case")


def test_the_button_on_the_receipt_page_opens_the_case(house, page):
    value = re.search(r'name="receipt" value="([^"]+)"', page)[1]
    client = house.client()
    answer = give(client, value)
    assert answer.location == "/en/case"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "no-store" in client.get("/en/case").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Type the twelve words"),
        ("abandon ability able", "We see 3 words."),
        ("abandon", "We see 1 word."),
        ("123 456", "We see 6 digits."),
        ("qqqqqq ability able about above absent abuse wwwwww act abandon able able",
         "Words 1, 8 are in none"),
        ("qqqqqq ability able about above absent abuse ability act abandon able able",
         "Word 1 is in none"),
    ],
)  # fmt: skip
def test_a_mistyped_receipt_says_what_looks_wrong_and_stays_in_the_field(house, text, sentence):
    answer = give(house.client(), text)
    shown = unescape(answer.text)
    assert answer.status_code == 422
    assert sentence in shown
    assert shown.count(text or "?") == (1 if text else shown.count("?"))
    assert "<title>Error:" in shown
    assert "Set-Cookie" not in answer.headers


def test_a_well_formed_receipt_of_nobody_opens_nothing_and_says_so_in_french(house):
    text = "abandon " * 11 + "about"
    answer = give(house.client(), text, "fr")
    assert answer.status_code == 422
    assert "Aucun signalement" in unescape(answer.text)


def test_without_a_receipt_the_case_page_asks_for_it(house):
    answer = house.client().get("/fr/case")
    assert (answer.status_code, answer.location) == (303, "/fr/return")


def test_what_was_typed_survives_the_end_of_the_session(house, page):
    client = house.client()
    token = come_back(client, page)
    house.clock.advance(dt.timedelta(minutes=30))
    typed = 'They came back. "Again" <tonight>'
    expired = client.post(
        f"/en/case/message?form_token={token}",
        data={"message": typed, "once": "o1"},
        content_type="multipart/form-data",
    )
    assert expired.status_code == 401
    fields = carried(expired.text)
    assert fields["carried.message"] == typed
    wrong = give(client, "abandon", **fields)
    assert carried(wrong.text)["carried.message"] == typed
    again = give(client, " ".join(words_on(page)), **carried(wrong.text))
    assert again.status_code == 200
    assert typed in unescape(again.text)
    action = unescape(re.search(r'action="([^"]+message[^"]*)"', again.text)[1])
    once = re.search(r'name="once" value="([^"]+)"', again.text)[1]
    sent = client.post(
        action, data={"message": typed, "once": once}, content_type="multipart/form-data"
    )
    assert sent.location == "/en/case"
    assert typed in letters(house)


def test_nobody_is_led_elsewhere_by_what_a_form_carries(house, page):
    for to in ("//evil.example/en/case", "https://evil.example", "/desk/", "/fr/case/message"):
        answer = give(
            house.client(),
            " ".join(words_on(page)),
            **{"carried_to": to, "carried.message": "x"},
        )
        assert (answer.status_code, answer.location) == (303, "/en/case")


@pytest.mark.parametrize("way", ["/en/leave", "/en/case/close"])
def test_leaving_and_closing_end_the_session_on_the_server(house, page, way):
    client = house.client()
    token = come_back(client, page)
    cookie = client.get_cookie("hrd-case").value
    answer = (
        client.get(way) if way.endswith("leave") else client.post(way, data={"form_token": token})
    )
    assert answer.status_code == 303
    assert '"cookies"' in answer.headers["Clear-Site-Data"]
    thief = house.client()
    thief.set_cookie("hrd-case", cookie)
    assert thief.get("/en/case").location == "/en/return"


def carried(page: str) -> dict[str, str]:
    return {
        unescape(name): unescape(value)
        for name, value in re.findall(r'name="(carried[^"]*)" value="([^"]*)"', page)
    }


def letters(house) -> list[str]:
    [case] = cases(house)
    with house.services.database.reading() as session:
        ring = opening.case_keyring(session, house.people["heron"].key, case)
        found = opening.read_all(session, case, ring, ItemKind.MESSAGE, MessageDocument)
        assert opened(house)
        return [one.document.text.reveal() for one in found]


def test_no_receipt_drawn_at_random_is_answered(house, page):
    words = words_on(page)
    with house.services.database.reading() as session:

        def answered(text: str) -> bool:
            try:
                finding.find(session, receipts.parse(Plain(text)))
            except WrongReceipt:
                return False
            return True

        assert answered(" ".join(words))
        for language in ("en", "fr"):
            listed = word_list(language)
            for _ in range(300):
                assert not answered(" ".join(receipts.new().words(language)))
            for _ in range(30):
                assert not answered(" ".join(secrets.choice(listed) for _ in range(12)))


def test_a_receipt_of_nobody_leaves_no_session_behind(house):
    client = house.client()
    for words in (" ".join(receipts.new().words("en")), "none of ours at all"):
        assert client.post("/en/return", data={"receipt": words}).status_code == 422
    with house.services.database.reading() as session:
        assert not session.scalars(select(SessionRow)).all()


def test_what_is_asked_of_the_database_is_the_same_for_every_receipt(house, page):
    asked = []

    @event.listens_for(house.services.database.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_more) -> None:
        asked.append(statement)

    def statements(words: str) -> list[str]:
        asked.clear()
        house.client().post("/en/return", data={"receipt": words})
        return [one for one in asked if not one.startswith(("PRAGMA", "DELETE", "SELECT session"))]

    mine = statements(" ".join(words_on(page)))
    assert mine
    assert mine == statements(" ".join(receipts.new().words("en")))
