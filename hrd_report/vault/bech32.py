"""Bech32 (BIP-173) without its length limit, as the age specification uses it. Knows no key."""

from collections.abc import Iterable

from hrd_report.errors import Damaged

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LETTERS = 6


def encode(prefix: str, raw: bytes) -> str:
    """Return lower-case Bech32 of the bytes behind a lower-case prefix."""
    values = _to_fives(raw)
    check = _polymod([*_spread(prefix), *values, *bytes(_CHECK_LETTERS)]) ^ 1
    values += [check >> 5 * (_CHECK_LETTERS - 1 - n) & 31 for n in range(_CHECK_LETTERS)]
    return prefix + "1" + "".join(_ALPHABET[value] for value in values)


def decode(text: str, prefix: str) -> bytes:
    """Return the bytes behind a lower-case prefix.

    Raise Damaged for another prefix, mixed case, a letter outside the alphabet, a wrong checksum
    or bits left over.
    """
    if text != text.lower() and text != text.upper():
        raise Damaged("mixed case")
    text = text.lower()
    start = prefix + "1"
    letters = text.removeprefix(start)
    if letters == text or len(letters) < _CHECK_LETTERS or not set(letters) <= set(_ALPHABET):
        raise Damaged(f"not a {prefix} code")
    values = [_VALUES[letter] for letter in letters]
    if _polymod([*_spread(prefix), *values]) != 1:
        raise Damaged("a letter is wrong: the checksum differs")
    return _from_fives(values[:-_CHECK_LETTERS])


def _spread(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, factor in enumerate(_GENERATOR):
            if top >> bit & 1:
                check ^= factor
    return check


def _to_fives(raw: bytes) -> list[int]:
    spare = -len(raw) * 8 % 5
    count = (len(raw) * 8 + spare) // 5
    number = int.from_bytes(raw, "big") << spare
    return [number >> 5 * (count - 1 - at) & 31 for at in range(count)]


def _from_fives(values: list[int]) -> bytes:
    spare = len(values) * 5 % 8
    number = 0
    for value in values:
        number = number << 5 | value
    if spare >= 5 or number & ((1 << spare) - 1):  # noqa: PLR2004 - a whole letter of padding
        raise Damaged("bits are left over")
    return (number >> spare).to_bytes(len(values) * 5 // 8, "big")
