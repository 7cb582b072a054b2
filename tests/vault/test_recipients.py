"""Recipients and identities as age writes them, Bech32, and fingerprints."""

import hashlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnemonic import Mnemonic

from hrd_report.errors import Damaged, NotSupported
from hrd_report.sealed import Plain
from hrd_report.vault import bech32, identities, recipients
from hrd_report.vault.keys import Key
from hrd_report.vault.words import fold, word_list

TEXT = bech32.encode("age1pq", bytes(range(100)))


def test_a_recipient_is_read_or_refused_as_the_vector_says(recipients_vector, outcome_of):
    text = recipients_vector["text"]
    assert outcome_of(lambda: recipients.decode(text)) == recipients_vector["outcome"]
    if recipients_vector["outcome"] == "success":
        key = identities.decode(Plain(recipients_vector["identity"]))
        assert recipients.decode(text) == key.public
        assert recipients.encode(key.public) == text.lower()
        assert identities.encode(key) == Plain(recipients_vector["identity"])


def test_a_recipient_has_1959_letters(key):
    assert len(recipients.encode(key.public)) == 1959


@given(st.binary(max_size=300))
def test_bech32_gives_the_bytes_back(raw):
    assert bech32.decode(bech32.encode("age1pq", raw), "age1pq") == raw


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l1b A"))
def test_bech32_with_any_letter_changed_is_refused(at, letter):
    changed = TEXT[:at] + letter + TEXT[at + 1 :]
    if changed != TEXT:
        with pytest.raises(Damaged):
            bech32.decode(changed, "age1pq")


def checked(prefix: str, values: list[int]) -> str:
    """Return letters with a checksum that is right, whatever they stand for."""
    body = [*bech32._spread(prefix), *values]
    check = bech32._polymod([*body, *bytes(6)]) ^ 1
    return "".join(
        bech32._ALPHABET[v] for v in [*values, *(check >> 5 * n & 31 for n in range(5, -1, -1))]
    )


@given(st.lists(st.integers(0, 31), max_size=20))
def test_bits_that_make_no_byte_are_refused_although_the_checksum_is_right(values):
    bits = "".join(f"{value:05b}" for value in values)
    spare = bits[len(bits) // 8 * 8 :]
    text = "age1pq1" + checked("age1pq", values)
    if len(spare) < 5 and "1" not in spare:
        assert bech32.encode("age1pq", bech32.decode(text, "age1pq")) == text
    else:
        with pytest.raises(Damaged):
            bech32.decode(text, "age1pq")


def test_letters_without_their_prefix_are_refused_although_the_checksum_is_right():
    letters = checked("age1pq", [0] * 8)
    assert bech32.decode("age1pq1" + letters, "age1pq") == bytes(5)
    for text in (letters, "age1pr1" + letters, "1" + letters):
        with pytest.raises(Damaged):
            bech32.decode(text, "age1pq")


@given(st.text(max_size=100))
def test_any_other_text_is_refused(text):
    with pytest.raises(Damaged):
        recipients.decode(text)
    with pytest.raises(Damaged):
        identities.decode(Plain(text))


@pytest.mark.parametrize(("language", "name"), [("en", "english"), ("fr", "french")])
def test_a_fingerprint_is_the_first_66_bits_of_the_digest_in_words(key, language, name):
    digest = hashlib.sha256(b"hrd1/fingerprint" + key.public.raw).digest()
    bits = "".join(f"{byte:08b}" for byte in digest)[:66]
    listed = [unicodedata.normalize("NFC", word) for word in Mnemonic(name).wordlist]
    words = tuple(listed[int(bits[at : at + 11], 2)] for at in range(0, 66, 11))
    assert recipients.fingerprint_words(key.public, language) == words


def test_a_fingerprint_is_six_words_of_the_readers_language(key, other):
    for language in ("en", "fr"):
        shown = recipients.fingerprint_words(key.public, language)
        assert len(shown) == 6
        assert set(shown) <= set(word_list(language))
        assert shown != recipients.fingerprint_words(other.public, language)
        assert shown == recipients.fingerprint_words(Key.from_seed(key.seed).public, language)
    with pytest.raises(NotSupported):
        recipients.fingerprint_words(key.public, "ar")


SPOKEN = {
    "as they are shown": " ".join,
    "in capitals": lambda words: " ".join(words).upper(),
    "numbered": lambda words: " ".join(f"{n}. {word}" for n, word in enumerate(words, 1)),
    "in lines": "\r\n".join,
    "with dashes": "-".join,
    "by four letters": lambda words: " ".join(word[:4] for word in words),
    "without accents": lambda words: fold(" ".join(words)),
    "with accents apart": lambda words: unicodedata.normalize("NFD", ", ".join(words)),
}


@pytest.mark.parametrize("said", SPOKEN.values(), ids=SPOKEN)
@pytest.mark.parametrize("language", ["en", "fr"])
@given(seed=st.binary(min_size=32, max_size=32))
@settings(max_examples=20)
def test_the_six_words_are_heard_however_they_are_typed(seed, language, said):
    public = Key.from_seed(seed).public
    assert recipients.misheard(said(recipients.fingerprint_words(public, language)), public) == ()


@given(st.sets(st.integers(1, 6)), st.data())
@settings(max_examples=60)
def test_a_wrong_word_is_named_by_its_place(wrong, data):
    public = Key.from_seed(bytes(32)).public
    words = list(recipients.fingerprint_words(public, "en"))
    for place in wrong:
        others = [one for one in word_list("en")[::37] if one[:4] != words[place - 1][:4]]
        words[place - 1] = data.draw(st.sampled_from(others))
    assert recipients.misheard(" ".join(words), public) == tuple(sorted(wrong))


@pytest.mark.parametrize("text", ["", "one", " ".join(["word"] * 5), " ".join(["word"] * 7)])
def test_without_six_words_no_place_is_trusted(text, key):
    assert recipients.misheard(text, key.public) == (1, 2, 3, 4, 5, 6)


def test_three_letters_of_a_longer_word_are_not_that_word(key):
    words = recipients.fingerprint_words(key.public, "en")
    short = [word[:3] if len(word) > 3 else word for word in words]
    longer = tuple(place for place, word in enumerate(words, 1) if len(word) > 3)
    assert longer
    assert recipients.misheard(" ".join(short), key.public) == longer


@given(st.text(max_size=200))
def test_no_text_but_the_words_is_taken_for_them(text):
    assert recipients.misheard(text, Key.from_seed(bytes(32)).public) != ()
