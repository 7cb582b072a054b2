"""Public keys as age writes them, and as people compare them. Knows no private key.

Source: C2SP age specification, "The MLKEM768-X25519 hybrid post-quantum recipient type".
"""

from hrd_report.errors import NotSupported
from hrd_report.vault import bech32
from hrd_report.vault.digests import sha256
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.words import has_words, word_list

_PREFIX = "age1pq"
_FINGERPRINT_WORDS = 6


def encode(public: PublicKey) -> str:
    """Return the recipient "age1pq1…" (1959 letters)."""
    return bech32.encode(_PREFIX, public.raw)


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
    return tuple(listed[number >> 11 * (_FINGERPRINT_WORDS - 1 - n) & 2047] for n in range(6))
