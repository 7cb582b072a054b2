"""Mending a receipt: what is near, which reading comes first, and how much work one try may be."""

import contextlib
import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mistyping import mistyped

from hrd_report.errors import WrongReceipt
from hrd_report.sealed import Plain
from hrd_report.vault import receipt_codes, receipts, words
from hrd_report.vault.receipts import Receipt

BITS = st.binary(min_size=16, max_size=16)
LANGUAGES = st.sampled_from(sorted(words.LISTS))


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("abandon", {"abandon": 0}),
        ("cat", {"cat": 0} | dict.fromkeys(["act", "can", "car", "cart", "chat", "fat", "hat"], 4)),
        ("aband", {"abandon": 1}),
        ("abandonx", {"abandon": 2}),
        ("baandon", {"abandon": 3}),
        ("abandqq", {"abandon": 3}),
        ("abaqqqq", {}),
        ("aba", {}),
        ("abl", {"able": 3, "all": 3}),
    ],
)
def test_what_a_token_may_mean_and_how_unlikely_that_is(typed, near):
    listed = words.word_list("en")
    assert {listed[at]: cost for at, cost in words.alternatives(typed, "en").items()} == near


@pytest.mark.parametrize("language", sorted(words.LISTS))
def test_three_wrong_words_are_found_in_99_of_100_phrases(language):
    chance = random.Random(3)
    phrases, found, looked_up = 400, 0, 0
    for _ in range(phrases):
        bits = chance.randbytes(16)
        try:
            candidates = receipts.parse(Plain(mistyped(bits, language, chance)))
        except WrongReceipt:
            continue
        found += Receipt(bits) in candidates
        looked_up = max(looked_up, len(candidates))
    assert found / phrases >= 0.99
    assert looked_up <= receipts.MOST_CANDIDATES


def cost_of(typed: list[str], receipt: Receipt, language: str) -> int | None:
    """Return how unlikely a reading is, added up word by word, or None where it is no reading."""
    costs = [
        words.alternatives(token, language).get(words.places(language)[words.fold(word)])
        for token, word in zip(typed, receipt.words(language), strict=True)
    ]
    return None if None in costs else sum(costs)


@given(BITS, LANGUAGES, st.integers(0, 10**6), st.integers(1, 4))
@settings(max_examples=100)
def test_likelier_readings_come_first_and_none_is_far_fetched(bits, language, seed, count):
    typed = mistyped(bits, language, random.Random(seed), count).split()
    try:
        found = receipts.parse(Plain(" ".join(typed)))
    except WrongReceipt:
        return
    costs = [
        min(cost for lang in words.LISTS if (cost := cost_of(typed, one, lang)) is not None)
        for one in found
    ]
    assert costs == sorted(costs)
    assert costs[-1] - costs[0] <= 9


def misread_twice(bits: bytes, chance: random.Random) -> str | None:
    """Return the words with two of them replaced by others of the list that are a letter away."""
    typed = list(Receipt(bits).words("en"))
    listed = words.word_list("en")
    places = [at for at, word in enumerate(typed) if words.neighbours(word, "en")]
    for at in chance.sample(places, 2) if len(places) > 1 else []:
        typed[at] = listed[chance.choice(sorted(words.neighbours(typed[at], "en")))]
    sound = receipt_codes.from_places([words.places("en")[word] for word in typed])
    return None if len(places) < 2 or sound is not None else " ".join(typed)


def test_two_words_mistyped_into_others_are_found_though_both_look_right():
    chance = random.Random(1)
    phrases = found = 0
    while phrases < 40:
        bits = chance.randbytes(16)
        text = misread_twice(bits, chance)
        if text is not None:
            phrases += 1
            found += Receipt(bits) in receipts.parse(Plain(text))
    assert found >= 20


@given(st.lists(st.sampled_from([*words.places("en"), *words.places("fr")]), min_size=12))
@settings(max_examples=20)
def test_one_try_weighs_no_more_readings_than_it_may(tokens):
    weighed = itertools.count()
    weigh = receipt_codes.from_places

    def counted(places: list[int]) -> bytes | None:
        next(weighed)
        return weigh(places)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receipt_codes, "from_places", counted)
        # Tokens with many neighbours, none of which is likelier than another.
        for text in (" ".join(tokens[:12]), "cat car hat fat act can " * 2, "catx " * 12):
            with contextlib.suppress(WrongReceipt):
                receipts.parse(Plain(text))
    assert next(weighed) <= 3 * len(words.LISTS) * (2048 + 1)
