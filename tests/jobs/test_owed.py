import datetime as dt

from escalation.escalated import Work
from escalation.mailbox import Mailbox

from hrd_report.jobs import owed
from hrd_report.records.cases import Due

DAY = dt.timedelta(days=1)


def show(work: Work) -> int:
    return owed.show(work.house.services.database, work.house.clock)


def test_a_week_before_its_last_day_an_appeal_stands_in_the_queue(work: Work, box: Mailbox):
    work.consent(platform="bluesky")
    notice = work.sent(box, platform="bluesky", address="moderation@murmur.example")
    assert notice.decide("refused").status_code == 303
    until = notice.row.appeal_due
    # Fourteen days later is a Saturday: it is to be done by the end of Friday.
    assert until - notice.row.decided_at == 13 * DAY + dt.timedelta(hours=14)
    work.house.clock.now = until - 8 * DAY
    assert show(work) == 0
    work.house.clock.now = until - 6 * DAY
    work.answered()
    assert show(work) == 1
    assert (work.case.due, work.case.due_at) == (Due.APPEAL, until)
    assert show(work) == 0


def test_after_thirty_days_somebody_looks_whether_it_came_back(work: Work, box: Mailbox):
    work.consent()
    notice = work.sent(box)
    assert notice.decide("removed").status_code == 303
    work.answered()
    work.house.clock.now = notice.row.look_due - DAY
    assert show(work) == 0
    work.house.clock.now = notice.row.look_due
    assert show(work) == 1
    assert work.case.due is Due.LOOK_AGAIN
