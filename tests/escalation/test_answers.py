import datetime as dt

import pytest
from escalation.escalated import Sheet, Work
from escalation.mailbox import Mailbox

from hrd_report.jobs import silence
from hrd_report.records.acts import Act
from hrd_report.records.cases import CaseState, Due

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def notice(work: Work, box: Mailbox) -> Sheet:
    work.consent()
    return work.sent(box)


def test_an_acknowledgement_is_recorded_and_told(work: Work, notice: Sheet):
    work.house.clock.advance(HOUR)
    assert notice.do("acknowledged", reference="T-99").status_code == 303
    row = notice.row
    assert (notice.state, row.due_at) == ("acknowledged", row.decision_due)
    assert row.acknowledged_at == dt.datetime(2026, 11, 21, 11, tzinfo=dt.UTC)
    assert (work.case.due, work.case.due_at) == (Due.DECISION, row.decision_due)
    told = work.news()[-1]
    assert (told.event, told.platform.reveal()) == ("escalation_acknowledged", "Telegram")
    assert told.next_at == row.decision_due
    assert Act.ACKNOWLEDGED in notice.acts()
    assert "T-99" in notice.page


def test_a_decision_is_recorded_item_by_item_and_told(work: Work, notice: Sheet):
    notice.do("acknowledged", reference="T-99")
    work.house.clock.advance(HOUR)
    answer = notice.decide("removed", reasons_given="yes", reasons="Because of rule 4.")
    assert answer.status_code == 303
    told = work.news()[-1]
    assert (notice.state, told.event, told.decisions) == (
        "decided",
        "escalation_decided",
        ("removed",),
    )
    assert (work.case.state, work.case.due) == (CaseState.IN_PROGRESS, Due.WORD_TO_DEFENDER)
    page = notice.page
    assert "Because of rule 4." in page
    assert "T-99" in page


@pytest.mark.parametrize(
    "fields", [{"decision": []}, {"decision": ["removed", "removed"]}, {"decision": ["nonsense"]}]
)
def test_each_item_needs_a_decision_and_what_was_typed_stays(notice: Sheet, fields):
    answer = notice.decide(reasons="Their long letter.", **fields)
    assert answer.status_code == 422
    assert "Their long letter." in answer.text
    assert "Choose" in answer.text
    assert notice.state == "sent"


def test_a_silence_is_not_typed_in(notice: Sheet):
    assert notice.decide("no_response").status_code == 422


@pytest.mark.parametrize("late", ["acknowledged", "decided"])
def test_a_late_answer_is_still_recorded(work: Work, notice: Sheet, late: str):
    work.house.clock.advance(30 * HOUR)
    assert silence.record(work.house.services.database, work.house.clock) == 1
    done = notice.do("acknowledged") if late == "acknowledged" else notice.decide("refused")
    assert done.status_code == 303
    assert notice.state == late
    assert work.events()[-2:] == ["escalation_silent", f"escalation_{late}"]


def test_who_confirms_after_all_clocks_ran_over_gets_a_new_one(work: Work, notice: Sheet):
    work.house.clock.advance(200 * HOUR)
    silence.record(work.house.services.database, work.house.clock)
    notice.do("acknowledged")
    assert notice.row.due_at == notice.row.acknowledged_at + 72 * HOUR
    assert silence.record(work.house.services.database, work.house.clock) == 0


@pytest.mark.parametrize("end", ["upheld", "overturned"])
def test_an_appeal_runs_its_own_clock_to_its_end(work: Work, notice: Sheet, end: str):
    notice.decide("refused")
    work.house.clock.advance(HOUR)
    assert notice.do("appeal").status_code == 303
    assert (notice.state, work.case.state) == ("appealed", CaseState.WAITING_PLATFORM)
    assert notice.row.due_at is not None
    work.house.clock.advance(HOUR)
    assert notice.do(end).status_code == 303
    assert (notice.state, work.news()[-1].outcome) == (end, end)
    assert notice.do("close").status_code == 303
    assert notice.state == "closed"


def test_two_people_do_not_record_over_each_other(work: Work, notice: Sheet):
    seen = notice.row.version
    notice.do("acknowledged", reference="T-1")
    answer = work.post(
        f"{notice.path}/decided",
        {
            "version": seen,
            "decision": "removed",
            "reasons_given": "no",
            "appeal_offered": "no",
            "reasons": "Kept words.",
        },
    )
    assert answer.status_code == 409
    assert "Kept words." in answer.text
    assert notice.state == "acknowledged"


def test_a_step_the_table_does_not_have_is_refused(work: Work):
    work.consent()
    draft = work.draft()
    assert draft.do("acknowledged").status_code == 409
    assert draft.do("appeal").status_code == 409
    assert draft.do("nonsense").status_code == 404
    assert draft.state == "draft"
