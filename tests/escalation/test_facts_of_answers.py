"""A case's nameless fact says what a platform answered, as soon as somebody at the case knows."""

import datetime as dt

import pytest
from escalation.escalated import Sheet, Work
from escalation.mailbox import Mailbox
from escalation.test_together import begun, beside, ready
from facts_opened import counted
from sqlalchemy import select

from hrd_report.jobs import silence
from hrd_report.jobs.outbox import deliver
from hrd_report.records.facts import Bucket, BucketState, Fact
from hrd_report.records.keys import Item, ItemKind

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
CLASSIFIED = {
    "threats": ["doxing"],
    "subtypes": ["doxing.contact_location"],
    "platforms": ["telegram"],
    "country": "TG",
}


def counted_in(work: Work) -> None:
    """Take a case whose defender agreed to be counted, and say what it is about."""
    work.consent(purpose="statistics", platform=None, identity="none")
    assert work.post(f"/desk/cases/{work.number}/take").status_code == 303
    classified = work.post(
        f"/desk/cases/{work.number}/classify", {**CLASSIFIED, "version": work.case.version}
    )
    assert classified.status_code == 303


@pytest.fixture
def notice(work: Work, box: Mailbox) -> Sheet:
    """A notice that left, about a case that is counted."""
    work.consent()
    made = work.sent(box)
    counted_in(work)
    return made


def told(work: Work) -> tuple[str, str, str]:
    (fact,) = counted(work.house)
    assert (fact["platform"], fact["language"]) == ("telegram", "fr")
    return fact["acknowledged"], fact["decision"], fact["remedy"]


def test_from_the_notice_over_the_decision_to_the_appeal(work: Work, notice: Sheet):
    assert told(work) == ("waiting", "waiting", "none")
    work.house.clock.advance(2 * HOUR)
    notice.do("acknowledged", reference="T-99")
    assert told(work) == ("up_to_1", "waiting", "none")
    work.house.clock.advance(2 * DAY)
    notice.decide("refused")
    assert told(work) == ("up_to_1", "up_to_7_none", "none")
    notice.do("appeal")
    assert told(work) == ("up_to_1", "up_to_7_none", "running")
    notice.do("overturned")
    assert told(work) == ("up_to_1", "up_to_7_none", "overturned")
    body = sealed(work)
    notice.do("close")
    assert notice.state == "closed"
    assert told(work) == ("up_to_1", "up_to_7_none", "overturned")
    assert sealed(work) == body  # nothing new to say, so the row is not written anew


def sealed(work: Work) -> bytes:
    with work.house.services.database.reading() as session:
        return session.scalars(select(Fact)).one().body.blob


def assessments(work: Work) -> int:
    with work.house.services.database.reading() as session:
        found = select(Item).where(Item.case_id == work.case_id, Item.kind == ItemKind.ASSESSMENT)
        return len(session.scalars(found).all())


@pytest.mark.usefixtures("notice")
def test_a_silence_by_the_clock_is_told_when_the_case_is_next_opened_and_once(work: Work):
    work.house.clock.advance(4 * DAY)
    parts = work.house.services
    assert silence.record(parts.database, parts.clock)
    assert told(work) == ("waiting", "waiting", "none")
    assert work.get(f"/desk/cases/{work.number}").status_code == 200
    assert told(work) == ("never", "no_answer", "none")
    kept = assessments(work)
    work.get(f"/desk/cases/{work.number}")
    assert assessments(work) == kept


def test_a_frozen_fact_stays_what_it_was_and_the_case_opens(work: Work, notice: Sheet):
    with work.house.services.database.writing() as session:
        session.scalars(select(Bucket)).one().state = BucketState.FROZEN
    kept = assessments(work)
    work.house.clock.advance(HOUR)
    notice.decide("removed")
    assert work.get(f"/desk/cases/{work.number}").status_code == 200
    assert told(work) == ("waiting", "waiting", "none")
    assert assessments(work) == kept


def test_a_case_that_nobody_agreed_to_count_stays_uncounted(work: Work, box: Mailbox):
    work.consent()
    made = work.sent(box)
    made.decide("removed")
    assert counted(work.house) == []


def test_a_notice_of_another_case_says_as_much_of_this_one_that_it_speaks_for(
    work: Work, box: Mailbox
):
    other = beside(work)
    work.consent()
    other.consent()
    sheet = ready(begun(work, other))
    assert sheet.send().status_code == 303
    assert deliver(work.outbox(box.server))
    counted_in(other)
    assert told(other) == ("waiting", "waiting", "none")
    work.house.clock.advance(2 * DAY)
    items = sheet.page.count('name="decision"') or sheet.page.count("name=decision")
    assert sheet.decide(*["removed"] * items).status_code == 303
    assert other.get(f"/desk/cases/{other.number}").status_code == 200
    # The decision on each post is sealed to the case whose notice it was.
    assert told(other) == ("up_to_7", "up_to_7", "none")
