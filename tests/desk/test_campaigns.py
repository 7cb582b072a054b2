"""A campaign is suggested, written, counted in waves, handed on, judged when it is over."""

import datetime as dt
from html import unescape

import pytest
from canaries import Canaries, at_rest, in_rows
from casefile.rolled import restricted
from desk.desk_house import Desk, Filed, filing
from desk.test_related_cases import POST, STORY, confirmed
from house import House
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hrd_report.desk.campaigns import waves
from hrd_report.desk.campaigns.waves import Seen
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 1))
SEEN = st.lists(st.builds(Seen, DAYS, st.lists(st.sampled_from("abc"), max_size=3).map(tuple)))


@pytest.fixture
def members(house: House, desk: Desk) -> list[Filed]:
    """Give three confirmed cases that name the same."""
    filed = [filing(house, story=STORY.format(POST)) for _ in range(3)]
    for one in filed:
        confirmed(desk, one)
    return filed


def written(desk: Desk, **more: object) -> str:
    answer = desk.post("/desk/campaigns/new", **{"name": "The wave", **more})
    assert answer.status_code == 303
    return answer.location


def seen(desk: Desk, address: str) -> str:
    answer = desk.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_cases_that_hang_together_are_suggested_until_they_are_a_campaign(
    desk: Desk, members: list[Filed]
):
    page = unescape(desk.post("/desk/campaigns/look").text)
    assert "3 cases hang together" in page
    assert "x · troll_1" in page
    assert page.count('name=case value="') == 3
    assert "Bursts" in page
    assert Act.CAMPAIGNS_LOOKED_FOR in desk.acts(desk.house.team.id)
    written(desk, cases=[one.number for one in members])
    assert "No three cases hang together" in desk.post("/desk/campaigns/look").text


def test_a_campaign_shows_its_waves_and_hands_its_cases_on(desk: Desk, members: list[Filed]):
    numbers = [one.number for one in members]
    here = written(
        desk,
        kind="own",
        hashtags="#Ours",
        cases=numbers,
        tactics=["bots"],
        state_role="state-ignored",
        first="2026-11-01",
    )
    page = seen(desk, here)
    assert "The highest bar is 3 cases." in page
    assert "<rect" in page
    assert "style=" not in page
    assert "1 November 2026: it began" in page
    assert "#ours" in page
    assert "The state looks away" in page
    answer = desk.get(f"{here}/escalate?case={numbers[0]}&case={numbers[1]}&case=UNKNOWN")
    assert answer.location in {
        f"/desk/cases/{one}/escalate?with={other}" for one, other in (numbers[:2], numbers[1::-1])
    }
    desk.post(f"{here}/write", name="The wave", version=1, over="yes", helped="support")
    assert "Support by colleagues and friends" in seen(desk, here)


def test_cases_are_taken_in_and_out_and_two_people_overwrite_nothing(
    desk: Desk, members: list[Filed]
):
    here = written(desk)
    number = members[0].number
    assert desk.post(f"{here}/members", version=1, case=number, act="in").status_code == 303
    assert number in seen(desk, here)
    assert desk.post(f"{here}/members", version=1, case=number, act="out").status_code == 409
    assert desk.post(f"{here}/members", version=2, case="NONE", act="in").status_code == 422
    desk.post(f"{here}/members", version=2, case=number, act="out")
    assert number not in seen(desk, here)
    assert desk.post(f"{here}/remove").status_code == 303
    assert desk.get(here).status_code == 404


def test_a_case_that_was_restricted_is_counted_and_not_named(desk: Desk, members: list[Filed]):
    here = written(desk, cases=[one.number for one in members])
    restricted(desk.house, members[0], "plover")
    page = seen(desk, here)
    assert "1 restricted case belongs to it." in page
    assert members[0].number not in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"tactics": "x"},
        {"first": "soon"},
        {"first": "2026-12-01", "last": "2026-11-01"},
    ],
)
def test_what_does_not_fit_is_shown_again(desk: Desk, wrong: dict[str, str]):
    answer = desk.post("/desk/campaigns/new", **{"name": "kept", "story": "typed", **wrong})
    assert answer.status_code == 422
    assert "typed" in answer.text


def test_a_movement_s_own_campaign_is_begun_from_what_the_defender_said(house: House, desk: Desk):
    further = {
        "hashtags": ["#Ours"],
        "since": {"day": "2", "month": "11", "year": "2026"},
        "channels": ["https://ours.example"],
    }
    number = report(house, further)
    desk.post(f"/desk/cases/{number}/take")
    page = seen(desk, f"/desk/cases/{number}")
    assert f"/desk/campaigns/new?case={number}" in page
    form = seen(desk, f"/desk/campaigns/new?case={number}")
    assert 'value="2026-11-02"' in form
    assert "#ours" in form
    here = written(desk, kind="own", cases=number, hashtags="#Ours", first="2026-11-02")
    assert "hxxps://ours[.]example" in seen(desk, here)


def report(house: House, campaign: dict[str, object]) -> str:
    further = {"campaign": campaign}
    answer = house.client().post("/api/v1/reports", json={"story": "x", "further": further})
    assert answer.status_code == 201, answer.json
    with house.services.database.reading() as session:
        return session.scalars(select(Case.number)).one()


def test_nothing_of_a_campaign_rests_in_clear(house: House, desk: Desk):
    canaries = Canaries()
    fields = ("name", "story", "targets", "hashtags", "lessons")
    written(desk, **{one: canaries.word(one) for one in fields})
    assert in_rows(house.services.database.engine, canaries) == {}
    assert at_rest(house.services.database.engine, canaries) == {}


@given(SEEN, st.lists(DAYS, max_size=2))
def test_waves_count_every_case_of_every_type_once(seen, also):
    found = waves.waves(seen, also)
    if found is None:
        assert not seen
        return
    assert found.columns <= waves.MOST_COLUMNS + 1
    for wave in found.waves:
        assert wave.total == sum(wave.type in one.types for one in seen)
    for day in [one.day for one in seen] + also:
        column = found.column(day)
        assert column is not None
        assert found.day(column) <= day
