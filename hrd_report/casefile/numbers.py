"""Draws the labels by which people call cases. Knows which are taken: none."""

from typing import Final

from hrd_report.vault.digests import random_bytes

# No 0 O 1 I L, no vowel that makes words: said on the telephone, it is understood.
_LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 6


def new_number() -> str:
    """Draw a label for a case, as `K7Q-2M4`: random, so that it counts nothing."""
    size = len(_LETTERS)
    drawn = int.from_bytes(random_bytes(16), "big")
    letters = "".join(_LETTERS[drawn // size**at % size] for at in range(_LENGTH))
    return f"{letters[:3]}-{letters[3:]}"
