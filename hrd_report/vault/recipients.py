"""Public keys as age writes them, and as people compare them. Knows no private key.

Source: C2SP age specification, "The MLKEM768-X25519 hybrid post-quantum recipient type".
"""

import re

from hrd_report.errors import NotSupported
from hrd_report.vault import bech32
from hrd_report.vault.digests import sha256
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.words import LISTS, PREFIX, fold, has_words, word_list

_PREFIX = "age1pq"
FINGERPRINT_WORDS = 6
_BETWEEN = re.compile(r"[\W\d_]+")


def encode(public: PublicKey) -> str:
    """Return the recipient "age1pq1…" (1959 letters)."""
    return bech32.encode(_PREFIX, public.raw)


def is_one(text: str) -> bool:
    """Whether a text begins as a recipient does; `decode` says whether it is one."""
    return text.strip().startswith(_PREFIX)


def decode(text: str) -> PublicKey:
    """Read a recipient. Raise Damaged when it is not one, or not exactly as an encoder writes."""
    return PublicKey.from_raw(bech32.decode(text, _PREFIX))


def fingerprint_words(public: PublicKey, language: str) -> tuple[str, ...]:
    """Return six words (66 bits of the key's SHA-256) that two people can read to each other.

    Raise NotSupported for a language without a word list.
    """
    return six_words(sha256(b"hrd1/fingerprint", public.raw), language)


def six_words(digest: bytes, language: str) -> tuple[str, ...]:
    """Return the first 66 bits of a digest as words of a list. Raise NotSupported without one."""
    if not has_words(language):
        raise NotSupported(f"no word list for {language}")
    number = int.from_bytes(digest, "big") >> 8 * len(digest) - 66
    listed = word_list(language)
    return tuple(listed[number >> 11 * (FINGERPRINT_WORDS - 1 - n) & 2047] for n in range(6))


def misheard(text: str, public: PublicKey) -> tuple[int, ...]:
    """Return the places, from 1, at which words somebody typed are not the key's fingerprint.

    Empty when all six are. Capitals, accents and what stands between words do not matter; four
    letters that begin a word are that word. The words may be of any language with a list: the
    one that fits best counts. With more or fewer than six words no place can be trusted.
    """
    typed = [token for token in _BETWEEN.split(fold(text)) if token]
    if len(typed) != FINGERPRINT_WORDS:
        return tuple(range(1, FINGERPRINT_WORDS + 1))
    tries = (_differing(typed, fingerprint_words(public, language)) for language in LISTS)
    return min(tries, key=len)


def _differing(typed: list[str], words: tuple[str, ...]) -> tuple[int, ...]:
    pairs = enumerate(zip(typed, words, strict=True), start=1)
    return tuple(place for place, (token, word) in pairs if not _means(token, fold(word)))


def _means(token: str, word: str) -> bool:
    return token == word or (len(token) >= PREFIX and word.startswith(token))
