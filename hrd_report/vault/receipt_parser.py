"""Reads a receipt as people write it, and mends small mistakes. Asks no database.

Mending is local and ends in at most 16 candidates, so a wrong receipt costs few look-ups and
tells nothing about any other.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hrd_report.errors import WrongReceipt
from hrd_report.sealed import Plain
from hrd_report.vault import receipt_codes, receipt_lists, words
from hrd_report.vault.receipt_codes import DIGITS, FORM_PREFIX, WORDS

MOST_CANDIDATES = 16

_LONGEST_TEXT = 2000
# Bounds the work of one try to some milliseconds, whatever is typed.
_MOST_TRIALS = 2048
# Three words mistyped beyond their beginning; see words.alternatives.
_FARTHEST = 9
_GROUP = 3


@dataclass(frozen=True, slots=True)
class ReceiptProblem:
    """What is wrong with a receipt, without any of its words.

    `code`: `empty`, `too_long`, `count` (not 12 words or 42 digits), `unknown` (words nobody can
    place, see `unknown`), `check` (each part may be right, together they are not). `form`:
    `words`, `digits` or `form_value`. `seen`: how many words or digits were read. `unknown`:
    places of unknown words, from 1.
    """

    code: str
    form: str
    seen: int
    unknown: tuple[int, ...] = ()


def candidates(text: Plain) -> list[bytes]:
    """Return the 16-byte receipts a text may mean, best first. Raise WrongReceipt if none."""
    typed = text.reveal().strip()
    if typed.startswith(FORM_PREFIX):
        return [receipt_codes.from_form_value(typed)]
    if len(typed) > _LONGEST_TEXT:
        raise WrongReceipt("too long for a receipt")
    tokens, digits = _read(typed)
    found = _from_words(tokens) if tokens else _from_digits(digits)
    if not found:
        raise WrongReceipt("no receipt reads like this")
    return found


def exact(text: Plain) -> bytes | None:
    """Return the 16 bytes of a receipt written without a mistake, in words or digits."""
    tokens, digits = _read(text.reveal().strip()[: _LONGEST_TEXT + 1])
    if len(tokens) == WORDS:
        found = (_exactly(tokens, language) for language in words.LISTS)
        return next((bits for bits in found if bits is not None), None)
    return receipt_codes.from_digits(digits) if len(digits) == DIGITS else None


def problem(text: Plain) -> ReceiptProblem | None:
    """Say what is wrong with a receipt, or None when it reads well. Gives places, no words."""
    typed = text.reveal().strip()
    if len(typed) <= _LONGEST_TEXT and exact(text) is not None:
        return None
    tokens, digits = _read(typed[:_LONGEST_TEXT])
    form, seen, wanted = "words", len(tokens), WORDS
    unknown: tuple[int, ...] = ()
    if typed.startswith(FORM_PREFIX):
        form, seen, wanted = "form_value", 1, 1
    elif tokens:
        unknown = _unknown(tokens)
    else:
        form, seen, wanted = "digits", len(digits), DIGITS
    if len(typed) > _LONGEST_TEXT:
        return ReceiptProblem("too_long", form, seen)
    if not seen:
        return ReceiptProblem("empty", "words", 0)
    if seen != wanted:
        return ReceiptProblem("count", form, seen, unknown)
    try:
        candidates(text)
    except WrongReceipt:
        return ReceiptProblem("unknown" if unknown else "check", form, seen, unknown)
    return None


def _read(text: str) -> tuple[list[str], str]:
    """Return the folded words of a receipt, or its digits, also where a list hides them."""
    prices = receipt_lists.amounts(text)
    if prices is not None:
        return [], prices
    titles = receipt_lists.titles(text)
    if titles is not None:
        return [words.fold(title) for title in titles], ""
    tokens = _tokens(text)
    return tokens, "" if tokens else _digits(text)


def _tokens(text: str) -> list[str]:
    """Return the folded words of a text; numbering, commas and line ends only part them."""
    return re.findall(r"[^\W\d_]+", words.fold(text))


def _digits(text: str) -> str:
    """Return the digits of a text, of any script, as ASCII; without numbering, if that fits."""
    plain = "".join(_digit(c) for c in text)
    groups = plain.split()
    if len("".join(groups)) != DIGITS:
        threes = [group for group in groups if len(group) == _GROUP]
        if len(threes) == DIGITS // _GROUP:
            groups = threes
    return "".join(groups)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return " " if value is None else str(value)


def _unknown(tokens: list[str]) -> tuple[int, ...]:
    """Return the places, from 1, that no word fits, in the language that knows most of them."""
    return min(
        (
            tuple(at for at, token in enumerate(tokens, 1) if not words.alternatives(token, lang))
            for lang in words.LISTS
        ),
        key=len,
    )


def _from_words(tokens: list[str]) -> list[bytes]:
    if len(tokens) != WORDS:
        raise WrongReceipt("a receipt has twelve words")
    best: dict[bytes, int] = {}
    for language in words.LISTS:
        for bits, distance in _read_words(tokens, language):
            best.setdefault(bits, distance)
    return sorted(best, key=best.__getitem__)[:MOST_CANDIDATES]


def _read_words(tokens: list[str], language: str) -> Iterator[tuple[bytes, int]]:
    """Yield what the tokens may mean in a language, likeliest first, with how unlikely it is."""
    exact = _exactly(tokens, language)
    if exact is not None:
        yield exact, 0
        return
    options = []
    for token in tokens:
        options.append(words.alternatives(token, language))
        if not options[-1]:
            return
    least = [min(option.values()) for option in options]
    base = sum(least)
    # What each choice costs more than the best one, so that counting starts from nothing.
    dearer = [
        {place: cost - low for place, cost in option.items()}
        for option, low in zip(options, least, strict=True)
    ]
    trials = ((chosen, n) for n in range(_FARTHEST + 1) for chosen in _choices(dearer, n))
    read = (
        (receipt_codes.from_places(chosen), cost)
        for chosen, cost in itertools.islice(trials, _MOST_TRIALS)
    )
    sound = ((bits, base + cost) for bits, cost in read if bits is not None)
    yield from itertools.islice(sound, MOST_CANDIDATES)


def _exactly(tokens: list[str], language: str) -> bytes | None:
    """Return what the tokens mean if each is a word of the list and the check bits agree."""
    known = words.places(language)
    if not all(token in known for token in tokens):
        return None
    return receipt_codes.from_places([known[token] for token in tokens])


def _choices(options: Sequence[dict[int, int]], cost: int) -> Iterator[tuple[int, ...]]:
    """Yield every choice of one place for each option whose costs add up to exactly `cost`."""
    if not options:
        if cost == 0:
            yield ()
        return
    if cost > sum(max(option.values()) for option in options):
        return
    for place, price in options[0].items():
        if price <= cost:
            for rest in _choices(options[1:], cost - price):
                yield (place, *rest)


def _from_digits(digits: str) -> list[bytes]:
    if len(digits) != DIGITS:
        raise WrongReceipt("a receipt has 42 digits")
    exact = receipt_codes.from_digits(digits)
    if exact is not None:
        return [exact]
    mended = (receipt_codes.from_digits(trial) for trial in _near_digits(digits))
    found = dict.fromkeys(bits for bits in mended if bits is not None)
    return list(found)[:MOST_CANDIDATES]


def _near_digits(digits: str) -> Iterator[str]:
    """Yield what two neighbours swapped or one wrong digit may have been meant as."""
    for at in range(DIGITS - 1):
        yield digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    for at in range(DIGITS):
        for other in "0123456789":
            yield digits[:at] + other + digits[at + 1 :]
