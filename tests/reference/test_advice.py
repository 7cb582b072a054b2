import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import NotFound
from hrd_report.reference.advice import THREATS, five_lines, full, languages, read
from hrd_report.reference.load import load
from hrd_report.reference.reading import BrokenReference

# The day of the last release; whoever raises it reads the advice that falls due.
RELEASED = dt.date(2026, 11, 21)
SHIPPED = ("en", "fr")
LONGEST_LINE = 110
TEXTS = [(threat, language) for threat in THREATS for language in SHIPPED]

GOOD = """---
threat: doxing
language: en
title: If your data are published
reviewed: 2026-11-21
sources:
- A manual
licence: CC BY 4.0
---

1. One.
2. Two.
3. Three.
4. Four.
5. Five.

## More

A paragraph.

Another.
"""


@pytest.mark.parametrize(("threat", "language"), TEXTS)
def test_every_threat_has_advice_in_every_shipped_language(threat, language):
    advice = full(threat, language)
    assert (advice.threat, advice.language) == (threat, language)
    assert len(advice.lines) == 5
    assert len(advice.paragraphs) >= 2
    assert advice.sources
    assert advice.title


@pytest.mark.parametrize(("threat", "language"), TEXTS)
def test_no_line_is_longer_than_a_glance(threat, language):
    assert max(map(len, five_lines(threat, language))) <= LONGEST_LINE


@pytest.mark.parametrize(("threat", "language"), TEXTS)
def test_the_tone_is_calm(threat, language):
    advice = full(threat, language)
    text = " ".join((*advice.lines, *advice.paragraphs)).lower()
    assert "!" not in text
    for word in ("please", "victim", "should have", "veuillez", "victime", "auriez dû"):
        assert word not in text


@pytest.mark.parametrize(("threat", "language"), TEXTS)
def test_all_advice_was_reviewed_within_a_year_of_the_release(threat, language):
    assert not full(threat, language).due_for_review(RELEASED)


@pytest.mark.parametrize("threat", THREATS)
def test_french_signs_keep_their_narrow_space(threat):
    advice = full(threat, "fr")
    text = " ".join((advice.title, *advice.lines, *advice.paragraphs, *advice.sources))
    assert not re.findall(r"(?<!\u202f)[:;?»](?= |$)|«(?!\u202f)", text)


def test_advice_falls_due_after_a_year():
    advice = full("doxing", "en")
    assert not advice.due_for_review(advice.reviewed + dt.timedelta(days=365))
    assert advice.due_for_review(advice.reviewed + dt.timedelta(days=366))


def test_every_answer_of_the_form_leads_to_advice():
    for threat in load().threats:
        assert len(five_lines(threat.id, "fr")) == 5


def test_a_language_without_advice_reads_the_english_one():
    assert full("doxing", "ar").language == "en"
    assert full("doxing", "../en").language == "en"


def test_only_shipped_languages_have_texts():
    assert languages() == set(SHIPPED)


@given(st.text())
def test_an_unknown_threat_has_no_advice(threat):
    with pytest.raises(NotFound):
        five_lines(f"no such {threat}", "en")


def test_a_text_is_read_as_it_stands():
    advice = read(GOOD, "en/doxing.md")
    assert advice.lines == ("One.", "Two.", "Three.", "Four.", "Five.")
    assert advice.paragraphs == ("A paragraph.", "Another.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5. Five.\n", ""),
        ("5. Five.\n", "5. Five.\n6. Six.\n"),
        ("5. Five.", "6. Five."),
        ("5. Five.", "- Five."),
        ("## More", "## Less"),
        ("threat: doxing", "threat: harassment"),
        ("language: en", "language: fr"),
        ("reviewed: 2026-11-21", "reviewed: lately"),
        ("licence: CC BY 4.0\n", ""),
        ("---\n\n1.", "1."),
    ],
)
def test_a_text_out_of_shape_is_refused(old, new):
    assert old in GOOD
    with pytest.raises(BrokenReference):
        read(GOOD.replace(old, new), "en/doxing.md")
