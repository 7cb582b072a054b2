import datetime as dt
import threading

import pytest
from escalation.escalated import Work, work_on
from escalation.mailbox import Mailbox, free_port, mailbox

from hrd_report.casefile import consents
from hrd_report.escalation.delivery import MailServer
from hrd_report.jobs import outbox
from hrd_report.jobs.outbox import deliver, deliver_one
from hrd_report.records.acts import Act
from hrd_report.records.cases import CaseState, Consent, Due, Urgency
from hrd_report.records.escalations import DeliveryState
from hrd_report.records.keys import Item

MINUTE = dt.timedelta(minutes=1)
NOWHERE = MailServer("127.0.0.1", 1, "none", timeout=1)


def test_an_empty_outbox_has_nothing_to_do(work: Work, box: Mailbox):
    assert not deliver(work.outbox(box.server))


def test_a_sent_notice_starts_its_clocks_and_is_told(work: Work, box: Mailbox):
    notice = work.sent(box)
    row = notice.row
    sent = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
    assert row.sent_at == sent
    assert row.acknowledgement_due == sent + dt.timedelta(hours=24)
    assert row.decision_due == sent + dt.timedelta(hours=72)
    assert row.due_at == row.acknowledgement_due
    assert (work.case.state, work.case.due) == (CaseState.WAITING_PLATFORM, Due.ACKNOWLEDGEMENT)
    assert work.case.due_at == row.due_at
    queued, told = work.news()
    assert (queued.event, queued.platform.reveal()) == ("escalation_queued", "Telegram")
    assert (told.event, told.next_at) == ("escalation_sent", row.due_at)
    assert told.escalation == queued.escalation == notice.id.hex()
    assert told.platform is None
    assert Act.SENT in notice.acts()


def test_a_critical_case_has_shorter_clocks(house, box: Mailbox):
    work = work_on(house, urgency=Urgency.CRITICAL)
    work.consent()
    row = work.sent(box).row
    assert row.due_at == row.sent_at + dt.timedelta(hours=2)


def test_what_has_left_cannot_be_opened_in_the_outbox_any_more(work: Work, box: Mailbox):
    notice = work.sent(box)
    with work.house.services.database.reading() as session:
        assert session.get_one(Item, notice.delivery.item_id).blob is None
    assert notice.preview == box.body()


def test_it_leaves_once(work: Work, box: Mailbox):
    work.sent(box)
    work.house.clock.advance(dt.timedelta(days=2))
    assert not deliver(work.outbox(box.server))
    assert len(box.raw) == 1


def test_the_running_program_sends_through_its_setting(work: Work, box: Mailbox):
    work.queued()
    parts = work.house.with_settings(smtp_url=f"smtp://127.0.0.1:{box.port}").services
    assert deliver_one(parts, work.house.secrets.delivery)
    assert len(box.raw) == 1


def test_a_server_that_is_down_is_tried_again_until_it_is_up(work: Work):
    notice, port = work.queued(), free_port()
    server = MailServer("127.0.0.1", port, "none", timeout=5)
    for wait in (1, 5, 15):
        assert deliver(work.outbox(server))
        assert notice.delivery.problem == "unreachable"
        assert "The mail server could not be reached." in notice.page
        assert notice.delivery.next_at == work.house.clock.now + wait * MINUTE
        assert not deliver(work.outbox(server))
        work.house.clock.advance(wait * MINUTE)
    with mailbox(port) as box:
        assert deliver(work.outbox(server))
    assert len(box.raw) == 1
    assert (notice.state, notice.delivery.problem) == ("sent", None)


def test_after_eight_tries_it_is_given_up_visibly_and_can_be_tried_again(work: Work, box: Mailbox):
    notice = work.queued()
    for _ in range(8):
        assert notice.state == "queued"
        assert deliver(work.outbox(NOWHERE))
        work.house.clock.advance(dt.timedelta(hours=20))
    assert (notice.state, notice.delivery.state) == ("failed", DeliveryState.DEAD)
    assert work.events() == ["escalation_queued", "escalation_not_sent"]
    assert "Try again" in notice.page
    assert notice.do("retry").status_code == 303
    assert deliver(work.outbox(box.server))
    assert notice.state == "sent"


def test_the_wait_between_tries_is_spread(work: Work):
    notice = work.queued()
    late = outbox.Outbox(
        **{
            name: getattr(work.outbox(NOWHERE), name)
            for name in ("database", "clock", "server", "key", "clocks")
        },
        jitter=lambda: 1.0,
    )
    assert deliver(late)
    assert notice.delivery.next_at == work.house.clock.now + dt.timedelta(seconds=75)


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA"])
def test_a_lasting_refusal_ends_it_at_once(work: Work, box: Mailbox, word: str):
    notice = work.queued()
    box.says[word] = "550 no"
    assert deliver(work.outbox(box.server))
    assert (notice.state, notice.delivery.attempts) == ("failed", 1)
    assert Act.NOT_SENT in notice.acts()
    assert "The mail server refused" in notice.page


def test_a_refusal_for_now_is_tried_again(work: Work, box: Mailbox):
    notice = work.queued()
    box.says["RCPT"] = "451 later"
    assert deliver(work.outbox(box.server))
    assert (notice.state, notice.delivery.state) == ("queued", DeliveryState.QUEUED)
    del box.says["RCPT"]
    work.house.clock.advance(MINUTE)
    assert deliver(work.outbox(box.server))
    assert len(box.raw) == 1


def test_without_a_mail_server_it_waits_and_says_so(work: Work, box: Mailbox):
    notice = work.queued()
    for _ in range(12):
        assert deliver(work.outbox(None))
        work.house.clock.advance(dt.timedelta(minutes=5))
    assert notice.delivery.attempts == 0
    assert "No mail server is set." in notice.page
    assert deliver(work.outbox(box.server))
    assert notice.state == "sent"


def test_a_consent_withdrawn_in_the_queue_stops_it(house, box: Mailbox):
    work = work_on(house)
    consent = work.consent()
    notice = work.queued()
    work.withdraw(consent)
    assert deliver(work.outbox(box.server))
    assert box.raw == []
    assert (notice.state, notice.delivery.state) == ("stopped", DeliveryState.STOPPED)
    assert work.events() == ["escalation_queued", "escalation_stopped"]
    assert Act.NOT_SENT in notice.acts()
    assert "Stopped. Nothing has left." in notice.page


def test_a_withdrawal_takes_it_out_of_the_queue_itself(house, box: Mailbox):
    work = work_on(house)
    consent = work.consent()
    notice = work.queued()
    with house.services.database.writing() as session:
        row = session.get_one(Consent, consent)
        assert consents.withdraw(session, row, now=house.clock.now).stopped == 1
    assert not deliver(work.outbox(box.server))
    assert (notice.state, box.raw) == ("stopped", [])
    assert work.events() == ["escalation_queued", "escalation_stopped"]


def test_one_withdrawn_consent_of_two_stops_it(work: Work, box: Mailbox):
    second = work.consent(purpose="notice_identified", identity="real")
    notice = work.queued()
    work.withdraw(second)
    assert deliver(work.outbox(box.server))
    assert (notice.state, box.raw) == ("stopped", [])


def test_a_consent_that_runs_out_in_the_queue_stops_it(house, box: Mailbox):
    work = work_on(house)
    work.consent(days=2)
    notice = work.queued()
    house.clock.advance(dt.timedelta(days=2))
    assert deliver(work.outbox(box.server))
    assert (notice.state, box.raw) == ("stopped", [])


def test_a_consent_withdrawn_while_the_server_answers_still_stops_it(
    house, box: Mailbox, monkeypatch
):
    work = work_on(house)
    consent = work.consent()
    notice = work.queued()
    connected = outbox.delivery._connected

    def connect_slowly(server):
        work.withdraw(consent)
        return connected(server)

    monkeypatch.setattr(outbox.delivery, "_connected", connect_slowly)
    assert deliver(work.outbox(box.server))
    assert (notice.state, box.raw) == ("stopped", [])


def test_a_caseworker_stops_it_in_the_queue(work: Work, box: Mailbox):
    notice = work.queued()
    assert notice.do("stop").status_code == 303
    assert not deliver(work.outbox(box.server))
    assert (notice.state, box.raw) == ("stopped", [])


def test_a_damaged_message_is_not_sent_and_says_so(work: Work, box: Mailbox):
    notice = work.queued()
    with work.house.services.database.writing() as session:
        session.get_one(Item, notice.delivery.item_id).blob = None
    assert deliver(work.outbox(box.server))
    assert (notice.state, notice.delivery.problem, box.raw) == ("failed", "damaged", [])


class Crash(BaseException):
    """The process is gone."""


def test_a_crash_between_sending_and_recording_is_sent_again_as_the_same_message(
    work: Work, box: Mailbox, monkeypatch
):
    notice = work.queued()

    def crash(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "_record", crash)
        with pytest.raises(Crash):
            deliver(work.outbox(box.server))
    assert (notice.state, notice.delivery.state) == ("queued", DeliveryState.SENDING)
    assert not deliver(work.outbox(box.server))
    work.house.clock.advance(outbox.LEASE)
    assert deliver(work.outbox(box.server))
    assert (notice.state, notice.delivery.problem) == ("sent", outbox.AGAIN)
    first, second = box.messages
    assert first["Message-ID"] == second["Message-ID"] == notice.delivery.message_id
    assert first.get_content() == second.get_content()
    assert "it may show twice" in notice.page
    assert work.events() == ["escalation_queued", "escalation_sent"]


def test_many_workers_never_send_a_message_twice(work: Work, box: Mailbox):
    made = [work.queued() for _ in range(6)]
    failures: list[BaseException] = []

    def worker() -> None:
        try:
            while deliver(work.outbox(box.server)):
                pass
        except BaseException as problem:  # noqa: BLE001 - shown by the assertion below
            failures.append(problem)

    workers = [threading.Thread(target=worker) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    while deliver(work.outbox(box.server)):
        pass
    assert failures == []
    assert {one.state for one in made} == {"sent"}
    identifiers = [message["Message-ID"] for message in box.messages]
    assert sorted(identifiers) == sorted(one.delivery.message_id for one in made)
