import pytest
from intake.door import cases, items_of

from hrd_report.records.keys import ItemKind
from hrd_report.reference.load import load

FURTHER = {
    "when": {"since": {"year": 2026, "month": 5}, "ongoing": "again"},
    "campaign": {"hashtags": ["#Ours"]},
}


def test_each_page_is_an_item_of_its_own_with_a_note_for_the_receipt(house):
    answer = house.client().post("/api/v1/reports", json={"story": "x", "further": FURTHER})
    assert answer.status_code == 201
    assert len(items_of(house, ItemKind.ANSWER)) == 4
    client = house.client()
    client.post("/en/return", data={"receipt": " ".join(answer.json["receipt"]["words"])})
    assert client.get("/en/case/more").text.count("<span>answered</span>") == 2


def test_the_same_report_sent_twice_keeps_its_answers_once(house):
    first = house.client().post("/api/v1/reports", json={"story": "x", "further": FURTHER})
    receipt = " ".join(first.json["receipt"]["words"])
    body = {"story": "x", "further": FURTHER, "receipt": receipt}
    for _ in range(2):
        assert house.client().post("/api/v1/reports", json=body).status_code == 201
    assert len(items_of(house, ItemKind.ANSWER)) == 4
    other = {**body, "further": {"when": {"ongoing": "no"}}}
    assert house.client().post("/api/v1/reports", json=other).status_code == 201
    assert len(items_of(house, ItemKind.ANSWER)) == 6


@pytest.mark.parametrize(
    ("further", "pointers"),
    [
        ({"gossip": {}}, {"/further/gossip"}),
        ([], {"/further"}),
        ({"when": {"since": {"day": 31, "month": 2, "year": 2026}}}, {"/further/when/since/day"}),
        (
            {"when": {"ongoing": "x"}, "who": {"actors": ["y"]}},
            {"/further/when/ongoing", "/further/who/actors/0"},
        ),
    ],
)
def test_a_program_is_told_where_it_went_wrong_and_nothing_is_kept(house, further, pointers):
    answer = house.client().post("/api/v1/reports", json={"story": "x", "further": further})
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert {one["pointer"] for one in answer.json["errors"]} == pointers
    assert cases(house) == []


def test_every_page_and_question_is_described(house):
    described = house.client().get("/api/v1/openapi.json").json
    shapes = described["components"]["schemas"]
    assert shapes["Report"]["properties"]["further"] == {"$ref": "#/components/schemas/Further"}
    for subject in load().subjects:
        one = shapes["Further"]["properties"][subject.id]
        shape = shapes[one["$ref"].rsplit("/", 1)[1]]
        assert set(shape["properties"]) == {question.id for question in subject.fields}
        for question in subject.fields:
            if question.kind == "one":
                codes = [option.id for option in question.options]
                assert shape["properties"][question.id]["enum"] == codes
