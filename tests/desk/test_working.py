"""Giving, declining, putting off, many at once and back again; views; hours. Clear columns only."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from desk import taking_side_by_side
from desk.desk_house import Desk, signed_in, worker
from forms_on_pages import read
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.desk import helpline, queue
from hrd_report.desk.actions import saving
from hrd_report.desk.helpline import Rules, Times
from hrd_report.desk.opening_hours import LONGEST, Schedule
from hrd_report.desk.queue import Place, View
from hrd_report.records.acts import Act
from hrd_report.records.cases import CaseState, Urgency
from hrd_report.records.people import Person, Team

DAY = dt.timedelta(days=1)


@pytest.fixture
def lead(desk: Desk) -> Desk:
    return signed_in(desk.house, "plover")


def number_of(desk: Desk, name: str) -> str:
    return desk.house.people[name].id.hex()


def listed(desk: Desk, address: str = "/desk/") -> list[str]:
    text = desk.get(address).text
    return [one.split(".")[0] for one in picks(text)]


def picks(text: str) -> list[str]:
    boxes = text.split('name=case value="')[1:]
    return [one.split('"')[0] for one in boxes]


def test_a_lead_gives_a_case_to_somebody_whoever_has_it(desk, lead, file_case):
    filed = desk.taken(file_case(number="ONE"))
    assert desk.act(filed, "assign", person=number_of(desk, "plover")).status_code == 403
    assert lead.act(filed, "assign", person=number_of(desk, "plover")).status_code == 303
    assert desk.case(filed).assignee == desk.house.people["plover"].id
    assert Act.ASSIGNED in desk.acts(filed.id)


def test_of_two_leads_who_assign_at_once_the_second_is_told(desk, lead, file_case):
    filed = desk.taken(file_case(number="ONE"))
    version = desk.case(filed).version
    to = {"version": version, "person": number_of(desk, "plover")}
    assert lead.post("/desk/cases/ONE/assign", **to).status_code == 303
    again = lead.post("/desk/cases/ONE/assign", version=version, person=number_of(desk, "heron"))
    assert again.status_code == 409
    assert "with plover" in again.text
    assert desk.case(filed).assignee == desk.house.people["plover"].id


@pytest.mark.parametrize("person", ["nonsense", "00" * 16])
def test_nobody_who_could_not_open_it_is_given_a_case(desk, lead, file_case, person):
    filed = desk.taken(file_case(number="ONE"))
    assert lead.act(filed, "assign", person=person).status_code == 422
    assert lead.act(filed, "assign", person=number_of(desk, "wren")).status_code == 422
    assert desk.case(filed).assignee == desk.house.people["heron"].id


def test_whoever_declined_a_case_is_not_offered_it_again_and_others_are(desk, lead, file_case):
    filed = desk.taken(file_case(number="ONE"))
    assert desk.post("/desk/cases/ONE/decline").status_code == 303
    assert desk.case(filed).assignee is None
    desk.post("/desk/take-next")
    assert desk.case(filed).assignee is None
    lead.post("/desk/take-next")
    assert desk.case(filed).assignee == desk.house.people["plover"].id


def test_processes_that_take_at_once_never_get_the_same_case(house, file_case):
    filed = {file_case().number for _ in range(12)}
    people = [house.people[name].id for name in ("heron", "plover")] * 2
    url = house.services.settings.database
    got = taking_side_by_side.taken(url, house.team.id, people, house.clock.now)
    assert sorted(one for some in got for one in some) == sorted(filed)


def test_a_case_that_is_put_off_comes_back_on_its_day(desk, file_case):
    filed = desk.taken(file_case(number="ONE", hours=24 * 9))
    until = (desk.house.clock.now + 2 * DAY).date()
    assert desk.act(filed, "put-off", until=until.isoformat()).status_code == 303
    assert listed(desk) == []
    assert listed(desk, "/desk/?asleep=yes") == ["ONE"]
    desk.house.clock.now += 2 * DAY
    desk = signed_in(desk.house, "heron")
    assert listed(desk) == ["ONE"]


def test_a_clock_that_runs_over_wakes_a_case_that_waits_for_an_answer(desk, file_case):
    filed = desk.taken(file_case(number="ONE"))
    assert desk.act(filed, "put-off").status_code == 303
    assert listed(desk) == []
    desk.house.clock.now = desk.case(filed).due_at + dt.timedelta(minutes=1)
    assert listed(signed_in(desk.house, "heron")) == ["ONE"]


@pytest.mark.parametrize("until", ["2020-01-01", "9999-12-31", "nonsense"])
def test_no_case_is_put_off_into_the_past_or_for_ever(desk, file_case, until):
    filed = desk.taken(file_case(number="ONE"))
    assert desk.act(filed, "put-off", until=until).status_code == 422
    assert not desk.case(filed).asleep


def test_many_are_taken_and_given_back_at_once_but_for_what_changed_meanwhile(desk, file_case):
    filed = [file_case(number=one) for one in ("ONE", "TWO", "SIX")]
    chosen = picks(desk.get("/desk/").text)
    signed_in(desk.house, "plover").post("/desk/cases/SIX/take")
    told = desk.post("/desk/bulk", case=chosen, do="take")
    assert [desk.case(one).assignee for one in filed[:2]] == [desk.house.people["heron"].id] * 2
    assert "2 cases done." in told.text
    assert "1 was left as it is" in told.text
    undo = next(one for one in read(told.text, "/").forms if one.action.endswith("undo"))
    before = told.text.split('name="before" value="')[1:]
    desk.act(filed[0], "notes/team", team_note="changed meanwhile")
    answer = desk.post(undo.action, before=[one.split('"')[0] for one in before])
    assert "1 case is as it was." in answer.text
    assert desk.case(filed[0]).assignee == desk.house.people["heron"].id
    assert desk.case(filed[1]).assignee is None


@pytest.mark.parametrize("before", ["", "x", "ONE 1 zz 0 -", "ONE 99999999999999999999 - 1 -"])
def test_an_undo_that_was_tampered_with_does_nothing(desk, file_case, before):
    filed = file_case(number="ONE")
    assert desk.post("/desk/bulk/undo", before=before).status_code == 200
    assert not desk.case(filed).asleep


def test_an_undo_hides_no_case_for_longer_than_anybody_may_and_says_what_it_did(desk, file_case):
    filed = file_case(number="ONE")
    version = desk.case(filed).version
    desk.post("/desk/bulk/undo", before=f"ONE {version} - 1 9999-12-31")
    assert not desk.case(filed).asleep
    desk.post("/desk/bulk/undo", before=f"ONE {version} - 1 2026-12-31")
    assert desk.case(filed).asleep
    assert desk.acts(filed.id) == [Act.PUT_OFF]


def test_nobody_undoes_what_a_colleague_has(desk, lead, file_case):
    filed = file_case(number="ONE")
    lead.post("/desk/cases/ONE/take")
    desk.post("/desk/bulk/undo", before=f"ONE {desk.case(filed).version} - 0 -")
    assert desk.case(filed).assignee == desk.house.people["plover"].id


def test_pages_lead_both_ways_through_the_same_order(desk, file_case):
    for at, (urgency, hours) in enumerate(itertools.product(Urgency, range(1, 5))):
        file_case(number=f"N{at}", urgency=urgency, hours=hours)
    who = worker(desk.house, "heron")
    view = View(team_id=who.team_id, me=who.id, kid=who.key.kid)
    with desk.house.services.database.reading() as session:
        whole = [one.number for one in queue.page(session, view).cases]
        first = queue.page(session, view, limit=5)
        second = queue.page(session, view, first.next, limit=5)
        third = queue.page(session, view, second.next, limit=5)
        back = queue.page(session, view, before=third.previous, limit=5)
        start = queue.page(session, view, before=back.previous, limit=5)
    pages = [[one.number for one in page.cases] for page in (first, second, third, back, start)]
    assert pages == [whole[:5], whole[5:10], whole[10:], whole[5:10], whole[:5]]
    assert first.previous is None
    assert third.next is None
    assert start.previous is None


@pytest.mark.parametrize(
    "at", ["x", "critical.x.00", "critical.-.zz", "a.b.c.d", "²", "critical.-"]
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_place_that_was_tampered_with_leads_nowhere(desk, at, way):
    assert desk.get(f"/desk/?{way}={at}").status_code == 404


_MOMENTS = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2098, 12, 31))  # noqa: DTZ001


@given(st.binary(min_size=0, max_size=40), st.sampled_from(Urgency), st.none() | _MOMENTS)
def test_every_place_is_read_as_it_was_written(case, urgency, due):
    moment = due.replace(microsecond=0, tzinfo=dt.UTC) if due else None
    found = Place(urgency, moment, case)
    assert queue.place(str(found)) == found


def test_views_are_saved_for_oneself_and_for_the_team_and_sealed(desk, lead, file_case):
    file_case(number="ONE", urgency=Urgency.HIGH)
    desk.post("/desk/views", name="Mes urgences", urgency="high")
    desk.post("/desk/views", name="De l\u2019\u00e9quipe", urgency="critical", team="yes")
    mine, theirs = desk.get("/desk/").text, lead.get("/desk/").text
    assert "Mes urgences" in mine
    assert "De l\u2019\u00e9quipe" in mine
    assert "Mes urgences" not in theirs
    assert "De l\u2019\u00e9quipe" in theirs
    assert listed(desk, "/desk/?urgency=high") == ["ONE"]
    with desk.house.services.database.reading() as session:
        kept = [session.get_one(Person, desk.house.people["heron"].id).views]
        kept.append(session.get_one(Team, desk.house.team.id).views)
    assert all(b"urgences" not in one.blob and b"quipe" not in one.blob for one in kept)
    lead.post("/desk/views/remove", number="0", team="yes")
    assert "De l\u2019\u00e9quipe" not in desk.get("/desk/").text


def test_the_list_is_narrowed_by_language_colleague_waiting_and_overdue_and_so_are_views(
    desk, lead, file_case
):
    french, english = file_case(number="ONE"), file_case(number="TWO", language="en", hours=-2)
    waiting = file_case(number="SIX", state=CaseState.WAITING_PLATFORM, language="en")
    lead.post(f"/desk/cases/{english.number}/take")
    plover = number_of(desk, "plover")
    for query, wanted in (
        ("language=fr", [french]),
        ("language=en", [english, waiting]),
        ("language=en&state=waiting", [waiting]),
        (f"held={plover}", [english]),
        ("over=yes&language=en", [english]),
        ("over=yes&language=fr", []),
        ("language=xx&held=nonsense", [french, english, waiting]),
    ):
        assert set(listed(desk, f"/desk/?{query}")) == {one.number for one in wanted}, query
    page = desk.get(f"/desk/?held={plover}&language=en").text
    assert f'value="{plover}" selected' in page
    saved = desk.post("/desk/views", name="x", held=plover, language="en", state="waiting")
    assert set(saved.location.split("?")[1].split("&")) == {
        f"held={plover}",
        "language=en",
        "state=waiting",
    }


@pytest.mark.parametrize(
    ("name", "status"), [("", 422), (" \u202e\u2066 ", 422), ("x" * 61, 422), ("x" * 60, 303)]
)
def test_a_view_has_a_short_name_that_can_be_seen(desk, name, status):
    answer = desk.post("/desk/views", name=name)
    assert answer.status_code == status
    assert "x" * 61 not in desk.get("/desk/").text


@given(st.text())
def test_no_name_holds_a_mark_that_turns_the_line(name):
    found = saving.clean(name)
    assert not set(found) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\n")
    assert saving.clean(found) == found


PARIS = Schedule(ZoneInfo("Europe/Paris"), dict.fromkeys(range(5), (540, 1020)))
MONDAY = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


def test_minutes_count_while_somebody_is_there():
    friday = dt.datetime(2026, 11, 27, 15, 30, tzinfo=dt.UTC)  # 16:30 in Paris
    assert PARIS.after(friday, dt.timedelta(minutes=120)) == dt.datetime(
        2026, 11, 30, 9, 30, tzinfo=dt.UTC
    )
    assert PARIS.between(friday, friday + 3 * DAY) == dt.timedelta(hours=8)


def test_a_holiday_and_a_summer_s_end_are_no_open_hours():
    closed = Schedule(PARIS.zone, PARIS.hours, frozenset({MONDAY.date()}))
    assert closed.between(MONDAY, MONDAY + DAY) == dt.timedelta()
    night = Schedule(PARIS.zone, {6: (0, 24 * 60)})
    autumn = dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC)
    assert night.between(autumn, autumn + 3 * DAY) == dt.timedelta(hours=25)


def test_where_nobody_is_ever_there_no_clock_runs():
    nobody = Schedule(staffed=False)
    assert nobody.between(MONDAY, MONDAY + 30 * DAY) == dt.timedelta()
    assert nobody.after(MONDAY, dt.timedelta(minutes=1)) is None
    assert nobody.next_open(MONDAY) is None


@given(
    st.dictionaries(st.integers(0, 6), st.tuples(st.integers(0, 700), st.integers(701, 1440))),
    st.integers(1, 5000),
    st.integers(0, 60 * 24 * 20),
)
def test_after_and_between_agree(hours, minutes, later):
    schedule = Schedule(ZoneInfo("America/Bogota"), hours)
    start = MONDAY + dt.timedelta(minutes=later)
    length = dt.timedelta(minutes=minutes)
    end = schedule.after(start, length)
    if end is None:
        assert schedule.between(start, start + LONGEST * DAY) < length
    else:
        assert schedule.between(start, end) == length


def test_the_three_clocks_run_over_one_after_the_other_and_pause_for_the_defender(desk, file_case):
    filed = file_case(number="ONE")
    case, rules = desk.case(filed), Rules(times={Urgency.NORMAL: Times(60, 90, 120)})
    alerts = [
        helpline.alert(helpline.read(case, rules, case.due_from + dt.timedelta(minutes=one)))
        for one in (-500, 0, 61, 91, 121)
    ]
    assert alerts == [0, 0, 1, 2, 3]
    page = desk.get("/desk/cases/ONE").text
    assert "First alert, 60 minutes" in page
    assert "Promise of a first answer, 120 minutes" in page


HOURS = {"zone": "Europe/Paris", "staffed": "yes", "opens-0": "09:00", "closes-0": "17:00"}
CLOCKS = {
    f"{name}-{one.value}": str(value)
    for one in Urgency
    for name, value in (("first", 30), ("second", 45), ("promise", 60))
}


def test_a_lead_sets_hours_and_clocks_and_the_team_sees_them(desk, lead, file_case):
    file_case(number="ONE")
    assert desk.get("/desk/hours").status_code == 403
    assert lead.post("/desk/hours", **HOURS, **CLOCKS, closed="2026-12-25").status_code == 303
    assert "First alert, 30 minutes" in desk.get("/desk/cases/ONE").text
    form = lead.get("/desk/hours").text
    assert "2026-12-25" in form
    assert 'value="17:00"' in form


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Mars/Olympus"},
        {"opens-0": "18:00"},
        {"closes-0": "25:00"},
        {"closes-0": "9"},
        {"closed": "2001-01-01"},
        {"closed": "yesterday"},
        {"first-high": "100"},
        {"promise-critical": "-1"},
        {"promise-normal": "9" * 30},
    ],
)
def test_hours_no_clock_could_run_by_are_not_kept(lead, wrong):
    answer = lead.post("/desk/hours", **{**HOURS, **CLOCKS, **wrong})
    assert answer.status_code == 422
    assert next(iter(wrong.values())) in answer.text


def test_the_workload_counts_open_cases_by_who_has_them(desk, file_case):
    desk.taken(file_case(number="ONE", urgency=Urgency.CRITICAL))
    file_case(number="TWO")
    page = desk.get("/desk/team").text
    assert "heron" in page
    assert "with nobody" in page
