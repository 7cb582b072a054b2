"""A password is long and hard to guess, or six words that the program drew; reasons are given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.accounts import passwords
from hrd_report.errors import Invalid
from hrd_report.sealed import Plain
from hrd_report.vault import words

KNOWN = ("heron", "Réseau Aubépine")


def weakness(text: str, again: str | None = None, known=KNOWN) -> dict[str, list[str]]:
    try:
        passwords.check_new(Plain(text), Plain(text if again is None else again), known=known)
    except Invalid as refused:
        return refused.fields
    return {}


@pytest.mark.parametrize("language", ["en", "fr", "ar", "xx"])
def test_a_suggestion_is_six_words_that_any_keyboard_writes_and_is_taken(language: str):
    drawn = passwords.suggested(language)
    parts = drawn.reveal().split("-")
    known = words.places(language if language == "fr" else "en")
    assert len(parts) == 6
    assert all(part in known and part.isascii() and part.isalpha() for part in parts)
    assert weakness(drawn.reveal()) == {}


def test_no_two_suggestions_are_equal_and_all_words_may_come():
    drawn = [passwords.suggested("en").reveal() for _ in range(400)]
    assert len(set(drawn)) == 400
    assert len({word for one in drawn for word in one.split("-")}) > 1200


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "too_short"),
        ("zx9!kq2#vb7&lm", "too_short"),
        ("aaaaaaaaaaaaaaaaaaa", "repeats"),
        ("abcabcabcabcabcabc", "repeats"),
        ("abcdefghijklmnopqrstuvwxyz", "sequence"),
        ("asdfghjkl;'zxcvbnm", "keyboard"),
        ("passwordpassword1", "repeats"),
        ("20261121 20261122", "date"),
        ("trustno1 baseball", "common"),
        ("aubépineréseauheron", "known"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(text: str, why: str):
    assert weakness(text) == {"password": [why]}


@pytest.mark.parametrize(
    "text", ["zx9!kq2#vb7&lm4", "mon cheval mange des kakis", "ٱلسلام عليكم صديقي"]
)
def test_a_strong_one_is_taken_as_it_is(text: str):
    assert weakness(text) == {}


def test_what_an_attacker_of_this_organisation_tries_first_counts_for_little():
    assert weakness("aubépineréseauheron", known=()) == {}


def test_a_mistyped_repetition_is_told_after_everything_else():
    assert weakness("zx9!kq2#vb7&lm4", "zx9!kq2#vb7&lm5") == {"again": ["differs"]}
    assert weakness("short", "other") == {"password": ["too_short"]}


def test_a_very_long_text_is_judged_by_its_beginning_alone(monkeypatch):
    handed = []

    def judge(text: str, **_: object) -> dict[str, int]:
        handed.append(text)
        return {"score": 4}

    monkeypatch.setattr("zxcvbn.zxcvbn", judge)
    assert weakness("ab" * 50_000) == {}
    assert handed == ["ab" * 36]


@given(st.text(min_size=15, max_size=90), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_gets_an_answer(text: str, known: list[str]):
    assert set(weakness(text, known=known)) <= {"password"}
