"""The last word that says "I am forced". Pure arithmetic on receipts; looks nothing up.

All receipts that share the first 121 bits, and so their first eleven words, are siblings. One of
them is a defender's. Any other that is far from it in spelling says that she is forced. What all
siblings lead to from then on is their stand-in: a receipt that follows from the shared bits.
"""

from collections.abc import Iterator
from typing import Final

from hrd_report.vault import words
from hrd_report.vault.digests import hkdf
from hrd_report.vault.receipt_codes import RECEIPT_BYTES
from hrd_report.vault.receipts import Receipt

OWN_BITS: Final = 7
"""Bits that the last word adds to what the first eleven say."""

_COUNT: Final = 2**OWN_BITS
_FEWEST_DIGITS: Final = 3


def siblings(receipt: Receipt) -> tuple[Receipt, ...]:
    """Return the 127 other receipts with the same beginning, in an order of the beginning's own."""
    return tuple(_in_order(receipt))


def stand_in(receipt: Receipt) -> Receipt:
    """Return the receipt of the empty case that any sibling opens once one of them was forced."""
    return Receipt(hkdf(_shared(receipt), "hrd1/forced/stand-in", RECEIPT_BYTES))


def proposed(receipt: Receipt) -> Receipt:
    """Return the sibling whose last word a defender is told to say when she is forced.

    It is none of her other words: she has to tell them apart in her head.
    """
    return next(one for one in _in_order(receipt) if is_far(one, receipt) and _is_new(one))


def is_far(one: Receipt, other: Receipt) -> bool:
    """Whether nobody writes the one for the other by mistake, in words or in digits."""
    return _digits_differ(one, other) and all(
        _words_differ(one, other, language) for language in words.LISTS
    )


def _in_order(receipt: Receipt) -> Iterator[Receipt]:
    first = int.from_bytes(receipt.bits, "big") >> OWN_BITS << OWN_BITS
    turn = hkdf(_shared(receipt), "hrd1/forced/order", 1)[0]
    for at in range(_COUNT):
        bits = (first | (at + turn) % _COUNT).to_bytes(RECEIPT_BYTES, "big")
        if bits != receipt.bits:
            yield Receipt(bits)


def _shared(receipt: Receipt) -> bytes:
    return (int.from_bytes(receipt.bits, "big") >> OWN_BITS).to_bytes(RECEIPT_BYTES, "big")


def _is_new(one: Receipt) -> bool:
    found = (one.words(language) for language in words.LISTS)
    return all(last not in before for *before, last in found)


def _words_differ(one: Receipt, other: Receipt, language: str) -> bool:
    a, b = (words.fold(each.words(language)[-1]) for each in (one, other))
    if a[0] == b[0]:
        return False
    # With other first letters, one letter away is: another first one, one more or less, a swap.
    return a[1:] not in {b, b[1:]} and b[1:] != a and a[1::-1] + a[2:] != b


def _digits_differ(one: Receipt, other: Receipt) -> bool:
    mine, theirs = (each.digits().replace(" ", "") for each in (one, other))
    changed = sum(a != b for a, b in zip(mine, theirs, strict=True))
    return changed >= _FEWEST_DIGITS
