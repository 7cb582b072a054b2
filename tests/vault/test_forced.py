"""The last word that says "I am forced": never near the true one, found without knowing it."""

from hypothesis import given
from hypothesis import strategies as st

from hrd_report.sealed import Plain
from hrd_report.vault import forced, receipts, words
from hrd_report.vault.receipts import Receipt
from hrd_report.vault.words import LISTS

RECEIPTS = st.binary(min_size=16, max_size=16).map(Receipt)
LANGUAGES = st.sampled_from(sorted(LISTS))


@given(RECEIPTS, LANGUAGES)
def test_siblings_share_eleven_words_and_no_two_share_the_last(one, language):
    found = forced.siblings(one)
    assert len({each.words(language)[-1] for each in (one, *found)}) == 128
    assert {each.words(language)[:-1] for each in found} == {one.words(language)[:-1]}


@given(RECEIPTS)
def test_all_siblings_have_one_stand_in_and_it_is_none_of_them(one):
    found = {forced.stand_in(each).bits for each in (one, *forced.siblings(one))}
    assert len(found) == 1
    assert not found & {each.bits for each in (one, *forced.siblings(one))}


@given(RECEIPTS, LANGUAGES)
def test_the_word_proposed_is_written_for_the_true_one_by_nobody(one, language):
    said = forced.proposed(one)
    assert said == forced.proposed(one)
    assert forced.is_far(said, one)
    assert forced.is_far(one, said)
    typed = Plain(" ".join(said.words(language)))
    assert receipts.exact(typed) == said
    assert receipts.parse(typed) == [said]
    assert said.words(language)[-1] not in one.words(language)


@given(RECEIPTS, LANGUAGES, st.integers(0, 126))
def test_what_is_far_is_never_mended_into_the_other(one, language, at):
    other = forced.siblings(one)[at]
    mine, theirs = (words.fold(each.words(language)[-1]) for each in (one, other))
    if forced.is_far(one, other):
        assert words.places(language)[theirs] not in words.alternatives(mine, language)
        assert words.places(language)[mine] not in words.alternatives(theirs, language)


@given(RECEIPTS, LANGUAGES)
def test_a_true_receipt_with_a_mistake_is_never_read_as_written_exactly(one, language):
    *before, last = one.words(language)
    last = last[:-1] + ("x" if last[-1] != "x" else "y")
    found = receipts.exact(Plain(" ".join([*before, last])))
    # Where the mistake makes another word of the list, it is too near to say anything.
    assert found is None or not forced.is_far(found, one)


@given(RECEIPTS)
def test_digits_are_read_exactly_too(one):
    assert receipts.exact(Plain(one.digits())) == one
    assert receipts.exact(Plain(forced.proposed(one).digits())) == forced.proposed(one)


@given(st.text(max_size=80))
def test_what_is_no_receipt_says_nothing(text):
    assert receipts.exact(Plain(text)) is None
