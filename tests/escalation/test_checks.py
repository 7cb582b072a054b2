import datetime as dt
from dataclasses import replace

import pytest
from escalation.documents_made import CONSENT, LETTER, NAMED, NOTICE, NOW, notices
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.escalation.checks import problems
from hrd_report.escalation.notice import write
from hrd_report.escalation.sentences import PROBLEMS
from hrd_report.records.cases import ConsentState
from hrd_report.sealed import Plain

NAMING = replace(NOTICE, identity="real", identity_text=Plain("Amina Diallo"), approved_by="plover")


def missing(notice=NOTICE, *consents, now=NOW):
    return problems(notice, consents or (CONSENT,), now, LETTER)


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
    assert missing(replace(NOTICE, kind="illegal", clause=Plain(""))) == ["no_law"]
    assert missing(replace(NOTICE, kind="restoration", clause=Plain(""))) == []


@given(notices(), st.sampled_from([(), (CONSENT,), (NAMED,), (CONSENT, NAMED)]))
def test_nothing_leaves_with_an_open_place_or_an_unconsented_name(notice, consents):
    found = problems(notice, consents, NOW, LETTER)
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
