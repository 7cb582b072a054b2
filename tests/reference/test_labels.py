import re

from hrd_report.reference.labels import msgids
from hrd_report.reference.load import load

REFERENCE = load()
MSGIDS = msgids(REFERENCE)


def test_each_sentence_is_listed_once():
    assert len(set(MSGIDS)) == len(MSGIDS)


def test_what_a_page_shows_is_listed():
    assert {threat.question for threat in REFERENCE.threats} <= set(MSGIDS)
    assert {subtype.label for subtype in REFERENCE.subtypes} <= set(MSGIDS)
    assert {step.title for step in REFERENCE.steps} <= set(MSGIDS)
    assert {rule.request for rule in REFERENCE.rules} - {None} <= set(MSGIDS)
    assert REFERENCE.platform("vk").risk in MSGIDS
    assert REFERENCE.platform("app_store").name in MSGIDS


def test_proper_names_and_values_of_others_are_not():
    assert not {"Facebook", "Meta", "TikTok", "Bullying and Harassment", "FR"} & set(MSGIDS)


def test_no_sentence_praises_alarms_or_begs():
    for sentence in MSGIDS:
        assert "!" not in sentence
        assert not re.search(r"\b(please|users?|victims?)\b", sentence, re.IGNORECASE)


def test_no_sentence_carries_a_sign_that_formatting_would_read():
    assert not [sentence for sentence in MSGIDS if "%" in sentence or "{" in sentence]
