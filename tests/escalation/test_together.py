"""One notice for the cases of a campaign: it needs the consent of each, and hints at no other."""

from html import unescape

from escalation.escalated import Sheet, Work, work_on
from house import House
from sqlalchemy import delete, select, update

from hrd_report.casefile import consents, erasing
from hrd_report.records.acts import Act
from hrd_report.records.audit import acts_on
from hrd_report.records.cases import Case, Consent
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


def test_a_name_needs_the_consent_of_each_case(work: Work):
    other = beside(work)
    work.consent(purpose="notice_identified", identity="real")
    other.consent()
    sheet = begun(work, other)
    sheet.edit(identity="real", identity_text="Ama")
    assert "A consent is missing in another case of this notice." in unescape(sheet.page)
