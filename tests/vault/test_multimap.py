from hypothesis import given
from hypothesis import strategies as st

from hrd_report.vault import multimap
from hrd_report.vault.keys import Key
from hrd_report.vault.multimap import Index, Posting, Term

KEY = Key(bytes(range(32)))
INDEX = Index(KEY)
CASE = bytes(range(16))
TERMS = st.builds(Term, st.sampled_from(["hashtag", "url"]), st.text())


@given(TERMS, st.integers(0, 1000))
def test_whoever_holds_the_key_finds_the_case_again(term, number):
    posting = Index(KEY).seal(term, number, CASE)
    assert posting.label == INDEX.label(term, number)
    assert INDEX.open(term, posting) == CASE


@given(TERMS, TERMS, st.integers(0, 50), st.integers(0, 50))
def test_no_two_postings_lie_in_one_place(one, other, first, second):
    same = (one, first) == (other, second)
    assert (INDEX.label(one, first) == INDEX.label(other, second)) == same


def test_another_key_another_term_or_another_place_opens_nothing():
    term = Term("hashtag", "ours")
    posting = INDEX.seal(term, 0, CASE)
    assert Index(Key.new()).open(term, posting) is None
    assert INDEX.open(Term("hashtag", "theirs"), posting) is None
    assert INDEX.open(Term("url", "ours"), posting) is None
    assert INDEX.open(term, Posting(INDEX.label(term, 1), posting.blob)) is None
    assert Index(Key.new()).label(term, 0) != posting.label


def test_the_same_posting_sealed_twice_shows_nothing_of_it():
    term = Term("hashtag", "ours")
    assert INDEX.seal(term, 0, CASE).blob.blob != INDEX.seal(term, 0, CASE).blob.blob


def test_chaff_and_what_was_made_void_look_like_any_other():
    term = Term("hashtag", "ours")
    posting, chaff = INDEX.seal(term, 0, CASE), multimap.chaff()
    assert (len(chaff.label), len(chaff.blob)) == (len(posting.label), len(posting.blob))
    assert len(multimap.void()) == len(posting.blob)
    assert INDEX.open(term, Posting(posting.label, multimap.void())) is None
    assert INDEX.open(term, chaff) is None
