"""What came later to the desk's API: stretches and scopes."""

from desk.desk_house import Filed, signed_in
from desk.test_access_page import restricted
from house import House
from programs import Program, program


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
