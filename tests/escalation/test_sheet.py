import re

from escalation.escalated import Work
from escalation.mailbox import Mailbox

from hrd_report.records.people import Person


def test_it_says_who_sees_whose_name(work: Work):
    work.consent()
    page = re.sub(r"<[^>]+>|\s+", " ", work.draft().page)
    assert re.search(r"Telegram +sees +never +never", page)
    assert re.search(r"The account that posted +may +never +never", page)


def test_it_says_who_sees_the_name_of_the_defender(work: Work):
    work.consent(purpose="notice_identified", identity="real")
    draft = work.draft(identity="real", identity_text="Amina Diallo")
    page = re.sub(r"<[^>]+>|\s+", " ", draft.page)
    assert re.search(r"Telegram +sees +sees +never", page)
    assert re.search(r"The account that posted +may +may +never", page)


def test_each_passage_says_where_it_comes_from_and_on_which_consent_it_stands(work: Work):
    work.consent()
    page = work.draft().page
    assert "typed here" in page
    assert "consent 21 Nov" in page
    assert "given 21 Nov, until 19 February 2027" in page


def test_an_open_place_is_marked(work: Work):
    page = work.draft(explanation="On [[day]] it happened.").page
    assert "<mark>[day]</mark>" in page


def test_the_sheet_and_the_plain_text_say_the_same(work: Work):
    work.consent()
    draft = work.draft(context="Here it means more.")
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", draft.page))
    for passage in draft.preview.split("\n\n")[1:]:
        if not passage.startswith("1. "):
            assert re.sub(r"\s+", " ", passage).strip() in page


def test_a_sent_notice_is_shown_as_it_left_whatever_changed_since(work: Work, box: Mailbox):
    work.consent()
    notice = work.sent(box)
    work.house = work.house.with_settings(organisation="Another name")
    work.sign_in("heron")
    assert notice.preview == box.body()
    assert "Answer to this message and keep" in notice.page
    assert "Another name</p>" not in notice.page


def test_plain_text_can_become_nothing_else_in_a_browser(work: Work):
    answer = work.get(work.draft().path + "/text")
    assert answer.mimetype == "text/plain"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_known_of_the_addressee_is_said(work: Work):
    reference = work.house.services.reference
    work.consent(platform="vk")
    assert reference.platform("vk").risk in work.draft("vk").page


def test_it_speaks_the_language_of_its_reader(work: Work):
    draft = work.draft()
    with work.house.services.database.writing() as session:
        session.get_one(Person, work.house.people["heron"].id).language = "fr"
    page = draft.page
    assert "pas d’accord pour" in page
    assert "We believe in good faith" in page
