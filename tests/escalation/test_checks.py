import datetime as dt
from dataclasses import replace

import pytest
from escalation.documents_made import (
    ANSWERS,
    CASE,
    CONSENT,
    FILE,
    LETTER,
    NAMED,
    NOTICE,
    NOW,
    REFERENCE,
    TO_AGE,
    notices,
)
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.escalation import elements
from hrd_report.escalation.checks import problems
from hrd_report.escalation.notice import write
from hrd_report.escalation.sentences import PROBLEMS
from hrd_report.records.cases import ConsentState
from hrd_report.sealed import Plain

NAMING = replace(NOTICE, identity="real", identity_text=Plain("Amina Diallo"), approved_by="plover")


def missing(notice=NOTICE, *consents, now=NOW):
    return problems(notice, consents or (CONSENT,), now, LETTER, CASE)


def test_a_complete_notice_with_a_consent_may_leave():
    assert missing() == []
    assert missing(NAMING, NAMED) == []


@pytest.mark.parametrize(
    ("consent", "code"),
    [
        (replace(CONSENT, state=ConsentState.WITHDRAWN), "consent_withdrawn"),
        (replace(CONSENT, until=NOW), "consent_expired"),
        (replace(CONSENT, state=ConsentState.ASKED), "no_consent"),
        (replace(CONSENT, state=ConsentState.REFUSED), "no_consent"),
        (replace(CONSENT, platform="facebook"), "no_consent"),
        (replace(CONSENT, platform=None), "no_consent"),
        (replace(CONSENT, purpose="statistics"), "no_consent"),
    ],
)
def test_without_a_consent_that_holds_nothing_may_leave(consent, code):
    assert missing(NOTICE, consent) == [code]


@pytest.mark.parametrize(
    "consent",
    [CONSENT, replace(CONSENT, identity="real"), replace(NAMED, identity="pseudonym")],
)
def test_a_name_needs_the_consent_that_shows_this_name(consent):
    assert missing(NAMING, consent) == ["name_not_consented"]


def test_a_consent_to_a_name_covers_a_notice_without_one():
    assert missing(NOTICE, NAMED) == []


def test_a_withdrawn_consent_does_not_hide_one_that_holds():
    assert missing(NOTICE, replace(CONSENT, state=ConsentState.WITHDRAWN), NAMED) == []


@pytest.mark.parametrize("reader", [None, "heron"])
def test_a_name_needs_a_second_person(reader):
    assert missing(replace(NAMING, approved_by=reader), NAMED) == ["no_second_person"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("address", "", "no_address"),
        ("address", "not one", "bad_address"),
        ("subject", Plain(" "), "no_subject"),
        ("explanation", Plain(""), "no_explanation"),
        ("harm", Plain("\n"), "no_harm"),
        ("clause", Plain(""), "no_clause"),
        ("items", (), "no_item"),
        ("explanation", Plain("On [[day]]"), "placeholder"),
        ("subject", Plain("A [[thing]]"), "placeholder"),
        ("asks", (Plain("Do [[what]]"),), "placeholder"),
        ("identity_text", Plain("photograph"), "name_in_text"),
    ],
)
def test_what_is_missing_is_said(field, value, code):
    assert missing(replace(NOTICE, **{field: value})) == [code]


def test_an_illegal_content_notice_needs_the_law_and_an_appeal_needs_neither():
    assert missing(replace(NOTICE, kind="illegal", clause=Plain(""))) == ["no_law", "art16"]
    assert missing(replace(NOTICE, kind="restoration", clause=Plain(""))) == []


ILLEGAL = replace(NOTICE, kind="illegal")


@pytest.mark.parametrize(
    ("changed", "letter"),
    [
        ({"explanation": Plain("")}, "a"),
        ({"clause": Plain(" ")}, "a"),
        ({"items": ()}, "b"),
        ({"items": (replace(NOTICE.items[0], url=Plain("the post of Tuesday")),)}, "b"),
        ({"answers": {**ANSWERS, "good_faith": "no"}}, "d"),
    ],
)
def test_without_an_element_of_article_16_nothing_leaves(changed, letter):
    notice = replace(ILLEGAL, **changed)
    assert elements.missing(notice, write(notice, LETTER), LETTER) == (letter,)
    assert "art16" in missing(notice)


@pytest.mark.parametrize("changed", [{"organisation": " "}, {"address": ""}])
def test_a_notifier_without_a_name_or_an_address_sends_no_notice_under_article_16(changed):
    letter = replace(LETTER, **changed)
    assert elements.missing(ILLEGAL, write(ILLEGAL, letter), letter) == ("c",)


@given(notices())
def test_a_notice_under_article_16_that_may_leave_has_every_element_in_its_text(notice):
    notice = replace(notice, kind="illegal")
    if problems(notice, (NAMED,), NOW, LETTER, CASE):
        return
    body = write(notice, LETTER).body
    assert "Article 16" in body
    assert all(item.url.reveal().strip() in body for item in notice.items)
    assert notice.items
    assert f"{LETTER.organisation}, {LETTER.address}\n" in body
    assert "bona fide belief" in body
    assert "Why we hold it to be illegal: " in body
    assert "The law that applies" in body


@pytest.mark.parametrize("name", [one.id for one in REFERENCE.send_questions if one.id != "bare"])
def test_every_question_that_is_due_must_be_answered(name):
    # Together these raise every question: a host that may pass it on, the law, and a file.
    notice = replace(ILLEGAL, platform="vk", answers={**ANSWERS}, enclosed=(FILE,), way=TO_AGE)
    consent = replace(CONSENT, platform="vk")
    assert missing(notice, consent) == []
    open_one = {key: value for key, value in ANSWERS.items() if key != name}
    assert "questions_open" in missing(replace(notice, answers=open_one), consent)
    question = next(one for one in REFERENCE.send_questions if one.id == name)
    other = {"yes": "no", "no": "yes"}[ANSWERS[name]]
    found = missing(replace(notice, answers={**ANSWERS, name: other}), consent)
    assert ("question_stops" in found) == (question.needs is not None)
    assert ("no_second_person" in found) == (question.second == other)


def test_an_item_that_nobody_captured_keeps_a_notice_back():
    case = replace(CASE, uncaptured=frozenset({1}))
    assert problems(NOTICE, (CONSENT,), NOW, LETTER, case) == ["not_captured"]
    # What was lost itself cannot be captured: its account is asked back.
    recovery = replace(NOTICE, kind="recovery")
    assert problems(recovery, (CONSENT,), NOW, LETTER, case) == []


@pytest.mark.parametrize(
    ("tlp", "pap", "found"),
    [("red", "green", ["no_second_person"]), ("amber", "red", ["marking_forbids"])],
)
def test_the_marking_of_the_case_asks_for_a_second_person_or_forbids(tlp, pap, found):
    case = replace(CASE, tlp=tlp, pap=pap)
    assert problems(NOTICE, (CONSENT,), NOW, LETTER, case) == found
    read = replace(NOTICE, approved_by="plover")
    assert problems(read, (CONSENT,), NOW, LETTER, case) == found[1:] + (
        ["marking_forbids"] if pap == "red" else []
    )


def test_a_representative_needs_a_mandate_that_holds():
    notice = replace(NOTICE, relation="representative", mandate="m0")
    mandate = replace(CONSENT, id="m0", purpose="mandate", platform=None)
    assert missing(notice, CONSENT, mandate) == []
    assert missing(notice, CONSENT) == ["no_mandate"]
    assert missing(notice, CONSENT, replace(mandate, until=NOW)) == ["no_mandate"]
    assert "mandate" in write(notice, LETTER).body
    assert "Art. 86(2)" in write(notice, replace(LETTER, represents=True)).body


@given(notices(), st.sampled_from([(), (CONSENT,), (NAMED,), (CONSENT, NAMED)]))
def test_nothing_leaves_with_an_open_place_or_an_unconsented_name(notice, consents):
    found = problems(notice, consents, NOW, LETTER, CASE)
    assert set(found) <= set(PROBLEMS)
    if found:
        return
    text = write(notice, LETTER)
    assert "[[" not in text.body
    assert "[[" not in text.subject
    assert consents
    if notice.identity in {"pseudonym", "real"}:
        assert NAMED in consents
        assert notice.approved_by == "plover"


@given(st.integers(-200, 200))
def test_a_consent_holds_until_its_last_moment(hours):
    now = CONSENT.until + dt.timedelta(hours=hours)
    assert (missing(now=now) == []) == (hours < 0)
