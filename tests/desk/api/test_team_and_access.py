"""What a team settles by program: bulk acts, views, hours, hashtags, who may open, what ends."""

import datetime as dt

import pytest
from desk.desk_house import Filed, filing, signed_in
from house import House
from programs import DESK, Program, program
from teams import second_team

from hrd_report.casefile import erasing
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case, Due
from hrd_report.records.people import Role

CLOCKS = [
    {"urgency": one, "first": 30, "second": 45, "promise": 60}
    for one in ("critical", "high", "normal")
]


@pytest.fixture
def filed(house: House) -> Filed:
    return filing(house, number="K7Q-2M4")


def with_tag(asking: Program, path: str, body: object, method: str = "PUT"):
    """Send a body in the version in which its thing is read now."""
    tag = asking.get(path).headers["ETag"]
    return asking.send(path, body, method=method, **{"If-Match": tag})


def test_many_cases_are_acted_on_at_once_and_put_back(house: House):
    numbers = [filing(house, number=f"K{n}").number for n in range(3)]
    heron, plover = program(house, "heron"), program(house, "plover")
    seen = {one["number"]: one["version"] for one in heron.get("/queue").json["cases"]}
    picked = [{"number": one, "version": seen[one]} for one in numbers]
    plover.send(f"/cases/{numbers[2]}/take")
    done = heron.send("/bulk", {"do": "take", "cases": picked}).json
    assert [one["number"] for one in done["done"]] == numbers[:2]
    assert done["left"] == numbers[2:]
    heron.send(f"/cases/{numbers[1]}/notes", {"team_note": "Meanwhile."})
    assert heron.send("/bulk/undo", {"done": done["done"]}).json == {"undone": 1}
    now = {one["number"]: one for one in heron.get("/queue").json["cases"]}
    held = {number: one["assignee"] for number, one in now.items()}
    assert held == {"K0": None, "K1": "heron", "K2": "plover"}
    picked = [{"number": "K1", "version": now["K1"]["version"]}]
    late = {"do": "put_off", "cases": picked, "until": "2020-01-01"}
    assert heron.send("/bulk", late).json["errors"][0]["code"] == "out_of_range"


def test_a_view_is_saved_asked_with_and_removed_without_its_name_in_an_address(house: House):
    filing(house, number="K1")
    asleep = filing(house, number="K2").number
    heron, plover = program(house, "heron"), program(house, "plover")
    heron.send(f"/cases/{asleep}/take")
    heron.get(f"/cases/{asleep}")
    heron.send(f"/cases/{asleep}/put-off", {})
    view = {"name": "Put off by heron", "holder": "heron", "asleep": True}
    kept = heron.send("/views", {**view, "team": True})
    assert kept.status_code == 201
    (found,) = plover.get("/views").json["team"]
    assert (found["name"], found["query"]) == (view["name"], {"holder": "heron", "asleep": "yes"})
    asked = plover.get("/queue", **found["query"]).json["cases"]
    assert [one["number"] for one in asked] == [asleep]
    rest = plover.get("/queue", asleep="no").json["cases"]
    assert [one["number"] for one in rest] == ["K1"]
    assert plover.send("/views/remove", {"name": view["name"]}).status_code == 404
    assert plover.send("/views/remove", {"name": view["name"], "team": True}).json["team"] == []


def test_a_lead_keeps_the_hours_in_the_version_that_was_read(house: House):
    heron, plover = program(house, "heron"), program(house, "plover")
    waiting = filing(house, due=Due.FIRST_ANSWER, due_from=house.clock.now)
    hours = {
        "zone": "Europe/Paris",
        "staffed": False,
        "hours": [{"weekday": 0, "opens": 540, "closes": 1020}],
        "closed": ["2026-12-25"],
        "clocks": CLOCKS,
    }
    old = plover.get("/hours").headers["ETag"]
    assert with_tag(heron, "/hours", hours).status_code == 403
    assert with_tag(plover, "/hours", hours).status_code == 200
    kept = heron.get("/hours").json
    assert {**kept, "clocks": sorted(kept["clocks"], key=lambda one: one["urgency"])} == {
        **hours,
        "clocks": sorted(CLOCKS, key=lambda one: one["urgency"]),
    }
    assert with_tag(plover, "/hours", {**hours, "staffed": True, "hours": []}).status_code == 200
    house.clock.advance(dt.timedelta(minutes=50))
    told = heron.get(f"/cases/{waiting.number}/clocks").json["clocks"]
    assert [(one["clock"], one["over"]) for one in told] == [
        ("first", True), ("second", True), ("promise", False),
    ]  # fmt: skip
    late = plover.send("/hours", hours, method="PUT", **{"If-Match": old})
    assert (late.status_code, late.json["code"]) == (412, "outdated")
    wrong = with_tag(plover, "/hours", {**hours, "zone": "Mars/Olympus"})
    assert wrong.json["errors"] == [{"pointer": "/zone", "code": "unknown"}]


def test_watched_hashtags_are_kept_in_the_version_that_was_read(house: House):
    heron = program(house, "heron")
    assert with_tag(heron, "/watched", {"hashtags": ["#Ours", "ours", "#Autre"]}).status_code == 200
    assert heron.get("/watched").json == {"hashtags": ["ours", "autre"]}
    late = heron.send("/watched", {"hashtags": []}, method="PUT", **{"If-Match": '"0"'})
    assert (late.status_code, late.json["code"]) == (412, "outdated")


def test_a_case_is_for_people_named_alone_and_then_for_another_team(
    house: House, filed: Filed, heron: Program
):
    second_team(house, "east", tern=Role.CASEWORKER)
    at, plover = f"/cases/{filed.number}", program(house, "plover")
    assert heron.send(f"{at}/access/restrict", {"people": ["heron"]}).json["restricted"] is True
    assert plover.get(f"{at}/access").status_code == 404
    last = heron.send(f"{at}/access/remove", {"person": "heron"})
    assert (last.status_code, last.json["code"]) == (409, "last_holder")
    heron.send(f"{at}/access/add", {"person": "plover"})
    assert plover.get(f"{at}/access").json["named"] == ["heron", "plover"]
    heron.send(f"{at}/access/remove", {"person": "heron"})
    assert heron.get(at).status_code == 404
    plover.get(f"{at}/access")
    assert plover.send(f"{at}/access/lift").json["restricted"] is False
    assert plover.get(f"{at}/access").json["teams"] == ["east"]
    assert plover.send(f"{at}/access/move", {"team": "east"}).json["assignee"] is None
    assert plover.get(at).status_code == 404
    acts = set(signed_in(house, "heron").acts(filed.id))
    assert {Act.RESTRICTED, Act.GRANTED, Act.GRANT_REMOVED, Act.MOVED_TO_TEAM} <= acts


def test_a_case_is_held_back_and_then_erased_with_its_number_said_once_more(
    house: House, filed: Filed, heron: Program
):
    at, plover = f"/cases/{filed.number}", program(house, "plover")
    plover.get(at)
    why = {"number": filed.number.lower(), "why": "It was asked for."}
    hold = {"held": True, "reason": "A court asks."}
    assert heron.send(f"{at}/hold", hold).json["code"] == "not_allowed"
    assert plover.send(f"{at}/hold", hold).status_code == 200
    assert [one["held"] for one in plover.get("/ending").json["cases"]] == [True]
    kept = plover.send(f"{at}/erase", why)
    assert (kept.status_code, kept.json["errors"][0]["code"]) == (409, "held")
    plover.send(f"{at}/hold", {**hold, "held": False})
    old = plover.seen[filed.number]
    heron.get(at)
    heron.send(f"{at}/notes", {"team_note": "Meanwhile."})
    late = plover.send(f"{at}/erase", why, **{"If-Match": old})
    assert (late.status_code, late.json["code"]) == (412, "outdated")
    plover.get(at)
    assert plover.send(f"{at}/erase", why).json == {"left": 0, "stopped": 0}
    parts = house.services
    assert set(erasing.marked(parts.store)) == {erasing.tombstone_of(filed.id)}
    with parts.database.reading() as session:
        assert session.get(Case, filed.id) is None


def test_what_a_page_asks_a_factor_for_takes_a_scope_of_its_own(house: House, filed: Filed):
    ours = ("queue", "cases", "evidence", "exchange")
    narrow = program(house, "plover", *(f"{one}:{w}" for one in ours for w in ("read", "write")))
    at = f"/cases/{filed.number}"
    for path in ("access/lift", "hold", "erase"):
        answer = narrow.client.post(f"{DESK}{at}/{path}")
        assert (answer.status_code, answer.json["code"]) == (403, "out_of_scope"), path
    assert dt.date.fromisoformat(narrow.get("/queue").json["cases"][0]["received"])
