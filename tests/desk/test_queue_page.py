"""The queue: clear columns only, small, in order, and taken from without doubles."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from desk.desk_house import STORY, signed_in, worker

from hrd_report.desk import workload
from hrd_report.desk.actions import taking
from hrd_report.errors import Conflict, NotFound
from hrd_report.records.acts import Act
from hrd_report.records.cases import CaseState, Urgency


def numbers(page: str) -> list[str]:
    return re.findall(r"<th scope=row class=mono>([^<]+)</th>", page)


def test_the_queue_shows_the_most_urgent_and_what_is_due_first(desk, file_case):
    file_case(number="NORMAL", urgency=Urgency.NORMAL)
    file_case(number="LATER", urgency=Urgency.CRITICAL, hours=3)
    file_case(number="SOON", urgency=Urgency.CRITICAL, hours=1)
    file_case(number="HIGH", urgency=Urgency.HIGH)
    file_case(number="UNDATED", urgency=Urgency.HIGH, due_at=None)
    assert numbers(desk.get("/desk/").text) == ["SOON", "LATER", "HIGH", "UNDATED", "NORMAL"]


def test_the_queue_shows_nothing_that_is_sealed_and_stays_small(desk, file_case):
    for _ in range(60):
        file_case(files={"street.png": b"pixels"})
    answer = desk.get("/desk/")
    assert len(answer.data) < 60_000
    assert len(numbers(answer.text)) == 50
    for word in (*STORY.split(), "street", "doxing", "Doxing"):
        if len(word) > 5:
            assert word not in answer.text


def test_pages_follow_each_other_without_gap_or_double(desk, file_case):
    for index in range(103):
        urgency = list(Urgency)[index % 3]
        filed_late = None if index % 7 == 0 else dt.datetime(2026, 11, 22, index % 5, tzinfo=dt.UTC)
        file_case(urgency=urgency, due_at=filed_late)
    seen, path = [], "/desk/"
    while path:
        page = desk.get(path).text
        seen += numbers(page)
        following = re.search(r'<a href="([^"]+)" rel=next', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == 103
    assert len(set(seen)) == 103


def test_a_place_nobody_gave_out_is_not_found(desk):
    assert desk.get("/desk/?after=nonsense").status_code == 404


def test_filters_narrow_the_queue(desk, file_case):
    file_case(number="MINE", urgency=Urgency.HIGH)
    file_case(number="FREE", urgency=Urgency.NORMAL)
    file_case(
        number="OVER", urgency=Urgency.CRITICAL, due_at=desk.house.clock.now - dt.timedelta(hours=2)
    )
    file_case(number="CLOSED", state=CaseState.CLOSED)
    desk.post("/desk/cases/MINE/take")
    assert numbers(desk.get("/desk/?held=nobody").text) == ["OVER", "FREE"]
    assert numbers(desk.get("/desk/mine").text) == ["MINE"]
    assert numbers(desk.get("/desk/?over=yes").text) == ["OVER"]
    assert numbers(desk.get("/desk/?urgency=normal").text) == ["FREE"]
    assert numbers(desk.get("/desk/?state=closed").text) == ["CLOSED"]


def test_the_head_counts_what_is_open_free_mine_and_over(desk, file_case):
    file_case(number="ONE")
    file_case(number="TWO", due_at=desk.house.clock.now - dt.timedelta(hours=5))
    file_case(number="DONE", state=CaseState.RESOLVED)
    desk.post("/desk/cases/ONE/take")
    with desk.house.services.database.reading() as session:
        who = worker(desk.house, "heron")
        found = workload.counts(session, who.team_id, who.id, who.key.kid, desk.house.clock.now)
    assert (found.open, found.nobody, found.mine, found.over) == (2, 1, 1, 1)


def test_take_next_gives_the_most_urgent_free_case(desk, file_case):
    file_case(number="CALM")
    filed = file_case(number="HOT", urgency=Urgency.CRITICAL)
    answer = desk.post("/desk/take-next")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/cases/HOT")
    assert desk.acts(filed.id) == [Act.TOOK]


def test_take_next_without_a_free_case_shows_the_queue(desk):
    answer = desk.post("/desk/take-next")
    assert answer.status_code == 200
    assert "No case waits that you could take." in answer.text


def test_a_case_somebody_has_cannot_be_taken(desk, file_case):
    file_case(number="ONE")
    assert desk.post("/desk/cases/ONE/take").status_code == 303
    assert signed_in(desk.house, "plover").post("/desk/cases/ONE/take").status_code == 409


def test_two_people_at_once_never_get_the_same_case(house, file_case):
    for _ in range(6):
        file_case()

    def take(name: str) -> list[str]:
        got = []
        for _ in range(4):
            try:
                with house.services.database.writing() as session:
                    case = taking.take_next(session, worker(house, name), now=house.clock.now)
                    got.append(case.number)
            except (NotFound, Conflict):
                pass
        return got

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(take, ["heron", "plover"])
    assert len(first + second) == 6
    assert not set(first) & set(second)


def test_only_the_holder_or_a_lead_gives_a_case_back(desk, file_case):
    filed = file_case(number="ONE")
    lead = signed_in(desk.house, "plover")
    lead.post("/desk/cases/ONE/take")
    assert desk.act(filed, "release").status_code == 403
    assert lead.act(filed, "release").status_code == 303
    assert desk.case(filed).assignee is None
    assert Act.RELEASED_CASE in desk.acts(filed.id)


@pytest.mark.parametrize("name", ["avocet", "wren"])
def test_administrator_and_analyst_do_not_enter_the_desk(house, file_case, name):
    file_case(number="ONE")
    somebody = signed_in(house, name)
    for path in ("/desk/", "/desk/mine", "/desk/cases/ONE"):
        assert somebody.get(path).status_code == 403
