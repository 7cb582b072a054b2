"""From consent to a decision, an appeal and its end; and from silence up the ladder."""

import datetime as dt

import pytest
from escalation.escalated import Sheet, Work, work_on
from escalation.mailbox import Mailbox
from escalation.test_together import close_to_the_team
from programs import program

from hrd_report.casefile import keeping, papers
from hrd_report.documents.campaigns import CampaignDocument
from hrd_report.documents.casework import AssessmentDocument
from hrd_report.jobs import silence
from hrd_report.jobs.outbox import deliver
from hrd_report.records.acts import Act
from hrd_report.records.cases import ConsentState
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain

DAY = dt.timedelta(days=1)
AUTHORITY = "appeals_centre_europe"


def follow(notice: Sheet, rung: str, **more: str) -> Sheet:
    """Begin what goes on from a notice, and fill in what only a person can say."""
    answer = notice.do("follow", **{"rung": rung, "language": "en", **more})
    assert answer.status_code == 303, answer.text
    return Sheet(notice.work, answer.location.removesuffix("/edit"))


def leave(made: Sheet, box: Mailbox, **typed: object) -> None:
    assert made.edit(**typed).status_code == 303
    assert made.answer().status_code == 303
    assert made.send().status_code == 303, made.page
    assert deliver(made.work.outbox(box.server))


def wait(work: Work, days: float) -> None:
    work.house.clock.advance(days * DAY)
    silence.record(work.house.services.database, work.house.clock)


def test_a_refusal_is_appealed_and_overturned(work: Work, box: Mailbox):
    work.consent()
    notice = work.sent(box)
    notice.do("acknowledged", reference="T-4711")
    notice.decide("refused", reasons="No rule is broken.", reasons_given="yes")
    assert "Internal complaint, Art. 20 DSA" in notice.page
    appeal = follow(notice, "complaint")
    form = work.get(f"{appeal.path}/edit").get_data(as_text=True)
    for known in ("Complaint: A post", "T-4711", "No rule is broken.", "Sharing personal details"):
        assert known in form
    assert notice.state == "decided"
    leave(
        appeal,
        box,
        subject="Complaint: A post",
        earlier="2026-11-21: our notice, your reference T-4711",
        reasons="No rule is broken.",
        evidence="The address is real: the town hall confirms it.",
    )
    # The second it left, it contests the answer; its own clocks run from now on.
    assert (notice.state, notice.row.due_at) == ("appealed", None)
    for said in ("Your reasons were: No rule", "New evidence: The address", "T-4711"):
        assert said in box.body()
    assert appeal.decide("removed").status_code == 303
    assert (notice.state, appeal.state) == ("overturned", "decided")
    assert [one.outcome for one in work.news() if one.outcome] == ["overturned"]


def test_an_appeal_is_filled_in_from_the_campaign_and_what_was_captured_since(work, box):
    others = [work_on(work.house) for _ in range(2)]
    closed = work_on(work.house)
    close_to_the_team(work.house, closed.number)
    campaign = CampaignDocument(
        kind="attack",
        name=Plain("North"),
        by="heron",
        at=work.house.clock.now,
        members=tuple(one.case_id.hex() for one in (work, *others, closed)),
    )
    parts = work.house.services
    with parts.database.writing() as session:
        papers.keep(session, parts.trust, work.house.team.id, campaign)
    work.consent()
    notice = work.sent(box)
    notice.decide("refused")
    work.house.clock.advance(DAY)
    work.capture("https://t.me/somechannel/99", "https://elsewhere.example/later")
    appeal = follow(notice, "complaint")
    assert "we know of 3 cases of this attack, from 2026-11-21 to 2026-11-21" in appeal.page
    assert "New evidence: https://t.me/somechannel/99: Captured on 2026-11-22" in appeal.preview
    assert "elsewhere.example" not in appeal.preview
    assert "A place is not filled yet." in appeal.page
    assert not any(one.number in appeal.preview for one in others)


def test_an_appeal_that_is_refused_leads_outside_the_platform(work: Work, box: Mailbox):
    work.consent()
    notice = work.sent(box)
    notice.decide("refused")
    appeal = follow(notice, "complaint")
    leave(appeal, box)
    appeal.decide("refused")
    assert notice.state == "upheld"
    dispute = follow(appeal, "settlement", addressee=AUTHORITY)
    assert dispute.edit(address="cases@centre.example").status_code == 303
    assert dispute.answer().status_code == 303
    # The body is somebody else: the defender has not agreed to write there.
    assert "There is no consent to write here." in dispute.page
    work.consent(platform=AUTHORITY)
    assert dispute.send().status_code == 303, dispute.page
    assert deliver(work.outbox(box.server))
    assert dispute.row.decision_due - dispute.row.sent_at >= 90 * DAY
    assert "About: Telegram" in box.body()
    assert "Article 21" in box.body()


def test_an_out_of_court_body_may_take_ninety_days_more_but_once(work: Work, box: Mailbox):
    work.consent(days=400)
    notice = work.sent(box)
    assert "They take longer" not in notice.page
    assert notice.do("extend").status_code == 409
    notice.decide("refused")
    dispute = follow(notice, "settlement", addressee=AUTHORITY)
    assert dispute.edit(address="cases@centre.example").status_code == 303
    assert dispute.answer().status_code == 303
    work.consent(platform=AUTHORITY, days=400)
    assert dispute.send().status_code == 303, dispute.page
    assert deliver(work.outbox(box.server))
    first = dispute.row.decision_due
    assert "They take longer" in dispute.page
    # A program says so by the same step as the page.
    heron, path = program(work.house, "heron"), f"/escalations/{dispute.id.hex()}/steps/extend"
    assert heron.send(path, **{"If-Match": '"1"'}).status_code == 412
    answer = heron.send(path, **{"If-Match": f'"{dispute.row.version}"'})
    assert (answer.status_code, answer.json["state"]) == (200, "acknowledged")
    assert dt.datetime.fromisoformat(answer.json["decision_due"]) - first == 90 * DAY
    assert heron.send(path, **{"If-Match": answer.headers["ETag"]}).status_code == 409
    assert dispute.row.decision_due - first == 90 * DAY
    assert (dispute.state, dispute.row.due_at) == ("acknowledged", dispute.row.decision_due)
    assert dispute.row.decision_due in [one.next_at for one in work.news()]
    assert "They take longer" not in dispute.page
    assert dispute.do("extend").status_code == 409
    wait(work, 180.9)
    assert dispute.state == "no_response"
    assert dispute.do("extend").status_code == 409


def test_a_body_is_written_to_in_its_own_language_where_nobody_chose_one(work: Work, box: Mailbox):
    work.consent()
    notice = work.sent(box)
    notice.decide("refused")
    dispute = follow(notice, "settlement", addressee="rtr_schlichtung", language="")
    assert "Betrifft: Telegram" in dispute.preview


def test_silence_is_recorded_reminded_of_and_taken_further(work: Work, box: Mailbox):
    work.consent(days=300)
    notice = work.sent(box)
    wait(work, 1.1)
    assert notice.state == "no_response"
    reminder = follow(notice, "reminder")
    leave(reminder, box, earlier="2026-11-21: our notice")
    assert "We wait for your answer" in box.body()
    assert notice.state == "no_response"
    wait(work, 8)
    assert "Internal complaint, Art. 20 DSA" in notice.page
    wait(work, 30)
    assert "A month without an answer" in notice.page
    complaint = follow(notice, "coordinator", addressee="dsc_ie")
    form = work.get(f"{complaint.path}/edit").get_data(as_text=True)
    assert "no answer in time" in form
    # Whoever is only reminded does not begin the ladder anew.
    assert "What comes next" not in reminder.page


def test_no_way_is_taken_that_the_ladder_does_not_propose(work: Work, box: Mailbox):
    work.consent()
    notice = work.sent(box)
    assert notice.do("follow", rung="complaint", language="en").status_code == 409


def test_what_was_removed_is_looked_at_again(work: Work, box: Mailbox):
    work.consent()
    notice = work.sent(box)
    notice.decide("removed")
    assert "Did it come back?" in notice.page
    assert notice.do("looked", reappeared=["1"]).status_code == 303
    assert notice.row.look_due is None
    assert "there again: 1" in notice.page
    assert work.events()[-1] == "escalation_reappeared"
    assert Act.LOOKED_AGAIN in notice.acts()
    assert notice.do("looked", reappeared=["9"]).status_code == 422


@pytest.mark.parametrize("state", [ConsentState.WITHDRAWN, ConsentState.REFUSED])
def test_an_appeal_needs_its_own_valid_consent(work: Work, box: Mailbox, state: ConsentState):
    given = work.consent()
    notice = work.sent(box)
    notice.decide("refused")
    appeal = follow(notice, "complaint")
    work.withdraw(given)
    work.consent(state=state)
    assert appeal.edit().status_code == 303
    appeal.answer()
    assert appeal.send("0" * 64).status_code == 409
    assert appeal.state == "draft"
    assert notice.state == "decided"


def test_a_case_that_is_marked_red_needs_a_second_person(work: Work, box: Mailbox):
    work.consent()
    marked = AssessmentDocument(by="heron", at=work.house.clock.now, tlp="red")
    with work.house.services.database.writing() as session:
        keeping.keep(
            session,
            work.case_id,
            ItemKind.ASSESSMENT,
            marked,
            work.key.public,
            day=work.house.clock.now.date(),
        )
    notice = work.draft(tlp="red")
    assert "Nobody else has read it." in notice.page
    work.sign_in("plover")
    assert notice.do("approve").status_code == 303
    assert notice.send().status_code == 303
    assert deliver(work.outbox(box.server))
    assert "Marking: TLP:RED" in box.body()
