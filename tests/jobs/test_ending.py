"""Cases that are over end after their time: told before, stopped by a letter, a hold, a step."""

import datetime as dt

import pytest
from desk.desk_house import Desk, Filed, filing, signed_in
from house import House
from sqlalchemy import select, update

from hrd_report.casefile import erasing
from hrd_report.jobs import ending
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case, CaseState, Report, ReportState
from hrd_report.records.erasure import Cause, Tombstone

KEPT = {"closed": 365, "rejected": 90}


def run(house: House) -> int:
    return ending.run(house.services.database, house.services.store, house.clock, KEPT)


def days(house: House, number: int) -> None:
    house.clock.advance(dt.timedelta(days=number))


def closed(house: House, report: ReportState = ReportState.ACCEPTED, **columns: object) -> Filed:
    columns = {"state_day": house.clock.now.date(), **columns}
    filed = filing(house, state=CaseState.CLOSED, **columns)
    with house.services.database.writing() as session:
        session.execute(update(Report).where(Report.case_id == filed.id).values(state=report))
    return filed


def case(house: House, filed: Filed) -> Case | None:
    with house.services.database.reading() as session:
        return session.get(Case, filed.id)


@pytest.fixture
def desk(house: House) -> Desk:
    return signed_in(house, "plover")


def test_a_closed_case_is_announced_thirty_days_before_and_erased_on_its_day(house, desk):
    filed = closed(house)
    days(house, 334)
    assert run(house) == 0
    assert case(house, filed).warned_day is None
    days(house, 1)
    assert run(house) == 0
    assert case(house, filed).warned_day == house.clock.now.date()
    (news,) = [one for one in desk.news(filed) if one.event == "erasure_announced"]
    assert news.next_at.date() == house.clock.now.date() + dt.timedelta(days=30)
    days(house, 29)
    assert run(house) == 0
    days(house, 1)
    assert run(house) == 1
    assert case(house, filed) is None
    with house.services.database.reading() as session:
        acts = session.scalars(select(AuditRow).where(AuditRow.object == filed.id)).all()
        assert {(one.act, one.actor) for one in acts} == {
            (Act.ERASURE_ANNOUNCED, None),
            (Act.ERASED, None),
        }
        assert session.scalars(select(Tombstone)).one().cause is Cause.RETENTION
    assert set(erasing.marked(house.services.store)) == {erasing.tombstone_of(filed.id)}


def test_it_is_announced_once(house, desk):
    filed = closed(house)
    days(house, 340)
    for _ in range(3):
        run(house)
        days(house, 1)
    assert len([one for one in desk.news(filed) if one.event == "erasure_announced"]) == 1


def test_a_rejected_report_goes_sooner_and_others_stay(house):
    rejected, accepted = closed(house, ReportState.REJECTED), closed(house)
    days(house, 60)
    run(house)
    days(house, 30)
    assert run(house) == 1
    assert case(house, rejected) is None
    assert case(house, accepted) is not None


def test_off_for_a_year_it_warns_first_and_waits_thirty_days(house):
    filed = closed(house)
    days(house, 700)
    assert run(house) == 0
    days(house, 29)
    assert run(house) == 0
    days(house, 1)
    assert run(house) == 1
    assert case(house, filed) is None


def test_cases_from_before_there_were_clocks_count_from_now(house):
    filed = closed(house, state_day=None)
    days(house, 700)
    assert run(house) == 0
    found = case(house, filed)
    assert (found.state_day, found.warned_day) == (house.clock.now.date(), None)


@pytest.mark.parametrize("state", [one for one in CaseState if one.value not in KEPT])
def test_nothing_that_is_worked_on_ever_ends(house, state):
    filed = filing(house, state=state, state_day=house.clock.now.date())
    days(house, 3000)
    for _ in range(2):
        assert run(house) == 0
        days(house, 40)
    assert case(house, filed).warned_day is None


def test_a_held_case_stays_and_is_told_anew_when_the_hold_is_lifted(house):
    filed = closed(house, held=True)
    days(house, 800)
    assert run(house) == 0
    assert case(house, filed).warned_day is None
    with house.services.database.writing() as session:
        session.get_one(Case, filed.id).held = False
    assert run(house) == 0
    assert case(house, filed).warned_day == house.clock.now.date()
    assert run(house) == 0


def test_a_case_that_was_opened_again_is_not_erased(house, desk):
    filed = closed(house, assignee=house.people["plover"].id)
    days(house, 340)
    run(house)
    desk.token = desk.house.sign_in(desk.client, "plover")
    assert desk.act(filed, "state", to="in_progress").status_code == 303
    days(house, 31)
    assert run(house) == 0
    found = case(house, filed)
    assert (found.state, found.warned_day) == (CaseState.IN_PROGRESS, None)


def test_a_clock_that_ran_ahead_warns_and_erases_nothing_when_it_is_put_right(house):
    filed = closed(house)
    days(house, 5000)
    assert run(house) == 0
    days(house, -5000)
    for _ in range(40):
        assert run(house) == 0
        days(house, 1)
    assert case(house, filed) is not None


def test_without_a_setting_nothing_ends(house):
    closed(house)
    days(house, 5000)
    parts = house.services
    for _ in range(2):
        assert ending.run(parts.database, parts.store, house.clock, {}) == 0
        days(house, 50)
