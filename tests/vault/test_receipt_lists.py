"""A receipt hidden in a list of harmless lines is found again."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.intake import receipt_forms
from hrd_report.reference.pretexts import languages, pretext
from hrd_report.sealed import Plain
from hrd_report.vault import receipts
from hrd_report.vault.receipts import Receipt
from hrd_report.vault.words import LISTS

BITS = st.binary(min_size=16, max_size=16)
ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩\N{ARABIC DECIMAL SEPARATOR}")


def books(receipt: Receipt, code: str) -> str:
    return receipt_forms.as_books(receipt, receipt.words(code), pretext(code))


def shopping(receipt: Receipt, code: str) -> str:
    return receipt_forms.as_shopping(receipt, receipt.digits().split(), pretext(code))


def one_mark_lost(text: str) -> str:
    return text.replace("- ", "", 1)


@given(bits=BITS, code=st.sampled_from(sorted(LISTS)))
def test_a_reading_list_pasted_whole_gives_the_receipt_alone(bits, code):
    text = books(Receipt(bits), code)
    for pasted in (text, text.upper(), text.replace("\n", "\r\n"), one_mark_lost(text)):
        assert receipts.parse(Plain(pasted)) == [Receipt(bits)]
    assert receipts.problem(Plain(text)) is None


@given(bits=BITS, code=st.sampled_from(sorted(languages())))
def test_a_shopping_list_gives_the_digits_in_any_script(bits, code):
    text = shopping(Receipt(bits), code)
    for pasted in (text, text.translate(ARABIC), text.replace(".", ",")):
        assert receipts.parse(Plain(pasted)) == [Receipt(bits)]


@given(bits=BITS, code=st.sampled_from(sorted(LISTS)))
def test_people_read_it_back_by_the_rule_that_the_page_gives(bits, code):
    receipt = Receipt(bits)
    lines = [line.removeprefix("- ").split(",")[0] for line in books(receipt, code).split("\n")]
    alone = [title.lower() for title in lines[2:] if re.fullmatch(r"\w+", title)]
    assert alone == [word.lower() for word in receipt.words(code)]
    assert len([title for title in lines[2:] if " " in title or "’" in title]) >= 6


@given(bits=BITS)
def test_a_title_with_a_mistake_is_mended_like_any_word(bits):
    text = books(Receipt(bits), "en")
    first = Receipt(bits).words("en")[0]
    spelt = f"- {first[0].upper()}{first[1:]},"
    assert Receipt(bits) in receipts.parse(Plain(text.replace(spelt, spelt[:-1] + "x,", 1)))


def test_the_same_receipt_is_always_disguised_alike_and_another_one_otherwise():
    one, other = Receipt(bytes(16)), Receipt(b"\x01" * 16)
    assert books(one, "en") == books(one, "en")
    assert books(one, "en").splitlines()[2:] != books(other, "en").splitlines()[2:]


@pytest.mark.parametrize("count", [11, 12, 13])
def test_a_list_without_a_receipt_says_how_many_titles_it_saw(count):
    text = "\n".join(f"- abandon, Bell, {at} p." for at in range(count))
    found = receipts.problem(Plain(text))
    # Below twelve lines it is no list, and every word counts.
    assert found.seen == (count if count >= 12 else 3 * count)


@given(st.text(alphabet="ab, \n-.0123456789é", max_size=400))
def test_nothing_typed_breaks_the_reader(text):
    receipts.problem(Plain(text))
