import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents.hashtags import LONGEST, named, normal


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("#StandUp4HumanRights", "standup4humanrights"),
        ("  #standup4humanrights!", "standup4humanrights"),
        ("＃ＳｔａｎｄＵｐ", "standup"),  # noqa: RUF001 - wide signs, as East Asian keyboards type them
        ("#️⃣standup", "standup"),
        ("#stand\u200bup\u202e", "standup"),
        ("Stand Up", "standup"),
        ("#STRASSE", "strasse"),
        ("#straße", "strasse"),
        ("#ไม่ถอย", "ไม\u0e48ถอย"),
        ("#لا_للصمت", "لا_للصمت"),
        ("#été", "été"),
        ("#e\u0301te\u0301", "été"),
        ("#", ""),
        ("#a", ""),
        ("!?", ""),
        ("", ""),
    ],
)
def test_the_same_hashtag_has_one_form(written, same):
    assert normal(written) == same


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        (["#One #Two"], ("one", "two")),
        (["#one, #ONE", "one"], ("one",)),
        (["One, Two"], ("one", "two")),
        (["see #One now"], ("one",)),
        (["#One#Two"], ("one", "two")),
        (["Stand Up"], ("standup",)),
        (["# One"], ("one",)),
        ([" ", "#"], ()),
    ],
)
def test_every_hashtag_of_a_line_is_found_once(lines, tags):
    assert named(lines) == tags


@given(st.text())
def test_the_form_of_a_form_is_itself_and_holds_no_sign_nobody_sees(text):
    tag = normal(text)
    assert normal(tag) == tag
    assert len(tag) <= LONGEST
    assert tag == "".join(tag.split())
    assert "#" not in tag


@given(st.text())
def test_what_somebody_named_is_found_with_and_without_the_sign(text):
    tag = normal(text)
    if tag:
        assert named([f"#{tag}"]) == (tag,) == named([tag])
