"""Reasons item by item in the DSA's codes, and a platform that decides twice."""

from escalation.escalated import Sheet, Work
from escalation.mailbox import Mailbox

from hrd_report.documents.escalations import DecisionDocument
from hrd_report.escalation import casefile
from hrd_report.jobs.outbox import deliver
from hrd_report.records.acts import Act

REMOVED = "DECISION_VISIBILITY_CONTENT_REMOVED"
TWO = {
    "url": ["https://t.me/somechannel/41", "https://t.me/somechannel/42"],
    "action": ["remove", "remove"],
    "object_id": ["", ""],
}


def decision(made: Sheet) -> DecisionDocument:
    work = made.work
    with work.house.services.database.reading() as session:
        person = work.house.people["heron"].key
        file, row = casefile.escalation(session, made.id.hex(), person)
        found = casefile.decision(session, file, row)
    assert found is not None
    return found


def decided(work: Work, box: Mailbox) -> Sheet:
    work.consent()
    made = work.sent(box, **TWO)
    assert made.decide("removed", "refused").status_code == 303
    return made


def reasons(made: Sheet, **typed: list[str]):
    names = (
        *("restriction", "ground", "clause", "explanation", "category", "keyword"),
        *("detection", "automated", "scope", "until", "puid"),
    )
    nothing = {name: ["", ""] for name in names}
    return made.do("reasons", **{**nothing, **typed})


def test_reasons_are_kept_for_each_item_and_shown_again(work: Work, box: Mailbox):
    made = decided(work, box)
    assert "Record their reasons item by item" in made.page
    answer = reasons(
        made,
        restriction=[REMOVED, ""],
        ground=["DECISION_GROUND_INCOMPATIBLE_CONTENT", ""],
        clause=["Terms 4.2", ""],
        category=["STATEMENT_CATEGORY_CYBER_VIOLENCE", ""],
        keyword=["KEYWORD_CYBER_HARASSMENT", ""],
        detection=["no", ""],
        automated=["AUTOMATED_DECISION_PARTIALLY", ""],
        until=["2027-01-31", ""],
        puid=["abc-1", ""],
    )
    assert answer.status_code == 303
    (said,) = decision(made).statements
    assert (said.item, said.restriction, said.until) == (1, REMOVED, "2027-01-31")
    assert (said.detection, said.automated) == ("no", "AUTOMATED_DECISION_PARTIALLY")
    assert [one.decision for one in decision(made).items] == ["removed", "refused"]
    assert Act.REASONS_RECORDED in made.acts()
    assert made.state == "decided"
    page = work.get(f"{made.path}/reasons").text
    assert "Terms 4.2" in page
    assert f'value="{REMOVED}" lang=en selected' in page
    assert "Reasons recorded for 1 item" in made.page


def test_codes_that_are_none_and_old_pages_are_refused_with_what_was_typed(work, box):
    made = decided(work, box)
    for typed in (
        {"restriction": ["REMOVED", ""]},
        {"keyword": ["", "KEYWORD_NONE"]},
        {"until": ["soon", ""]},
        {"detection": ["maybe", ""]},
    ):
        answer = reasons(made, clause=["Terms 4.2", ""], **typed)
        assert answer.status_code == 422
        assert "Terms 4.2" in answer.text
    assert reasons(made, version=1, clause=["Terms 4.2", ""]).status_code == 409
    assert decision(made).statements == ()


def test_before_anybody_answered_there_are_no_reasons(work: Work, box: Mailbox):
    work.consent()
    made = work.sent(box)
    assert work.get(f"{made.path}/reasons").status_code == 404
    assert made.do("reasons").status_code in {409, 422}


def test_opposite_decisions_are_both_kept_and_the_desk_is_told(work: Work, box: Mailbox):
    made = decided(work, box)
    again = {"reasons_given": "no", "appeal_offered": "no"}
    answer = made.do("decided-again", decision=["refused", "refused"], **again)
    assert answer.status_code == 303
    assert made.state == "decided"
    assert "They said the opposite before." in made.page
    assert "What they said before" in made.page
    said = decision(made)
    assert [one.decision for one in said.items] == ["refused", "refused"]
    assert said.before
    assert work.events().count("escalation_decided") == 2
    assert made.do("decided-again", decision=["refused"], **again).status_code == 422
    assert made.do("decided-again", decision=["refused", "refused"], **again).status_code == 303
    assert made.page.count("Removed, Refused") == 1
    assert "They said the opposite before." in made.page


def test_what_was_not_decided_is_not_decided_again(work: Work, box: Mailbox):
    work.consent()
    made = work.sent(box)
    again = {"reasons_given": "no", "appeal_offered": "no"}
    assert made.do("decided-again", decision=["refused"], **again).status_code == 409
    assert made.state == "sent"


def test_dead_letters_are_listed_with_one_press_to_try_again(work: Work, box: Mailbox):
    work.consent()
    assert "Everything has left." in work.get("/desk/escalations/outbox").text
    made = work.queued()
    box.says["RCPT"] = "550 no"
    assert deliver(work.outbox(box.server))
    page = work.get("/desk/escalations/outbox").text
    assert work.number in page
    assert "The mail server refused the address" in page
    assert f'action="{made.path}/retry"' in page
    assert "Telegram" not in page
    box.says.clear()
    assert made.do("retry").status_code == 303
    assert deliver(work.outbox(box.server))
    assert made.state == "sent"
