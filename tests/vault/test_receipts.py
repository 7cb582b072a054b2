"""Receipts: read in any form, mended where one letter is wrong, silent everywhere else."""

import contextlib
import hmac
import pickle
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrd_report.errors import NotSupported, WrongReceipt
from hrd_report.sealed import Plain
from hrd_report.vault import receipts, words
from hrd_report.vault.receipts import Receipt

BITS = st.binary(min_size=16, max_size=16)
LANGUAGES = st.sampled_from(sorted(words.LISTS))


def test_a_receipt_is_read_or_refused_as_the_vector_says(receipts_vector, outcome_of):
    text = Plain(receipts_vector["text"])
    assert outcome_of(lambda: receipts.parse(text)) == receipts_vector["outcome"]
    assert (receipts.problem(text) is None) == (receipts_vector["outcome"] == "success")
    if receipts_vector["outcome"] == "success":
        assert bytes.fromhex(receipts_vector["bits"]) in [r.bits for r in receipts.parse(text)]


@given(BITS, LANGUAGES)
def test_words_digits_and_form_value_are_the_same_receipt(bits, language):
    receipt = Receipt(bits)
    for text in (" ".join(receipt.words(language)), receipt.digits(), receipt.form_value()):
        assert receipts.parse(Plain(text)) == [receipt]


def wrong_letter(word: str, at: int, letter: str) -> str:
    place = at % len(word)
    return word[:place] + letter + word[place + 1 :]


@given(
    BITS,
    LANGUAGES,
    st.lists(
        st.tuples(st.integers(0, 11), st.integers(0, 7), st.sampled_from(string.ascii_lowercase)),
        max_size=3,
        unique_by=lambda mistake: mistake[0],
    ),
)
@settings(max_examples=300, deadline=None)
def test_one_wrong_letter_in_up_to_three_words_is_found(bits, language, mistakes):
    typed = [words.fold(word) for word in Receipt(bits).words(language)]
    for at, place, letter in mistakes:
        typed[at] = wrong_letter(typed[at], place, letter)
    # A mistake that makes another word of the list may pass the check bits, once in sixteen.
    misread = sum(words.fold(word) in words.places(language) for word in typed) == 12
    found = receipts.parse(Plain(" ".join(typed)))
    assert Receipt(bits) in found or misread
    assert len(found) <= receipts.MOST_CANDIDATES


@given(BITS, LANGUAGES)
def test_four_letters_of_each_word_are_enough(bits, language):
    short = " ".join(words.fold(word)[:4] for word in Receipt(bits).words(language))
    assert Receipt(bits) in receipts.parse(Plain(short))


@given(BITS, LANGUAGES, st.sampled_from(["\n", ", ", " — ", "\t", "\u00a0", ";"]))
def test_how_words_are_parted_numbered_and_capitalised_does_not_matter(bits, language, gap):
    numbered = gap.join(
        f"{n}. {word.upper()}" for n, word in enumerate(Receipt(bits).words(language), 1)
    )
    assert receipts.parse(Plain(numbered)) == [Receipt(bits)]


@given(BITS, st.integers(0, 41), st.integers(1, 9))
def test_one_wrong_digit_is_found(bits, at, by):
    digits = Receipt(bits).digits().replace(" ", "")
    typed = digits[:at] + str((int(digits[at]) + by) % 10) + digits[at + 1 :]
    found = receipts.parse(Plain(typed))
    assert Receipt(bits) in found
    assert len(found) <= receipts.MOST_CANDIDATES


@given(BITS, st.integers(0, 40))
def test_two_neighbours_swapped_among_the_digits_are_found(bits, at):
    digits = Receipt(bits).digits().replace(" ", "")
    typed = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    assert Receipt(bits) in receipts.parse(Plain(typed))


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_no_text_is_more_than_sixteen_receipts_or_a_refusal(text):
    try:
        found = receipts.parse(Plain(text))
    except WrongReceipt:
        assert receipts.problem(Plain(text)) is not None
    else:
        assert 1 <= len(found) <= receipts.MOST_CANDIDATES


@given(st.lists(st.sampled_from(words.word_list("fr")), min_size=12, max_size=12))
def test_twelve_words_that_do_not_agree_are_never_replaced_wholesale(chosen):
    typed = [words.fold(word) for word in chosen]
    try:
        found = receipts.parse(Plain(" ".join(typed)))
    except WrongReceipt:
        return
    for receipt in found:
        read = [words.fold(word) for word in receipt.words("fr")]
        assert sum(a != b for a, b in zip(read, typed, strict=True)) <= 2


def test_a_word_mistyped_into_another_word_is_still_found():
    receipt = Receipt(bytes(range(16)))
    typed = list(receipt.words("en"))
    for at, word in enumerate(typed):
        for near in words.neighbours(word, "en"):
            mistyped = [*typed[:at], words.word_list("en")[near], *typed[at + 1 :]]
            found = receipts.parse(Plain(" ".join(mistyped)))
            assert receipt in found or found[0].words("en") == tuple(mistyped)


def test_the_work_for_one_text_is_bounded():
    # Twelve times a token with as many neighbours as the lists allow.
    crowded = max(words.word_list("en"), key=lambda word: len(words.neighbours(word, "en")))
    with contextlib.suppress(WrongReceipt):
        assert len(receipts.parse(Plain(f"{crowded} " * 12))) <= receipts.MOST_CANDIDATES


@pytest.mark.parametrize(
    ("text", "code", "form", "seen", "unknown"),
    [
        ("", "empty", "words", 0, ()),
        ("abandon ability", "count", "words", 2, ()),
        ("abandon xxxxxxx", "count", "words", 2, (2,)),
        ("xxxxxxx " + "abandon " * 11, "unknown", "words", 12, (1,)),
        ("abandon " * 12, "check", "words", 12, ()),
        ("123 456", "count", "digits", 6, ()),
        ("9" * 42, "check", "digits", 42, ()),
        ("r1.short", "check", "form_value", 1, ()),
        ("abandon " * 400, "too_long", "words", 250, ()),
        # Exactly 2000 characters are read, one more is not.
        ("zoo" + " " * 1994 + "zoo", "count", "words", 2, ()),
        ("zoo" + " " * 1995 + "zoo", "too_long", "words", 2, ()),
        # The language that knows more of the words is the one that counts.
        ("window xxxxxxx", "count", "words", 2, (2,)),
    ],
)
def test_what_is_wrong_is_said_by_place_and_never_by_word(text, code, form, seen, unknown):
    assert receipts.problem(Plain(text)) == receipts.ReceiptProblem(code, form, seen, unknown)


def hkdf(secret: bytes, label: str) -> bytes:
    """Derive 32 bytes as RFC 5869 says, by hand: one block is enough."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, label.encode() + b"\1", "sha256")


@given(BITS, st.binary(max_size=40))
def test_what_derives_from_a_receipt_is_what_the_format_says(bits, form):
    receipt = Receipt(bits)
    assert receipt.lookup == hkdf(bits, "hrd1/lookup")
    assert receipt.key.seed == hkdf(bits, "hrd1/seed")
    assert receipt.mac(form) == hmac.digest(hkdf(bits, "hrd1/mac"), form, "sha256")


def test_two_thousand_characters_are_read_and_one_more_is_not():
    words_of_it = Receipt(bytes(range(16))).words("en")
    filled = " " * (2000 - len("".join(words_of_it)))
    text = words_of_it[0] + filled + " ".join(words_of_it[1:])
    exact = text.replace(filled, filled[: len(filled) - (len(text) - 2000)])
    assert len(exact) == 2000
    assert receipts.parse(Plain(exact)) == [Receipt(bytes(range(16)))]
    with pytest.raises(WrongReceipt):
        receipts.parse(Plain(exact.replace("  ", "   ", 1)))


def test_a_receipt_has_its_own_look_up_key_and_digest():
    one, two = receipts.new(), receipts.new()
    assert one != two
    assert len({one.lookup, one.key.seed, one.mac(b"")}) == 3
    assert len(one.lookup) == len(one.mac(b"")) == 32
    assert Receipt(one.bits).key == one.key
    assert one.mac(b"form") == Receipt(one.bits).mac(b"form")
    assert one.mac(b"form") != two.mac(b"form")


def test_a_receipt_is_silent_and_is_not_pickled():
    receipt = Receipt(bytes(16))
    assert repr(receipt) == str(receipt) == "Receipt(…)"
    with pytest.raises(TypeError):
        pickle.dumps(receipt)


def test_a_receipt_of_another_length_is_an_error():
    with pytest.raises(ValueError, match="16 bytes"):
        Receipt(bytes(15))


def test_a_language_without_a_list_has_digits_only():
    assert not receipts.has_words("ar")
    with pytest.raises(NotSupported):
        Receipt(bytes(16)).words("ar")


@pytest.mark.parametrize("language", sorted(words.LISTS))
def test_every_list_has_2048_words_told_apart_by_four_letters_without_accents(language):
    assert len(words.word_list(language)) == 2048
    assert len(words.places(language)) == 2048
    assert len(words.prefixes(language)) == 2048
    assert all(set(word) <= set(string.ascii_lowercase) for word in words.places(language))


def test_bip_39_words_of_known_bits_are_the_published_ones():
    assert Receipt(bytes(16)).words("en") == ("abandon",) * 11 + ("about",)
    assert Receipt(b"\xff" * 16).words("en") == ("zoo",) * 11 + ("wrong",)
    assert Receipt(b"\x7f" * 16).words("en")[:3] == ("legal", "winner", "thank")
