"""Recipients and identities as age writes them, Bech32, and fingerprints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged, NotSupported
from hrd_report.sealed import Plain
from hrd_report.vault import bech32, identities, recipients
from hrd_report.vault.keys import Key
from hrd_report.vault.words import word_list

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


@given(st.text(max_size=100))
def test_any_other_text_is_refused(text):
    with pytest.raises(Damaged):
        recipients.decode(text)
    with pytest.raises(Damaged):
        identities.decode(Plain(text))


def test_a_fingerprint_is_six_words_of_the_readers_language(key, other):
    for language in ("en", "fr"):
        shown = recipients.fingerprint_words(key.public, language)
        assert len(shown) == 6
        assert set(shown) <= set(word_list(language))
        assert shown != recipients.fingerprint_words(other.public, language)
        assert shown == recipients.fingerprint_words(Key.from_seed(key.seed).public, language)
    with pytest.raises(NotSupported):
        recipients.fingerprint_words(key.public, "ar")
