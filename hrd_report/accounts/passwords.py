"""Makes passwords that can be read aloud and typed, and judges chosen ones. Keeps none."""

import secrets
from collections.abc import Iterable
from typing import Any, Final

from hrd_report.errors import Invalid
from hrd_report.sealed import Plain
from hrd_report.vault import words

SHORTEST: Final = 15
"""Characters; NIST SP 800-63B-4 asks for fifteen where a password stands alone."""

LOWEST_SCORE: Final = 4
"""Of zxcvbn: at least 10^10 guesses. Whoever holds the database *and* the pepper and buys a
thousand cores makes ten thousand guesses a second against Argon2id: a score of 3 (10^8) falls in
hours, this one lasts twelve days at least, time enough to notice and to change it."""

_WORDS: Final = 6
_READ: Final = 72
"""Letters that are judged: zxcvbn needs seconds for long texts, and more can only be stronger."""

_REASONS: Final = {
    "repeat": "repeats",
    "sequence": "sequence",
    "spatial": "keyboard",
    "date": "date",
    "regex": "date",
}


def one_time() -> Plain:
    """Return six random English words of 2048: 66 bits, strong enough under Argon2id."""
    return suggested("en")


def suggested(language: str) -> Plain:
    """Return six random words of a language, English where it has no list, without accents.

    Accents are left out so that the words can be typed on any keyboard.
    """
    known = words.word_list(language if words.has_words(language) else "en")
    return Plain("-".join(words.fold(secrets.choice(known)) for _ in range(_WORDS)))


def check_new(password: Plain, again: Plain, *, known: Iterable[str] = ()) -> None:
    """Refuse a password that is short, easily guessed or mistyped.

    `known` are words an attacker would try first: the pseudonym, the organisation. Raises `Invalid`
    with stable codes.
    """
    if len(password) < SHORTEST:
        raise Invalid({"password": ["too_short"]})
    weak = _weakness(password, [part for one in known for part in (one, *one.split())])
    if weak:
        raise Invalid({"password": [weak]})
    if password != again:
        raise Invalid({"again": ["differs"]})


def _weakness(password: Plain, known: list[str]) -> str:
    from zxcvbn import zxcvbn  # noqa: PLC0415 - 14 MB that a process without logins never needs

    judged = zxcvbn(password.reveal()[:_READ], user_inputs=known)
    if judged["score"] >= LOWEST_SCORE:
        return ""
    return _reason(max(judged["sequence"], key=lambda part: len(part["token"])))


def _reason(part: dict[str, Any]) -> str:
    if part["pattern"] == "dictionary":
        return "known" if part["dictionary_name"] == "user_inputs" else "common"
    return _REASONS.get(part["pattern"], "easy")
