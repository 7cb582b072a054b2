"""The desk by program: the queue page by page, a case taken, opened and noted in."""

import itertools
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from desk.desk_house import signed_in
from house import House
from programs import Program, program
from sqlalchemy import event
from werkzeug.test import TestResponse

from hrd_report.records.acts import Act
from hrd_report.records.cases import Urgency


def test_the_queue_is_read_to_its_end_by_cursor_and_names_nothing_sealed(house: House, file_case):
    filed = {file_case(number=f"K{n}").number for n in range(5)}
    urgent = file_case(urgency=Urgency.CRITICAL).number
    heron = program(house, "heron", "queue:read")
    seen, cursor = [], None
    while cursor is not None or not seen:
        page = heron.get("/queue", limit=2, **({"cursor": cursor} if cursor else {})).json
        seen += [one["number"] for one in page["cases"]]
        cursor = page["next"]
    assert seen[0] == urgent
    assert set(seen) == filed | {urgent}
    assert len(seen) == 6


def test_a_cursor_is_good_for_its_reader_and_unaltered_alone(house: House, file_case):
    for _ in range(2):
        file_case()
    cursor = program(house, "heron").get("/queue", limit=1).json["next"]
    plover = program(house, "plover")
    for wrong in (cursor, "", "x", cursor[:-2], "A" + cursor[1:], cursor * 90):
        answer = plover.get("/queue", cursor=wrong)
        assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_no_two_take_the_same_and_when_all_are_taken_nothing_waits(house: House, file_case):
    file_case()
    heron, plover = program(house, "heron"), program(house, "plover")
    taken = heron.send("/queue/next")
    assert (taken.status_code, taken.json["assignee"]) == (200, "heron")
    assert plover.send("/queue/next").status_code == 204
    answer = plover.send(f"/cases/{taken.json['number']}/take")
    assert (answer.status_code, answer.json["code"]) == (409, "conflict")


def test_a_case_is_opened_after_it_was_taken_and_that_is_written_down(house: House, file_case):
    filed = file_case(files={"a.png": b"x"})
    heron, desk = program(house, "heron"), signed_in(house, "heron")
    answer = heron.get(f"/cases/{filed.number}")
    assert (answer.status_code, answer.json["code"]) == (409, "not_taken")
    heron.send(f"/cases/{filed.number}/take")
    case = heron.get(f"/cases/{filed.number}")
    assert case.json["report"]["story"].startswith("They wrote where I sleep.")
    assert case.headers["ETag"] == f'"{case.json["version"]}"'
    assert case.json["state"] == "open"
    assert [one["name"] for one in case.json["files"]] == ["a.png"]
    assert desk.acts(filed.id).count(Act.OPENED) == 1
    assert "fact" not in str(case.json)


def test_a_note_is_kept_once_for_its_key_and_a_personal_one_is_the_author_s_alone(
    house: House, file_case
):
    filed = file_case()
    heron, plover = program(house, "heron"), program(house, "plover")
    heron.send(f"/cases/{filed.number}/take")
    once = {"Idempotency-Key": "0123456789abcdef"}
    note = {"team_note": "Call back on Monday."}
    for _ in range(2):
        kept = heron.send(f"/cases/{filed.number}/notes", note, **once)
        assert kept.status_code == 201
    other = heron.send(f"/cases/{filed.number}/notes", {"team_note": "Another."}, **once)
    assert (other.status_code, other.json["code"]) == (422, "idempotency_mismatch")
    own = heron.send(f"/cases/{filed.number}/notes", {"own_note": "For me."})
    assert own.status_code == 201
    both = heron.send(f"/cases/{filed.number}/notes", {"own_note": "x", "team_note": "x"})
    assert both.status_code == 422
    texts = [one["text"] for one in heron.get(f"/cases/{filed.number}").json["notes"]]
    assert texts == ["Call back on Monday.", "For me."]
    texts = [one["text"] for one in plover.get(f"/cases/{filed.number}").json["notes"]]
    assert texts == ["Call back on Monday."]


@pytest.mark.postgresql
def test_two_posts_with_one_key_at_one_moment_are_one_and_get_one_answer(house: House, file_case):
    filed, heron = file_case(), program(house, "heron")
    heron.send(f"/cases/{filed.number}/take")
    meet = threading.Barrier(2)

    def send(_: int) -> TestResponse:
        someone = Program(heron.client.application.test_client())
        someone.client.environ_base = heron.client.environ_base
        note = {"own_note": "For me."}
        once = {"Idempotency-Key": "0123456789abcdef"}
        return someone.send(f"/cases/{filed.number}/notes", note, **once)

    def both_found_nothing(*said: object) -> None:
        if "FROM answered" in str(said[2]) and next(looks) < 2:
            meet.wait(20)

    looks, engine = itertools.count(), house.services.database.engine
    event.listen(engine, "after_cursor_execute", both_found_nothing)
    with ThreadPoolExecutor(2) as both:
        one, two = both.map(send, range(2))
    event.remove(engine, "after_cursor_execute", both_found_nothing)
    assert (one.status_code, two.status_code) == (201, 201)
    assert one.json == two.json
    assert len(heron.get(f"/cases/{filed.number}").json["notes"]) == 1


def test_every_route_is_described_in_openapi_with_its_refusals(house: House):
    described = house.client().get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.1.0"
    rules = [rule.rule for rule in house.app.url_map.iter_rules()]
    ours = [rule for rule in rules if rule.startswith("/api/v1/desk/")]
    paths = {re.sub("<(?:[^:>]*:)?([^>]*)>", r"{\1}", rule) for rule in ours}
    assert paths == {one for one in described["paths"] if one.startswith("/api/v1/desk/")}
    for path in paths:
        operations = {k: v for k, v in described["paths"][path].items() if k != "parameters"}
        for operation in operations.values():
            assert operation["operationId"]
            assert {"401", "403", "503"} <= set(operation["responses"])
            assert operation["security"] == [{"token": []}]
