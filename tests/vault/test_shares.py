"""A seed in shares: enough of them restore it, fewer tell nothing, and a slip is named."""

import difflib
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shamir_mnemonic import generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from hrd_report.errors import Damaged
from hrd_report.sealed import Plain
from hrd_report.vault import shares
from hrd_report.vault.keys import Key
from hrd_report.vault.shares import Share, ShareRefused

SEED = bytes(range(32))
MADE = shares.split(SEED, count=5, need=3)
OTHER = shares.split(SEED, count=5, need=3)
PLACE = st.integers(0, shares.WORDS - 1)
WORD = st.sampled_from(WORDLIST)


def text(words) -> Plain:
    return Plain(" ".join(words))


def refusal(act) -> ShareRefused:
    with pytest.raises(ShareRefused) as caught:
        act()
    return caught.value


def test_a_sheet_is_read_or_refused_as_the_vector_says(shares_vector):
    given_texts = [Plain(one) for one in shares_vector["sheets"]]
    kids = [bytes.fromhex(shares_vector["kid"])]
    if shares_vector["outcome"] == "success":
        assert shares.recover(given_texts, kids).seed.hex() == shares_vector["seed"]
        return
    why = refusal(lambda: shares.recover(given_texts, kids))
    assert why.code == shares_vector["outcome"]
    for name in ("share", "word", "have", "need"):
        assert getattr(why, name) == shares_vector.get(name, 0), name
    assert list(why.near) == shares_vector.get("near", [])


def test_each_three_of_five_restore_the_seed_in_any_order():
    for some in itertools.permutations(MADE, 3):
        assert shares.combine(some) == SEED


def test_more_than_enough_restore_it_too():
    assert shares.combine(MADE) == SEED


def test_two_of_three_are_too_few():
    for some in itertools.combinations(MADE, 2):
        why = refusal(lambda some=some: shares.combine(some))
        assert (why.code, why.have, why.need) == ("too_few", 2, 3)
    assert refusal(lambda: shares.combine([])).code == "too_few"


def test_a_share_given_twice_counts_once_and_is_named():
    why = refusal(lambda: shares.combine([MADE[0], MADE[1], MADE[0]]))
    assert (why.code, why.share) == ("same_share", 3)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_the_share_of_another_ceremony_is_named_wherever_it_stands(at: int):
    some = list(MADE[:3])
    some[at - 1] = OTHER[at - 1]
    why = refusal(lambda: shares.combine(some))
    assert (why.code, why.share) == ("other_ceremony", at)


def test_shares_that_only_pretend_to_belong_together_restore_nothing():
    strangers = [
        Share(one.words, one.number, one.need, MADE[0].ceremony) for one in (*MADE[:2], OTHER[2])
    ]
    assert refusal(lambda: shares.combine(strangers)).code == "other_ceremony"


def test_the_seed_of_a_key_that_is_not_in_use_is_refused():
    sheets = [text(one.words) for one in MADE]
    kid = Key.from_seed(SEED).kid
    assert shares.recover(sheets, [bytes(16), kid]).seed == SEED
    assert refusal(lambda: shares.recover(sheets, [bytes(16)])).code == "other_key"
    assert refusal(lambda: shares.recover(sheets, [])).code == "other_key"


@given(st.binary(min_size=32, max_size=32), st.data())
def test_any_seed_is_restored_by_any_enough_of_any_split(seed: bytes, data: st.DataObject):
    count = data.draw(st.integers(2, 16))
    need = data.draw(st.integers(2, count))
    made = shares.split(seed, count=count, need=need)
    assert [one.number for one in made] == list(range(1, count + 1))
    assert {(one.need, one.ceremony) for one in made} == {(need, made[0].ceremony)}
    some = data.draw(st.permutations(made))[:need]
    assert shares.combine([shares.read(text(one.words)) for one in some]) == seed
    assert refusal(lambda: shares.combine(some[1:])).code == "too_few"


@given(st.sampled_from(MADE), PLACE, WORD)
def test_one_wrong_word_is_found_and_the_right_one_offered(one: Share, at: int, other: str):
    words = [*one.words[:at], other, *one.words[at + 1 :]]
    if other == one.words[at]:
        assert shares.read(text(words)) == one
        return
    why = refusal(lambda: shares.read(text(words), 4))
    assert (why.code, why.share, why.word, why.near) == ("wrong_word", 4, at + 1, (one.words[at],))


@given(st.sampled_from(MADE), PLACE, st.text("xyzé", min_size=1, max_size=9))
def test_an_unknown_word_is_found_and_the_right_one_offered(one: Share, at: int, other: str):
    words = [*one.words[:at], other, *one.words[at + 1 :]]
    why = refusal(lambda: shares.read(text(words), 2))
    assert (why.code, why.share, why.word, why.near) == ("wrong_word", 2, at + 1, (one.words[at],))


def test_the_first_word_of_the_list_is_offered_like_any_other():
    one = next(
        one
        for one in (shares.split(bytes([n]) * 32, count=2, need=2)[0] for n in range(256))
        if WORDLIST[0] in one.words
    )
    at = one.words.index(WORDLIST[0])
    words = [*one.words[:at], "qqqq", *one.words[at + 1 :]]
    assert refusal(lambda: shares.read(text(words))).near == (WORDLIST[0],)


def test_of_two_unknown_words_the_first_is_named_with_words_like_it():
    words = list(MADE[0].words)
    words[3], words[20] = "keybord", "qqqq"
    why = refusal(lambda: shares.read(text(words)))
    assert (why.code, why.word, why.near[0]) == ("wrong_word", 4, "keyboard")


def test_three_words_at_most_are_offered():
    words = list(MADE[0].words)
    # The list has many words like the first of these.
    words[3], words[20] = "sliding", "qqqq"
    assert len(difflib.get_close_matches("sliding", WORDLIST, n=9)) > 3
    assert len(refusal(lambda: shares.read(text(words))).near) == 3


def test_an_unknown_word_beside_a_wrong_one_is_not_mended_by_guessing():
    words = list(MADE[0].words)
    words[20] = "keybord"
    words[7] = next(word for word in WORDLIST if word != words[7])
    why = refusal(lambda: shares.read(text(words)))
    assert (why.code, why.word, why.near[0]) == ("wrong_word", 21, "keyboard")


def test_a_refusal_says_its_code_and_of_which_sheet_the_first_if_nothing_is_said():
    why = refusal(lambda: shares.read(text([])))
    assert (str(why), why.code, why.share) == ("not_a_share", "not_a_share", 1)


def test_two_wrong_words_are_not_a_share():
    chance = random.Random(7)
    for _ in range(200):
        words = list(MADE[0].words)
        for at in chance.sample(range(shares.WORDS), 2):
            words[at] = chance.choice([word for word in WORDLIST if word != words[at]])
        assert refusal(lambda words=words: shares.read(text(words), 3)).code == "not_a_share"


@pytest.mark.parametrize("count", [0, 1, 20, 32, 34])
def test_another_count_of_words_is_not_a_share(count: int):
    why = refusal(lambda: shares.read(text((MADE[0].words * 2)[:count]), 2))
    assert (why.code, why.share, why.have, why.need) == ("not_a_share", 2, count, 33)


@pytest.mark.parametrize(
    "made",
    [
        generate_mnemonics(1, [(3, 5)], SEED[:16], extendable=True)[0],
        generate_mnemonics(1, [(3, 5)], SEED, extendable=False)[0],
        generate_mnemonics(1, [(3, 5)], SEED, iteration_exponent=0)[0],
        generate_mnemonics(1, [(1, 1)], SEED)[0],
        generate_mnemonics(2, [(2, 3), (2, 3)], SEED)[0],
        generate_mnemonics(1, [(2, 3), (2, 3)], SEED)[0],
    ],
    ids=["128 bits", "not extendable", "cheap", "alone", "groups", "one of two groups"],
)
def test_a_share_that_we_would_not_have_made_is_refused(made: list[str]):
    assert refusal(lambda: shares.read(Plain(made[0]))).code in {"not_a_share", "wrong_word"}


def test_a_sheet_is_read_as_it_was_printed_or_typed():
    one = MADE[1]
    numbered = "\n".join(
        f"  {at:>2}. {word:<12} {at + 1:>2}. {more}"
        for at, (word, more) in enumerate(itertools.pairwise(one.words), 1)
        if at % 2 and at < 33
    )
    printed = (
        f"Sheet 2 of 5, made on 2026-11-21.\nKeep it.\n\n{numbered}\n  33. {one.words[32]}\n\nEnd."
    )
    for way in (printed, " ".join(one.words).upper(), ", ".join(one.words), "\n".join(one.words)):
        assert shares.read(Plain(way)) == one


@pytest.mark.parametrize(
    ("length", "count", "need"), [(31, 5, 3), (33, 5, 3), (32, 2, 3), (32, 5, 1), (32, 17, 3)]
)
def test_there_is_no_such_split(length: int, count: int, need: int):
    with pytest.raises(Damaged):
        shares.split(bytes(length), count=count, need=need)


@given(st.text(max_size=300) | st.lists(WORD, min_size=33, max_size=33).map(" ".join))
def test_whatever_is_no_sheet_is_refused(anything: str):
    assert refusal(lambda: shares.read(Plain(anything))).code in {"not_a_share", "wrong_word"}


def test_a_share_is_silent():
    assert MADE[0].words[5] not in repr(MADE[0])
    assert MADE[0].words[5] not in str(MADE)
