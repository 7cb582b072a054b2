"""Sealed files that somebody carries: kept once, answered to whoever wrote them, told in words."""

import pytest
from desk.desk_house import signed_in
from device.brought import STORY, bring, envelope, fresh, intake_key, sealed
from intake.door import cases, items_of, leftovers

from hrd_report.records.keys import ItemKind
from hrd_report.vault.envelopes import AnswerTo
from hrd_report.vault.keys import Key


def enter(client, receipt) -> int:
    return client.post("/en/return", data={"receipt": receipt.digits()}).status_code


def the_case_at_the_desk(house) -> str:
    desk = signed_in(house, "heron")
    number = cases(house)[0].number
    desk.post(f"/desk/cases/{number}/take")
    return desk.get(f"/desk/cases/{number}").text


def test_who_carries_an_envelope_gets_no_receipt_and_who_wrote_it_comes_back(house):
    client, receipt = house.client(), fresh()
    answer = bring(client, envelope(intake_key(client), receipt))
    assert answer.status_code == 201
    assert answer.json["receipt"] is None
    assert (answer.json["already"], answer.json["older_key"]) == (False, False)
    assert enter(client, receipt) == 303


def test_an_envelope_brought_again_is_kept_once_and_said_so(house):
    client = house.client()
    body = envelope(intake_key(client), fresh())
    bring(client, body)
    again = bring(client, body)
    assert again.json["already"] is True
    assert len(cases(house)) == len(items_of(house)) == 1
    assert len(leftovers(house)) == 1


@pytest.mark.parametrize("large", [True, False])
def test_a_sealed_file_alone_brought_again_is_kept_once(house, large):
    client = house.client()
    body = sealed(intake_key(client), **({} if large else {"files": []}))
    first, again = (bring(client, body, "application/age") for _ in range(2))
    assert first.json["receipt"]["words"]
    assert again.json["receipt"] is None
    assert again.json["already"] is True
    assert len(cases(house)) == 1
    assert len(leftovers(house)) == large


BAD_COPIES = {
    "cut": lambda body: body[:-40],
    "continued": lambda body: body + b"x",
    "altered": lambda body: body[:-1] + bytes([body[-1] ^ 1]),
}


@pytest.mark.parametrize("spoil", BAD_COPIES.values(), ids=BAD_COPIES)
def test_a_bad_copy_is_noticed_while_its_carrier_is_there_and_not_kept(house, spoil):
    client = house.client()
    answer = bring(client, spoil(envelope(intake_key(client), fresh())))
    assert (answer.status_code, answer.json["code"]) == (422, "damaged")
    assert cases(house) == leftovers(house) == []


def test_another_copy_brought_before_does_not_keep_the_true_one_out(house):
    client, receipt = house.client(), fresh()
    to = intake_key(client)
    true = sealed(to, receipt)
    body = envelope(to, receipt, true)
    bring(client, envelope(to, receipt, true[:-40] + bytes(40)))
    assert bring(client, body).json["already"] is False
    assert STORY in the_case_at_the_desk(house)


def test_a_file_sealed_to_a_stranger_s_key_is_refused_in_words_and_nothing_is_kept(house):
    answer = bring(house.client(), envelope(Key.new().public, fresh()), **{"Accept-Language": "en"})
    assert (answer.status_code, answer.json["code"]) == (422, "other_key")
    assert "another organisation" in answer.json["detail"]
    assert cases(house) == leftovers(house) == []


def test_a_receipt_that_a_carrier_put_in_its_place_gives_way_at_the_desk(house):
    client, theirs, carriers = house.client(), fresh(), fresh()
    body = sealed(intake_key(client), theirs)
    bring(client, envelope(intake_key(client), carriers, body))
    assert enter(client, carriers) == 303
    assert STORY in the_case_at_the_desk(house)
    assert client.get("/en/case").status_code != 200
    assert enter(house.client(), carriers) == 422
    assert enter(house.client(), theirs) == 303


def test_a_look_up_that_is_taken_keeps_nobody_out(house):
    client, receipt = house.client(), fresh()
    to = intake_key(client)
    thief = envelope(to, receipt)
    claimed = thief.replace(AnswerTo.of(receipt).public.raw, Key.new().public.raw, 1)
    bring(client, claimed)
    assert bring(client, envelope(to, receipt)).json["already"] is False
    assert len(cases(house)) == 2


def test_what_is_added_under_the_same_receipt_joins_its_case(house):
    client, receipt = house.client(), fresh()
    to = intake_key(client)
    bring(client, envelope(to, receipt))
    page = the_case_at_the_desk(house)
    bring(client, envelope(to, receipt, sealed(to, receipt, story="one thing more", files=[])))
    assert len(cases(house)) == 1
    assert "one thing more" not in page
    assert "one thing more" in the_case_at_the_desk(house)
    assert {one.kind for one in items_of(house)} > {ItemKind.ADDITION, ItemKind.FILE}
