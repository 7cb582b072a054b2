"""A program with a receipt reads what the case page shows, and writes to the team."""

import datetime as dt

import pytest
from intake.door import cases, items_of, reopen, tell

from hrd_report.documents.reports import MessageDocument, NewsDocument
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain
from hrd_report.vault import receipts


@pytest.fixture
def receipt(house) -> receipts.Receipt:
    own = receipts.new()
    body = {"story": "words", "receipt": own.digits()}
    assert house.client().post("/api/v1/reports", json=body).status_code == 201
    return own


def test_a_program_reads_letters_news_and_the_promise(house, receipt):
    [case] = cases(house)
    at = house.clock.now
    answer = MessageDocument(author="team", name="heron", text=Plain("We read you."), at=at)
    tell(house, case, ItemKind.MESSAGE, answer)
    tell(house, case, ItemKind.NEWS, NewsDocument(event="opened", at=at))
    read = house.client().post("/api/v1/case", json={"receipt": " ".join(receipt.words("fr"))})
    assert read.status_code == 200
    assert (read.json["state"], read.json["received"]) == ("received", "2026-11-21")
    assert dt.datetime.fromisoformat(read.json["next_word_by"]) > at
    assert [(one["from"], one["text"]) for one in read.json["letters"]] == [
        ("team", "We read you.")
    ]
    assert [one["event"] for one in read.json["news"]] == ["opened"]
    assert "words" not in read.text  # a receipt does not open the report


def test_a_letter_sent_twice_under_one_key_is_kept_once(house, receipt):
    body = {"receipt": receipt.digits(), "message": "One thing more."}
    for _ in range(2):
        sent = house.client().post(
            "/api/v1/case/letters", json=body, headers={"Idempotency-Key": "0123456789abcdef"}
        )
        assert sent.status_code == 201
    kept = items_of(house, ItemKind.MESSAGE)
    [own] = [one for one in kept if one.kid == receipt.key.kid]
    assert len(kept) == 2
    assert reopen(own, receipt.key, MessageDocument).text.reveal() == "One thing more."


@pytest.mark.parametrize("address", ["/api/v1/case", "/api/v1/case/letters", "/api/v1/uploads"])
def test_a_receipt_nobody_has_is_answered_alike_everywhere(house, receipt, address):
    del receipt
    wrong = {"receipt": receipts.new().digits()} | (
        {"message": "x"} if address.endswith("letters") else {}
    )
    answer = house.client().post(address, json=wrong)
    assert (answer.status_code, answer.json["code"]) == (404, "wrong_receipt")
    answer = house.client().post(address, json=[])
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert house.client().post(address, data="x").status_code == 415
    view = house.app.url_map.bind("x").match(address, method="POST")[0]
    assert house.app.view_functions[view].even
