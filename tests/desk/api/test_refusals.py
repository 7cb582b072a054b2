"""What does not fit is refused by field and code, and what was not seen is not overwritten.

What is refused changes nothing, so all of it is tried in one house.
"""

from collections.abc import Iterator

import pytest
from databases import Databases
from desk.desk_house import Filed, filing
from house import House, Street
from programs import DESK, Program, program

PLACE = {"kind": "domain", "value": "corbeaux.example"}
CLASSIFIED = {"threats": ["doxing"], "platforms": ["facebook"], "country": "FR"}
ONE = [{"number": "K1", "version": 1}]
REFUSED = (
    ("classification", "PUT", {"threats": []}, ("/threats", "missing")),
    ("classification", "PUT", {**CLASSIFIED, "x": 1}, ("/x", "unknown_field")),
    ("risk", "PUT", {"answers": {"x": "yes"}}, ("/x", "unknown")),
    ("letters", "POST", {"letter": " "}, ("/letter", "missing")),
    ("letters", "POST", {"letter": "Dear {{name}}"}, ("/letter", "unfilled")),
    ("state", "POST", {}, ("/to", "missing")),
    ("findings/facebook", "PUT", {"findings": [{"step": "99", "finding": "met"}]},
     ("/finding-99", "unknown")),
    ("assign", "POST", {"assignee": "nobody"}, ("/assignee", "unknown")),
    ("put-off", "POST", {"until": "2020-01-01"}, ("/until", "out_of_range")),
    ("put-off", "POST", {"until": "soon"}, ("/until", "no_date")),
    ("marking", "PUT", {"tlp": "blue", "pap": "red"}, ("/tlp", "unknown")),
    ("people", "POST", {"role": "king", "name": "A"}, ("/role", "unknown")),
    ("evidence/link-1/captures", "POST", {"day": "2026-11-20"}, ("/tool", "missing")),
    ("evidence/link-1/descriptions", "POST", {}, ("/words", "missing")),
    ("indicators", "PUT", {"added": [{"kind": "sky", "value": "x"}]}, ("/added/0/kind", "unknown")),
    ("matches", "POST", {"cases": ["K1"], "verdict": "same"}, ("/verdict", "unknown")),
    ("shutdown", "PATCH", {"columns": {"weather": "rain"}}, ("/weather", "unknown")),
    ("plan", "POST", {"library": ["prayer"]}, ("/library", "unknown")),
    ("plan", "POST", {"library": ["number_lock"], "days": 0}, ("/days", "out_of_range")),
    ("access/restrict", "POST", {"people": ["nobody"]}, ("/people", "unknown")),
    ("access/move", "POST", {"team": "nowhere"}, ("/team", "unknown")),
    ("hold", "POST", {"held": True, "reason": " "}, ("/reason", "missing")),
    ("erase", "POST", {"number": "K1", "why": "Asked."}, ("/number", "other")),
)  # fmt: skip
OF_NO_CASE = (
    ("/views", {"name": " "}, ("/name", "missing")),
    ("/views", {"name": "x", "urgency": "purple"}, ("/urgency", "unknown")),
    ("/bulk", {"do": "dance", "cases": ONE}, ("/do", "unknown")),
    ("/bulk", {"do": "take", "cases": []}, ("/cases", "out_of_range")),
    ("/bulk", {"do": "assign", "assignee": "nobody", "cases": ONE}, ("/assignee", "unknown")),
    ("/register/try", {"token": "x", "columns": {"A": "weather"}}, ("/columns/A/value", "unknown")),
)
CHANGES = (
    ("put-off", "POST", {}),
    ("take-up", "POST", None),
    ("marking", "PUT", {"tlp": "red", "pap": "red"}),
    ("people", "POST", {"role": "witness", "name": "A"}),
    ("evidence/link-1/descriptions", "POST", {"words": "A wall."}),
    ("indicators", "PUT", {"added": [PLACE]}),
    ("shutdown", "PATCH", {"columns": {"country": "Chad"}}),
    ("plan", "POST", {"library": ["number_lock"]}),
    ("hold", "POST", {"held": True, "reason": "A court asks."}),
    ("access/restrict", "POST", {"people": ["plover"]}),
    ("access/lift", "POST", None),
)


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases, street: Street
) -> Iterator[House]:
    """Give one house to all of this: nothing here is kept but at the end."""
    built = street.house(tmp_path_factory.mktemp("refusing"))
    yield built
    built.close()
    databases.drop(built.services.settings.database_url)


@pytest.fixture(scope="module")
def filed(house: House) -> Filed:
    return filing(house)


@pytest.fixture(scope="module")
def plover(house: House, filed: Filed) -> Program:
    found = program(house, "plover")
    found.send(f"/cases/{filed.number}/take")
    found.get(f"/cases/{filed.number}")
    return found


@pytest.mark.parametrize(("path", "method", "body", "wrong"), REFUSED)
def test_what_does_not_fit_a_case_is_named_by_field_and_code(
    filed: Filed, plover: Program, path, method, body, wrong
):
    answer = plover.send(f"/cases/{filed.number}/{path}", body, method=method)
    assert answer.status_code == 422, answer.text
    assert wrong in {(one["pointer"], one["code"]) for one in answer.json["errors"]}


@pytest.mark.parametrize(("path", "body", "wrong"), OF_NO_CASE)
def test_what_does_not_fit_is_named_by_field_and_code(plover: Program, path, body, wrong):
    answer = plover.send(path, body)
    assert answer.status_code == 422, answer.text
    assert wrong in {(one["pointer"], one["code"]) for one in answer.json["errors"]}


def test_a_version_named_where_none_counts_decides_nothing(
    house: House, filed: Filed, plover: Program
):
    seen = {"If-Match": plover.seen[filed.number]}
    late = program(house, "heron").client.post(f"{DESK}/cases/{filed.number}/take", headers=seen)
    assert (late.status_code, late.json["code"]) == (409, "conflict")


def test_nobody_overwrites_what_they_have_not_seen(filed: Filed, plover: Program):
    for path, method, body in CHANGES:
        at, seen = f"/cases/{filed.number}/{path}", plover.seen[filed.number]
        blind = plover.client.open(f"{DESK}{at}", method=method, json=body)
        assert (blind.status_code, blind.json["code"]) == (428, "if_match_missing"), path
        assert plover.send(at, body, method=method).status_code in {200, 201}, path
        plover.get(f"/cases/{filed.number}")
        plover.send(f"/cases/{filed.number}/notes", {"team_note": "Meanwhile."})
        late = plover.send(at, body, method=method, **{"If-Match": seen})
        assert (late.status_code, late.json["code"]) == (412, "outdated"), path
