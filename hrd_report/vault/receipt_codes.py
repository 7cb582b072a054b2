"""How the 128 bits of a receipt are written: words, digits, form value. Corrects no mistake."""

import base64
import binascii
import hashlib
from collections.abc import Sequence

from hrd_report.errors import WrongReceipt
from hrd_report.vault.words import word_list

RECEIPT_BYTES = 16
WORDS = 12
DIGITS = 42
FORM_PREFIX = "r1."

_WORD_BITS = 11
_CHECK_BITS = 4
_GROUP = 3
# The largest prime under 1000: every single wrong digit and every swap of two changes the rest.
_CHECK_PRIME = 997


def to_places(bits: bytes) -> tuple[int, ...]:
    """Return the 12 places (0 to 2047) of BIP-39 for 16 bytes: the bits, then 4 check bits."""
    joined = int.from_bytes(bits, "big") << _CHECK_BITS | _check_bits(bits)
    return tuple(joined >> _WORD_BITS * (WORDS - 1 - n) & 2047 for n in range(WORDS))


def from_places(places: Sequence[int]) -> bytes | None:
    """Return the 16 bytes of 12 places, or None when the check bits do not agree."""
    joined = 0
    for place in places:
        joined = joined << _WORD_BITS | place
    bits = (joined >> _CHECK_BITS).to_bytes(RECEIPT_BYTES, "big")
    return bits if joined & 15 == _check_bits(bits) else None


def to_words(bits: bytes, language: str) -> tuple[str, ...]:
    """Return the 12 words. Raise KeyError for a language without a list."""
    listed = word_list(language)
    return tuple(listed[place] for place in to_places(bits))


def to_digits(bits: bytes) -> str:
    """Return 14 groups of 3 digits with spaces: the bits as 39 digits, then their rest mod 997."""
    number = int.from_bytes(bits, "big")
    text = f"{number:039d}{number % _CHECK_PRIME:03d}"
    return " ".join(text[at : at + _GROUP] for at in range(0, DIGITS, _GROUP))


def from_digits(text: str) -> bytes | None:
    """Return the 16 bytes of 42 digits, or None when the check digits do not agree."""
    number, check = int(text[:-_GROUP]), int(text[-_GROUP:])
    if number % _CHECK_PRIME != check or number >> 8 * RECEIPT_BYTES:
        return None
    return number.to_bytes(RECEIPT_BYTES, "big")


def to_form_value(bits: bytes) -> str:
    """Return the short form for a hidden field: "r1." and 22 letters of URL-safe base64."""
    return FORM_PREFIX + base64.urlsafe_b64encode(bits).decode().rstrip("=")


def from_form_value(text: str) -> bytes:
    """Return the 16 bytes of a form value. Raise WrongReceipt unless it is exactly as written."""
    try:
        bits = base64.urlsafe_b64decode(text.removeprefix(FORM_PREFIX) + "==")
    except (binascii.Error, ValueError):
        raise WrongReceipt("not a form value") from None
    if len(bits) != RECEIPT_BYTES or to_form_value(bits) != text:
        raise WrongReceipt("not a form value")
    return bits


def _check_bits(bits: bytes) -> int:
    return hashlib.sha256(bits).digest()[0] >> 8 - _CHECK_BITS
