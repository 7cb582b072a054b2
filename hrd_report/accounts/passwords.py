"""Makes one-time passwords that can be read aloud and typed. Keeps none."""

import secrets
from typing import Final

from hrd_report.sealed import Plain
from hrd_report.vault.words import word_list

_WORDS: Final = 6


def one_time() -> Plain:
    """Return six random English words of 2048: 66 bits, strong enough under Argon2id."""
    return Plain("-".join(secrets.choice(word_list("en")) for _ in range(_WORDS)))
