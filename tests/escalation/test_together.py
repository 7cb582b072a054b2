"""One notice for the cases of a campaign: it needs the consent of each, and hints at no other."""

from html import unescape

from escalation.escalated import LINKS, TYPED, Sheet, Work, work_on
from escalation.mailbox import Mailbox
from house import House
from programs import program
from sqlalchemy import delete, select, update

from hrd_report.casefile import consents, erasing
from hrd_report.jobs.outbox import deliver
from hrd_report.records.acts import Act
from hrd_report.records.audit import acts_on
from hrd_report.records.cases import Case, CaseState, Consent, Due
from hrd_report.records.erasure import Cause
from hrd_report.records.escalations import EscalationConsent
from hrd_report.records.keys import Grant

OTHER = "https://t.me/somechannel/77"


def beside(work: Work, *, link: str = OTHER) -> Work:
    """Return another case that names another post."""
    return work_on(work.house, links=(link,))


def chosen(work: Work, *others: Work) -> str:
    asked = "&".join(f"with={one.number}" for one in others)
    return unescape(work.get(f"/desk/cases/{work.number}/escalate?{asked}").text)


def begun(work: Work, *others: Work) -> Sheet:
    answer = work.post(
        f"/desk/cases/{work.number}/escalate",
        {
            "platform": "telegram",
            "language": "en",
            "together": [one.number for one in others],
        },
    )
    assert answer.status_code == 303
    return Sheet(work, answer.location.removesuffix("/edit"))


def ready(sheet: Sheet) -> Sheet:
    urls = [line[3:] for line in sheet.preview.splitlines() if line[1:3] == ". "]
    assert (
        sheet.edit(url=urls, action=["remove"] * len(urls), object_id=[""] * len(urls)).status_code
        == 303
    )
    assert sheet.answer().status_code == 303
    return sheet


def taken(work: Work) -> str:
    """Return a case's page, as whoever took it reads it."""
    work.post(f"/desk/cases/{work.number}/take")
    return unescape(work.get(f"/desk/cases/{work.number}").text)


def close_to_the_team(house: House, number: str) -> None:
    with house.services.database.writing() as session:
        session.execute(update(Case).where(Case.number == number).values(restricted=True))
        kid = session.scalars(select(Case.kid).where(Case.number == number)).one()
        session.execute(delete(Grant).where(Grant.child == kid))


def test_only_cases_that_agreed_go_into_one_notice(work: Work):
    agreed, silent, elsewhere = beside(work), beside(work), beside(work)
    work.consent()
    agreed.consent()
    elsewhere.consent(platform="meta")
    page = chosen(work, agreed, silent, elsewhere)
    assert "1 of 3 other cases agree" in page
    sheet = ready(begun(work, agreed, silent, elsewhere))
    assert OTHER in sheet.preview
    assert agreed.number in sheet.page
    assert silent.number not in sheet.page
    assert elsewhere.number not in sheet.page
    assert sheet.send().status_code == 303
    with work.house.services.database.reading() as session:
        under = session.scalars(select(Consent.case_id).join(EscalationConsent)).all()
        noted = [one.act for one in session.scalars(acts_on(agreed.case_id))]
    assert set(under) == {work.case_id, agreed.case_id}
    assert Act.QUEUED in noted
    assert [one.event for one in agreed.news()] == ["escalation_queued"]
    assert silent.news() == []


def test_a_case_closed_to_whoever_asks_is_not_hinted_at(work: Work):
    other = beside(work)
    work.consent()
    other.consent()
    close_to_the_team(work.house, other.number)
    page = chosen(work, other)
    assert other.number not in page
    assert "Which cases go with it" not in page
    assert OTHER not in begun(work, other).preview


def test_a_consent_taken_back_in_one_case_keeps_the_whole_notice_here(work: Work):
    other = beside(work)
    work.consent()
    consent_id = other.consent()
    sheet = ready(begun(work, other))
    assert sheet.send().status_code == 303
    with work.house.services.database.writing() as session:
        consent = session.get_one(Consent, consent_id)
        assert consents.withdraw(session, consent, now=work.house.clock.now).stopped == 1
    assert sheet.state == "stopped"
    assert other.news()[-1].event == "escalation_stopped"
    assert work.news()[-1].event == "escalation_stopped"
    assert sheet.do("rework").status_code == 303
    assert "A consent is missing in another case of this notice." in unescape(sheet.page)
    assert sheet.send().status_code == 409
    # Taken out, it takes along what only it named, and stands on nothing any more.
    assert sheet.do("take-out", case=other.case_id.hex()).status_code == 303
    assert OTHER not in sheet.preview
    assert "https://t.me/somechannel/41" in sheet.preview
    assert sheet.do("take-out", case=other.case_id.hex()).status_code == 404
    assert sheet.answer().status_code == 303
    assert sheet.send().status_code == 303, sheet.page
    assert other.number not in sheet.page
    assert work.events().count("escalation_queued") == 2
    assert other.events() == ["escalation_queued", "escalation_stopped"]


def test_a_notice_shows_in_each_of_its_cases(work: Work, box: Mailbox):
    other = beside(work)
    work.consent()
    other.consent()
    sheet = ready(begun(work, other))
    page = taken(other)
    assert "together with case" not in page
    assert sheet.send().status_code == 303
    assert deliver(work.outbox(box.server))
    page = taken(other)
    assert f"together with case {work.number}" in page
    assert "Telegram: acknowledgement" in page
    assert "Notice sent to Telegram" in page
    assert "Telegram: Sent" in other.get(f"/desk/cases/{other.number}/timeline").text
    assert (other.case.state, other.case.due) == (CaseState.WAITING_PLATFORM, Due.ACKNOWLEDGEMENT)
    assert sheet.decide("removed", "refused").status_code == 303
    assert other.case.due is work.case.due is Due.WORD_TO_DEFENDER
    assert other.events()[-1] == work.events()[-1] == "escalation_decided"
    close_to_the_team(work.house, work.number)
    page = taken(other)
    assert work.number not in page
    assert "together with another case" in page
    assert sheet.path not in page


def test_a_draft_shows_in_each_of_its_cases_and_two_people_cannot_overwrite_each_other(work: Work):
    other, third = beside(work), beside(work, link="https://t.me/somechannel/78")
    for one in (work, other, third):
        one.consent()
    sheet = begun(work, other, third)
    for one in (work, other):
        assert "one notice for 3 cases" in taken(one)
    page = taken(other)
    assert f"written in case {work.number}" in page
    assert sheet.path in page
    heron = program(work.house, "heron")
    shown = heron.get(f"/cases/{other.number}/escalations").json["escalations"]
    assert [(one["id"], one["case"]) for one in shown] == [(sheet.id.hex(), work.number)]
    # Each comes from another case to the one draft: whoever is later sees it, and nothing is lost.
    seen = sheet.row.version
    assert sheet.edit(subject="From the first case").status_code == 303
    other.sign_in("plover")
    late = {**TYPED, "version": seen, "subject": "From the second case"}
    answer = other.post(f"{sheet.path}/edit", late)
    assert answer.status_code == 409
    assert "From the second case" in answer.text
    assert "From the first case" in sheet.page
    # A case that is closed is not counted; where the draft's own is, nothing hints at it.
    close_to_the_team(work.house, third.number)
    assert "one notice for 2 cases" in taken(other)
    assert sheet.do("take-out", case=other.case_id.hex()).status_code == 303
    page = taken(other)
    assert work.number not in page
    assert sheet.path not in page


def test_a_draft_begun_in_a_closed_case_is_not_hinted_at(work: Work):
    other = beside(work)
    work.consent()
    other.consent()
    sheet = begun(work, other)
    close_to_the_team(work.house, work.number)
    page = taken(other)
    assert sheet.path not in page
    assert "another case" not in page
    assert work.number not in page
    heron = program(work.house, "heron")
    assert heron.get(f"/cases/{other.number}/escalations").json["escalations"] == []


def test_a_program_takes_a_case_out(work: Work):
    other = beside(work)
    work.consent()
    other.consent()
    sheet = begun(work, other)
    path = f"/escalations/{sheet.id.hex()}"
    heron = program(work.house, "heron")
    assert heron.get(path).json["notice"]["together"] == [other.case_id.hex()]
    seen = {"If-Match": f'"{sheet.row.version}"'}
    answer = heron.send(f"{path}/take-out", {"case": other.case_id.hex()}, **seen)
    assert answer.json["notice"]["together"] == []
    assert [one["url"] for one in answer.json["notice"]["items"]] == [LINKS[0]]


def test_a_case_erased_or_closed_meanwhile_keeps_the_notice_here(work: Work):
    other, third = beside(work), beside(work, link="https://t.me/somechannel/78")
    for one in (work, other, third):
        one.consent()
    sheet = ready(begun(work, other, third))
    assert sheet.send().status_code == 303
    with work.house.services.database.writing() as session:
        erasing.erase(session, other.case_id, Cause.DEFENDER, now=work.house.clock.now)
    assert sheet.state == "stopped"
    assert sheet.do("rework").status_code == 303
    assert "A case of this notice is closed to you." in unescape(sheet.page)
    assert sheet.send().status_code == 409
    # It is gone, and its post with it; the third case still goes along.
    assert sheet.do("take-out", case=other.case_id.hex()).status_code == 303
    assert OTHER not in sheet.preview
    assert "somechannel/78" in sheet.preview


def test_a_name_needs_the_consent_of_each_case(work: Work):
    other = beside(work)
    work.consent(purpose="notice_identified", identity="real")
    other.consent()
    sheet = begun(work, other)
    sheet.edit(identity="real", identity_text="Ama")
    assert "A consent is missing in another case of this notice." in unescape(sheet.page)
