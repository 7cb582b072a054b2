import datetime as dt

import pytest
from escalation.escalated import Work
from escalation.mailbox import Mailbox

from hrd_report.jobs.outbox import deliver
from hrd_report.records import escalations
from hrd_report.records.acts import Act
from hrd_report.records.escalations import DeliveryState

NAMING = {"identity": "real", "identity_text": "Amina Diallo"}


def test_without_a_consent_nothing_is_queued(work: Work):
    notice = work.draft()
    answer = notice.send("0" * 64)
    assert answer.status_code == 409
    assert "There is no consent to write here." in notice.page
    assert 'name="seen"' not in notice.page
    assert notice.state == "draft"


def test_a_consent_withdrawn_between_preview_and_send_refuses_with_a_clear_message(work: Work):
    consent = work.consent()
    notice = work.draft()
    seen = notice.seen()
    work.withdraw(consent)
    answer = notice.send(seen)
    assert answer.status_code == 409
    assert "Nothing has left." in answer.text
    assert "The consent was withdrawn." in answer.text
    assert (notice.state, work.events()) == ("draft", [])


def test_a_consent_that_ran_out_refuses(work: Work):
    work.consent(days=1)
    notice = work.draft()
    seen = notice.seen()
    work.house.clock.advance(dt.timedelta(days=1))
    answer = notice.send(seen)
    assert answer.status_code == 409
    assert "The consent has run out." in answer.text


def test_only_the_text_that_was_read_is_sent(work: Work):
    work.consent()
    notice = work.draft()
    seen = notice.seen()
    assert notice.edit(explanation="Something else.").status_code == 303
    answer = notice.send(seen)
    assert answer.status_code == 409
    assert "Read it again." in answer.text
    assert notice.state == "draft"


def test_a_queued_notice_stands_on_its_consents_and_is_told(work: Work):
    consent = work.consent()
    work.consent(platform="facebook")
    notice = work.queued()
    with work.house.services.database.reading() as session:
        under = [one.id for one in session.scalars(escalations.consents_under(notice.id))]
    assert under == [consent]
    assert (notice.state, notice.delivery.state) == ("queued", DeliveryState.QUEUED)
    assert Act.QUEUED in notice.acts()
    told = work.news()[-1]
    assert (told.event, told.platform.reveal(), told.identity) == (
        "escalation_queued",
        "Telegram",
        "organisation",
    )


def test_a_notice_is_sent_once_however_often_the_button_is_pressed(work: Work, box: Mailbox):
    work.consent()
    notice = work.draft()
    seen = notice.seen()
    assert notice.send(seen).status_code == 303
    assert notice.send(seen).status_code == 409
    while deliver(work.outbox(box.server)):
        pass
    assert len(box.raw) == 1


def test_a_name_leaves_only_after_a_second_person_read_it(work: Work, box: Mailbox):
    work.consent(purpose="notice_identified", identity="real")
    notice = work.draft(**NAMING)
    assert "Nobody else has read it." in notice.page
    assert notice.do("approve").status_code == 409
    work.sign_in("plover")
    assert notice.do("approve").status_code == 303
    assert notice.send().status_code == 303
    assert deliver(work.outbox(box.server))
    assert "Amina Diallo" in box.body()


def test_an_edit_takes_the_second_reading_away(work: Work):
    work.consent(purpose="notice_identified", identity="real")
    notice = work.draft(**NAMING)
    work.sign_in("plover")
    notice.do("approve")
    assert notice.edit(**NAMING).status_code == 303
    assert "Nobody else has read it." in notice.page


@pytest.mark.parametrize("words", ["Amina Diallo lives there.", "amina  diallo"])
def test_a_name_in_the_text_does_not_leave_without_its_consent(work: Work, words: str):
    work.consent()
    notice = work.draft(explanation=words, identity_text="Amina Diallo")
    assert "The text names the defender." in notice.page
    assert notice.send("0" * 64).status_code == 409


def test_a_mandate_is_said_and_taking_it_back_pulls_what_waits(work: Work, box: Mailbox):
    work.consent()
    mandate = work.consent(purpose="mandate", platform=None)
    made = work.draft(relation="representative", mandate=mandate.hex())
    assert "The person concerned gave us a mandate to act for them." in made.preview
    assert made.send().status_code == 303, made.page
    work.withdraw(mandate)
    assert deliver(work.outbox(box.server))
    assert (made.state, box.raw) == ("stopped", [])
    assert made.do("rework").status_code == 303
    assert made.edit(mandate=mandate.hex()).status_code == 303
    assert "There is no mandate." in made.page
    assert made.edit(mandate="").status_code == 303
    assert "There is no mandate." not in made.page


def test_a_stopped_notice_is_written_again_and_sent_under_a_new_identifier(
    work: Work, box: Mailbox
):
    work.consent()
    notice = work.queued()
    first = notice.delivery.message_id
    notice.do("stop")
    notice.do("rework")
    assert notice.edit(explanation="Better words.").status_code == 303
    # Good faith was declared of another text.
    assert notice.send().status_code == 409
    notice.answer()
    assert notice.send().status_code == 303
    assert deliver(work.outbox(box.server))
    assert notice.delivery.message_id != first
    assert len(box.raw) == 1
    assert "Better words." in box.body()
    assert "Better words." in notice.preview


def test_trying_again_needs_a_consent_that_still_holds(work: Work, box: Mailbox):
    consent = work.consent()
    notice = work.queued()
    box.says["RCPT"] = "550 no"
    deliver(work.outbox(box.server))
    work.withdraw(consent)
    answer = notice.do("retry")
    assert answer.status_code == 409
    assert "No valid consent covers this." in answer.text
    assert notice.state == "failed"


def test_the_address_can_be_mended_after_a_lasting_refusal(work: Work, box: Mailbox):
    work.consent()
    notice = work.queued()
    box.says["RCPT"] = "550 no"
    deliver(work.outbox(box.server))
    assert notice.do("rework").status_code == 303
    del box.says["RCPT"]
    assert notice.edit(address="other@murmur.example").status_code == 303
    notice.answer()
    notice.send()
    deliver(work.outbox(box.server))
    assert box.envelopes[-1][1] == ["other@murmur.example"]
