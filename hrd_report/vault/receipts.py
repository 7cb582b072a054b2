"""Receipts: 128 random bits a defender keeps, as words or digits. Looks nothing up, keeps nothing.

The bits are coded as 12 BIP-39 words (with 4 check bits), or as 39 digits and 3 check digits.
Everything derives from the bits, never from their spelling. No slow derivation: 128 bits need none.
"""

import functools
from dataclasses import dataclass
from typing import NoReturn

from hrd_report.errors import NotSupported
from hrd_report.sealed import Plain
from hrd_report.vault import receipt_codes, receipt_parser
from hrd_report.vault.digests import hkdf, hmac_sha256, random_bytes
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.receipt_codes import RECEIPT_BYTES
from hrd_report.vault.receipt_parser import MOST_CANDIDATES, ReceiptProblem, candidates, problem
from hrd_report.vault.words import has_words

__all__ = [
    "MOST_CANDIDATES",
    "Receipt",
    "ReceiptProblem",
    "exact",
    "has_words",
    "new",
    "parse",
    "problem",
]


@dataclass(frozen=True, repr=False)
class Receipt:
    """What a defender keeps. Silent when printed, an error when pickled. `bits`: 16 bytes."""

    bits: bytes

    def __post_init__(self) -> None:
        if len(self.bits) != RECEIPT_BYTES:
            raise ValueError("a receipt has 16 bytes")

    @functools.cached_property
    def lookup(self) -> bytes:
        """Return the 32 bytes a report is found by, from which the receipt cannot be had."""
        return hkdf(self.bits, "hrd1/lookup")

    @functools.cached_property
    def key(self) -> Key:
        """Return the key that replies are sealed to."""
        return Key.from_seed(hkdf(self.bits, "hrd1/seed"))

    @property
    def public(self) -> PublicKey:
        """Return the public half of that key."""
        return self.key.public

    @functools.cached_property
    def mac_key(self) -> bytes:
        """Return the secret under which a report's own digest is made."""
        return hkdf(self.bits, "hrd1/mac")

    def words(self, language: str) -> tuple[str, ...]:
        """Return the twelve words. Raise NotSupported for a language without a list."""
        if not has_words(language):
            raise NotSupported(f"no word list for {language}; show the digits")
        return receipt_codes.to_words(self.bits, language)

    def digits(self) -> str:
        """Return 14 groups of 3 digits, with spaces between."""
        return receipt_codes.to_digits(self.bits)

    def form_value(self) -> str:
        """Return the short form (25 characters) for a hidden field."""
        return receipt_codes.to_form_value(self.bits)

    def mac(self, content: bytes) -> bytes:
        """Return 32 bytes that tell a form sent twice, without keeping what it said."""
        return hmac_sha256(self.mac_key, content)

    def __repr__(self) -> str:
        return "Receipt(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a receipt is not pickled")


def new() -> Receipt:
    """Draw a fresh receipt."""
    return Receipt(random_bytes(RECEIPT_BYTES))


def parse(text: Plain) -> list[Receipt]:
    """Read a receipt in any form: words of any list, digits of any script, form value.

    Return the candidates, best first: normally one, up to 16 when a typing mistake was mended
    (a unique four-letter beginning, or one letter wrong in a word). Raise WrongReceipt.
    """
    return [Receipt(bits) for bits in candidates(text)]


def exact(text: Plain) -> Receipt | None:
    """Return a receipt that was written without a mistake, in words or digits, or nothing."""
    bits = receipt_parser.exact(text)
    return None if bits is None else Receipt(bits)
