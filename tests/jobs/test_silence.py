import datetime as dt

from escalation.escalated import Work
from escalation.mailbox import Mailbox

from hrd_report.jobs import silence
from hrd_report.records.acts import Act
from hrd_report.records.cases import CaseState, Due

HOUR = dt.timedelta(hours=1)


def record(work: Work) -> int:
    return silence.record(work.house.services.database, work.house.clock)


def test_nothing_is_recorded_before_the_clock_ran_over(work: Work, box: Mailbox):
    notice = work.sent(box)
    work.house.clock.now = notice.row.due_at - dt.timedelta(seconds=1)
    assert record(work) == 0
    assert notice.state == "sent"


def test_an_overdue_acknowledgement_becomes_no_response(work: Work, box: Mailbox):
    notice = work.sent(box)
    missed = notice.row.due_at
    work.house.clock.now = missed
    assert record(work) == 1
    assert (notice.state, notice.row.due_at) == ("no_response", missed)
    assert (work.case.state, work.case.due) == (CaseState.IN_PROGRESS, Due.ACKNOWLEDGEMENT)
    assert work.case.due_at == missed
    assert work.events()[-1] == "escalation_silent"
    assert Act.SILENCE_RECORDED in notice.acts()
    assert "No response in time." in notice.page


def test_it_is_recorded_once(work: Work, box: Mailbox):
    work.sent(box)
    work.house.clock.advance(30 * HOUR)
    assert (record(work), record(work)) == (1, 0)
    assert work.events().count("escalation_silent") == 1


def test_an_acknowledgement_without_a_decision_becomes_no_response_too(work: Work, box: Mailbox):
    notice = work.sent(box)
    assert notice.do("acknowledged", reference="T-1").status_code == 303
    work.house.clock.advance(30 * HOUR)
    assert record(work) == 0
    work.house.clock.advance(50 * HOUR)
    assert record(work) == 1
    assert (notice.state, work.case.due) == ("no_response", Due.DECISION)


def test_of_two_notices_the_earlier_clock_is_the_case_s(work: Work, box: Mailbox):
    work.sent(box)
    work.house.clock.advance(5 * HOUR)
    second = work.sent(box)
    work.house.clock.advance(20 * HOUR)
    assert record(work) == 1
    assert work.case.state is CaseState.WAITING_PLATFORM
    assert work.case.due_at < second.row.due_at
