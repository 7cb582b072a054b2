"""A case worked by program: each act in the version that was seen, or not at all."""

import pytest
from desk.desk_house import signed_in
from house import House
from programs import Program, program

from hrd_report.records.acts import Act
from hrd_report.records.cases import Urgency

CLASSIFIED = {
    "threats": ["doxing"],
    "platforms": ["facebook"],
    "country": "FR",
    "summary": "An address.",
}


@pytest.fixture
def filed(file_case):
    return file_case()


@pytest.fixture
def heron(house: House, filed) -> Program:
    found = program(house, "heron")
    found.send(f"/cases/{filed.number}/take")
    found.get(f"/cases/{filed.number}")
    return found


def test_the_acts_of_the_pages_are_there_one_by_one(house: House, filed, heron: Program):
    at = f"/cases/{filed.number}"
    risk = {"answers": {one.id: "yes" for one in house.services.reference.risk_questions}}
    assert heron.send(f"{at}/risk", risk, method="PUT").json["urgency"] == "critical"
    assert (
        heron.send(f"{at}/classification", CLASSIFIED, method="PUT").json["state"] == "in_progress"
    )
    consent = {"purpose": "notice_anonymous", "platform": "facebook", "state": "given"}
    given = heron.send(f"{at}/consents", consent)
    assert given.status_code == 201
    heron.get(at)
    judged = {
        "findings": [{"step": "8", "finding": "not_met", "reason": "Silent.", "ask": "Answer."}]
    }
    assert heron.send(f"{at}/findings/facebook", judged, method="PUT").status_code == 200
    assert heron.send(f"{at}/letters", {"letter": "We wrote to them."}).status_code == 201
    case = heron.get(at).json
    assert case["assessment"]["summary"] == "An address."
    assert case["letters"][-1]["text"] == "We wrote to them."
    assert [one["state"] for one in case["consents"]] == ["given"]
    [finding] = heron.get(f"{at}/findings/facebook").json["findings"]
    assert (finding["step"], finding["ask"]) == ("8", "Answer.")
    withdrawn = heron.send(f"{at}/consents/{given.json['id']}/withdraw")
    assert withdrawn.json == {"stopped": 0, "already_sent": 0}
    heron.get(at)
    missing = heron.send(f"{at}/end", {"to": "closed"})
    assert {one["code"] for one in missing.json["errors"]} == {
        "outcome", "last_word", "consents_reviewed",
    }  # fmt: skip
    last = {
        "to": "resolved",
        "outcome": "removed",
        "last_word": "It is gone.",
        "consents_reviewed": True,
    }
    assert heron.send(f"{at}/end", last).json["state"] == "resolved"
    assert heron.send(f"{at}/state", {"to": "in_progress"}).json["state"] == "in_progress"
    acts = signed_in(house, "heron").acts(filed.id)
    assert {Act.ASSESSED_RISK, Act.CLASSIFIED, Act.RECORDED_FINDING, Act.MESSAGED} <= set(acts)


def test_nobody_overwrites_what_they_have_not_seen(filed, heron: Program):
    at = f"/cases/{filed.number}/classification"
    blind = heron.client.put(f"/api/v1/desk{at}", json=CLASSIFIED)
    assert (blind.status_code, blind.json["code"]) == (428, "if_match_missing")
    old = heron.seen[filed.number]
    heron.send(at, CLASSIFIED, method="PUT")
    for stale in (old, "*", f"W/{old}", old.strip('"'), '"99999999999999999999"'):
        answer = heron.send(at, CLASSIFIED, method="PUT", **{"If-Match": stale})
        assert answer.status_code in {412, 428}, stale
    assert heron.get(f"/cases/{filed.number}").json["urgency"] == Urgency.NORMAL.value
