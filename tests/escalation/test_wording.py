import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.escalation import wording


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_a_text_that_leaves_has_no_control_characters_and_encodes(text):
    made = wording.paragraphs(text)
    made.encode()
    assert all(unicodedata.category(one) != "Cc" or one == "\n" for one in made)
    assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069") & set(made)
    assert wording.paragraphs(made) == made


@given(st.text(max_size=200))
def test_a_line_is_one_line(text):
    assert len(wording.line(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("nothing open", []),
        ("On [[day]] it [[what happened]].", ["day", "what happened"]),
        ("a bracket left [[ alone", ["…"]),
        ("[one] is fine", []),
    ],
)
def test_places_that_nobody_filled_are_found(text, places):
    assert wording.unfilled(text) == places


@pytest.mark.parametrize(
    "address", ["abuse@murmur.example", "a.b+c@x-y.example", "o'neill@murmur.example"]
)
def test_a_mail_address_is_known(address):
    assert wording.is_mail_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "murmur.example",
        "a@b",
        "a@b.example\nBcc: c@d.example",
        "a@b.example, c@d.example",
        "Name <a@b.example>",
        "a b@c.example",
    ],
)
def test_what_is_not_one_mail_address_is_refused(address):
    assert not wording.is_mail_address(address)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("hxxps://murmur[.]example/p/1", "https://murmur.example/p/1"),
        ("HTTP://murmur.example", "http://murmur.example"),
        ("hxxp[:]//murmur[.]example/a", "http://murmur.example/a"),
    ],
)
def test_an_address_made_harmless_is_made_whole_again(typed, address):
    assert wording.refanged(typed) == address
    assert wording.is_web_address(wording.refanged(typed))


@given(st.from_regex(r"https?://[a-z]{1,9}\.[a-z]{2,5}/[a-z0-9/.-]{0,20}", fullmatch=True))
def test_an_address_on_the_screen_is_harmless_and_says_the_same(address):
    shown = wording.defanged(f"See {address} there")
    assert "http" not in shown
    assert wording.refanged(wording.defanged(address)).split("/")[2] == address.split("/")[2]


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "https://", "ftp://a.example/x", "a.example"]
)
def test_only_web_addresses_are_items(text):
    assert not wording.is_web_address(text)


def test_names_are_found_whatever_their_case_and_spacing():
    assert wording.names_in("Seen with AMINA\n Diallo today", "x\nAmina Diallo")
    assert not wording.names_in("Seen with nobody", "Amina Diallo")
    assert not wording.names_in("Anything", "")
