"""What came later to the desk's API: refusals by field and code, versions, stretches, scopes."""

import pytest
from desk.desk_house import Filed, filing, signed_in
from desk.test_access_page import restricted
from house import House
from programs import Program, program

PLACE = {"kind": "domain", "value": "corbeaux.example"}


@pytest.fixture
def filed(house: House) -> Filed:
    return filing(house)


@pytest.fixture
def heron(house: House, filed: Filed) -> Program:
    found = program(house, "heron")
    found.send(f"/cases/{filed.number}/take")
    found.get(f"/cases/{filed.number}")
    return found


@pytest.mark.parametrize(
    ("path", "method", "body", "wrong"),
    [
        ("assign", "POST", {"assignee": "nobody"}, ("/assignee", "unknown")),
        ("put-off", "POST", {"until": "2020-01-01"}, ("/until", "out_of_range")),
        ("put-off", "POST", {"until": "soon"}, ("/until", "no_date")),
        ("marking", "PUT", {"tlp": "blue", "pap": "red"}, ("/tlp", "unknown")),
        ("people", "POST", {"role": "king", "name": "A"}, ("/role", "unknown")),
        ("evidence/link-1/captures", "POST", {"day": "2026-11-20"}, ("/tool", "missing")),
        ("evidence/link-1/descriptions", "POST", {}, ("/words", "missing")),
        ("indicators", "PUT", {"added": [{"kind": "sky", "value": "x"}]},
         ("/added/0/kind", "unknown")),
        ("matches", "POST", {"cases": ["K1"], "verdict": "same"}, ("/verdict", "unknown")),
        ("shutdown", "PATCH", {"columns": {"weather": "rain"}}, ("/weather", "unknown")),
        ("plan", "POST", {"library": ["prayer"]}, ("/library", "unknown")),
        ("plan", "POST", {"library": ["number_lock"], "days": 0}, ("/days", "out_of_range")),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_by_field_and_code(
    house: House, filed: Filed, heron: Program, path, method, body, wrong
):
    asking = heron
    if path == "assign":
        asking = program(house, "plover")
        asking.get(f"/cases/{filed.number}")
    answer = asking.send(f"/cases/{filed.number}/{path}", body, method=method)
    assert answer.status_code == 422, answer.text
    assert wrong in {(one["pointer"], one["code"]) for one in answer.json["errors"]}


@pytest.mark.parametrize(
    ("path", "method", "body"),
    [
        ("put-off", "POST", {}),
        ("take-up", "POST", None),
        ("marking", "PUT", {"tlp": "red", "pap": "red"}),
        ("people", "POST", {"role": "witness", "name": "A"}),
        ("evidence/link-1/descriptions", "POST", {"words": "A wall."}),
        ("indicators", "PUT", {"added": [PLACE]}),
        ("shutdown", "PATCH", {"columns": {"country": "Chad"}}),
        ("plan", "POST", {"library": ["number_lock"]}),
    ],
)
def test_nobody_overwrites_what_they_have_not_seen(
    filed: Filed, heron: Program, path, method, body
):
    at, seen = f"/cases/{filed.number}/{path}", heron.seen[filed.number]
    blind = heron.client.open(f"/api/v1/desk{at}", method=method, json=body)
    assert (blind.status_code, blind.json["code"]) == (428, "if_match_missing")
    assert heron.send(at, body, method=method).status_code in {200, 201}
    heron.send(f"/cases/{filed.number}/notes", {"team_note": "Meanwhile."})
    late = heron.send(at, body, method=method, **{"If-Match": seen})
    assert (late.status_code, late.json["code"]) == (412, "outdated")


def test_lists_go_on_to_their_end_by_cursor(filed: Filed, heron: Program):
    for number in range(5):
        heron.send(f"/cases/{filed.number}/notes", {"team_note": f"Note {number}."})
        heron.send("/campaigns", {"name": f"Campaign {number}"})
        heron.send(f"/cases/{filed.number}/escalations", {"platform": "telegram", "language": "fr"})
    for path, name, key in (
        ("/campaigns", "campaigns", "id"),
        ("/escalations", "escalations", "id"),
        (f"/cases/{filed.number}/timeline", "events", None),
    ):
        whole, cursor, found = heron.get(path).json[name], None, []
        while cursor is not None or not found:
            page = heron.get(path, limit=2, **({"cursor": cursor} if cursor else {})).json
            found += page[name]
            cursor = page["next"]
        assert found == whole
        assert len({one[key] for one in found} if key else found) >= 5


def test_a_token_is_good_for_its_areas_alone(house: House, filed: Filed):
    narrow = program(house, "heron", "queue:read", "queue:write", "cases:read")
    at = f"/cases/{filed.number}"
    narrow.send(f"{at}/take")
    narrow.get(at)
    for path in ("evidence", "plan", "matches", "shutdown", "escalations", "findings/facebook"):
        answer = narrow.get(f"{at}/{path}")
        assert (answer.status_code, answer.json["code"]) == (403, "out_of_scope"), path
    assert narrow.send(f"{at}/people", {"role": "witness", "name": "A"}).status_code == 403
    assert narrow.send("/search", {"wanted": "anything"}).status_code == 403
    assert program(house, "wren").get("/escalations").status_code == 403


def test_a_restricted_case_is_not_there_for_others_in_any_list(house: House, filed: Filed, heron):
    heron.send(f"/cases/{filed.number}/escalations", {"platform": "telegram", "language": "fr"})
    plover = program(house, "plover")
    assert len(plover.get("/escalations").json["escalations"]) == 1
    restricted(signed_in(house, "heron"), filed, "heron")
    assert plover.get("/escalations").json["escalations"] == []
    for path in ("timeline", "evidence", "people", "escalations", "addressees"):
        assert plover.get(f"/cases/{filed.number}/{path}").status_code == 404, path
