import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import NotFound
from hrd_report.i18n.languages import SHIPPED, choose, codes, language

OFFERED = ("fr", "en", "ar", "zh-Hans")


def test_french_and_english_are_shipped_in_that_order():
    assert codes() == ("fr", "en")
    assert language("fr").own_name == "Français"


def test_every_shipped_language_says_how_it_is_written():
    for one in SHIPPED:
        assert one.direction in ("ltr", "rtl")
        assert one.receipt in ("words", "digits")


def test_a_language_that_is_not_shipped_is_not_found():
    with pytest.raises(NotFound):
        language("xx")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "fr"),
        ("", "fr"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("de, en;q=0.5", "en"),
        ("de", "fr"),
        ("en;q=0.3, ar;q=0.9", "ar"),
        ("ar-EG-u-nu-latn", "ar"),
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("*", "fr"),
        ("fr;q=0, *;q=0.5", "en"),
        ("fr;q=0", "fr"),
        ("en;q=0, de", "fr"),
        ("en;q=1.5, ar", "ar"),
        ("en;level=1, ar;q=0.1", "ar"),
        (";;;,,,q=1", "fr"),
        ("en ; q = 0.2 , ar ; q=0.1", "en"),
        (", ".join(["de"] * 300) + ", en", "fr"),
    ],
)
def test_the_reader_gets_the_language_asked_for(accept, chosen):
    assert choose(accept, OFFERED) == chosen


@given(st.text(), st.lists(st.sampled_from(OFFERED), min_size=1, unique=True))
def test_any_header_leads_to_an_offered_language(accept, offered):
    assert choose(accept, offered) in offered


@given(st.permutations(["fr", "en", "ar"]))
def test_the_heavier_wish_wins_wherever_it_stands(order):
    weights = {"fr": "0.2", "en": "0.8", "ar": "0.5"}
    assert choose(",".join(f"{code};q={weights[code]}" for code in order), OFFERED) == "en"
