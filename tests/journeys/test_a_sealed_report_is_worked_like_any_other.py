"""A report that came as an age file can be opened, judged and escalated like any other."""

import json

import pytest

from hrd_report.vault import age, recipients

HOME = json.dumps({"threats": ["doxing"], "story": "sealed at home", "danger": "no"}).encode()


def a_sealed_case(client, token, body: bytes = HOME) -> str:
    known = client.get("/.well-known/hrd-report.json").json
    intake = recipients.decode(known["recipients"][0]["recipient"])
    file = age.seal(body, intake).blob
    client.post("/api/v1/reports", data=file, content_type="application/age")
    taken = client.post("/desk/take-next", data={"form_token": token})
    return taken.location.removeprefix("/desk/cases/")


def test_its_words_are_shown_at_the_desk(house):
    client = house.client()
    number = a_sealed_case(client, house.sign_in(client, "heron"))
    assert "sealed at home" in client.get(f"/desk/cases/{number}").text


def test_a_notice_can_be_written_about_it(house):
    client = house.client()
    token = house.sign_in(client, "heron")
    number = a_sealed_case(client, token)
    for page in ("classify", "risk", "consents", "steps/bluesky", "state", "write", "escalate"):
        assert client.get(f"/desk/cases/{number}/{page}").status_code == 200, page
    chosen = {"platform": "bluesky", "language": "fr", "form_token": token}
    draft = client.post(f"/desk/cases/{number}/escalate", data=chosen)
    assert draft.status_code == 303
    assert client.get(draft.location).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"story": "\\ud800", "danger": "no"}',
        b'{"story": "x", "danger": Infinity}',
        b"\xff",
    ],
    ids=["nested without end", "half a surrogate pair", "no number", "no UTF-8"],
)
def test_what_nobody_can_read_keeps_nobody_from_its_case(house, body):
    client = house.client()
    number = a_sealed_case(client, house.sign_in(client, "heron"), body)
    page = client.get(f"/desk/cases/{number}")
    assert page.status_code == 200
    assert number in page.text
