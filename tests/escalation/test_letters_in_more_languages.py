"""Notices in languages that no page has yet: every sentence is there, the original beside it."""

import re
from dataclasses import replace

import pytest
from babel.messages.catalog import Catalog
from escalation.documents_made import LETTER, notices
from escalation.escalated import Sheet, Work
from escalation.mailbox import Mailbox
from escalation.sentences_asked import asked
from hypothesis import given, settings
from hypothesis import strategies as st

from hrd_report.errors import NotFound
from hrd_report.escalation import elements
from hrd_report.escalation.notice import write
from hrd_report.i18n import check
from hrd_report.i18n.catalogues import files, for_letters
from hrd_report.i18n.languages import OF_LETTERS
from hrd_report.jobs.outbox import deliver

MORE = [one for one in OF_LETTERS if one not in {"en", "fr"}]
SENTENCES = asked(LETTER.reference)
ARABIC = re.compile("[\u0600-\u06ff]")


@pytest.mark.parametrize("code", MORE)
def test_every_sentence_that_a_notice_may_say_is_there_and_holds_its_places(code):
    found = dict(files(code))
    assert check.missing([(None, one, None) for one in SENTENCES], found.values()) == []
    assert check.problems([], found, Catalog(locale=code).num_plurals, code) == []


def test_arabic_is_written_in_arabic():
    say = for_letters("ar").gettext
    assert [one for one in SENTENCES if not ARABIC.search(say(one))] == []


def test_no_letter_is_written_in_a_language_that_has_no_sentences():
    with pytest.raises(NotFound):
        for_letters("it")


@settings(max_examples=40)
@given(notices(), st.sampled_from(MORE))
def test_any_notice_has_the_same_elements_in_every_language(notice, code):
    letter = replace(LETTER, say=for_letters(code).gettext)
    text, english = write(notice, letter), write(notice, LETTER)
    assert [one.part for one in text.passages] == [one.part for one in english.passages]
    assert elements.missing(notice, text, letter) == elements.missing(notice, english, LETTER)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("ar", "نطلب منكم تأكيد الاستلام"),
        ("de", "Wir bitten Sie, den Eingang"),
        ("es", "Les pedimos que confirmen"),
    ],
)
def test_a_notice_leaves_in_the_addressee_s_language_and_is_read_in_one_s_own(
    work: Work, box: Mailbox, code, says
):
    work.consent()
    begun = work.post(
        f"/desk/cases/{work.number}/escalate", {"platform": "telegram", "language": code}
    )
    made = Sheet(work, begun.location.removesuffix("/edit"))
    assert made.edit(language=code, explanation="Words of a person.").status_code == 303
    assert made.answer().status_code == 303
    page = made.page
    assert f'lang="{code}"' in page
    assert ("dir=rtl" in page) == (code == "ar")
    assert "Read it in your language" in page
    assert "We ask you to confirm receipt" in page
    assert made.send().status_code == 303, page
    assert deliver(work.outbox(box.server))
    assert says in box.body()
    assert "We ask" not in box.body()
