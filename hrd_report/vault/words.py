"""The word lists a receipt is written in, and words near a mistyped one. Knows no receipt.

The lists are BIP-39's, from the package `mnemonic`. A language is added here when the first four
letters of each of its words are unique without accents; a test holds every list to that.
"""

import functools
import string
import unicodedata
from typing import Final

from mnemonic import Mnemonic

LISTS: Final = {"en": "english", "fr": "french"}
PREFIX: Final = 4

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def has_words(language: str) -> bool:
    """Tell whether receipts have words in this language; digits serve the others."""
    return language in LISTS


@functools.cache
def word_list(language: str) -> tuple[str, ...]:
    """Return the 2048 words of a language of LISTS, as they are printed. Raise KeyError."""
    return tuple(unicodedata.normalize("NFC", w) for w in Mnemonic(LISTS[language]).wordlist)


@functools.cache
def places(language: str) -> dict[str, int]:
    """Return the place of each folded word in its list."""
    return {fold(word): place for place, word in enumerate(word_list(language))}


@functools.cache
def prefixes(language: str) -> dict[str, int]:
    """Return the place of the one word that begins with these four letters."""
    return {word[:PREFIX]: place for word, place in places(language).items()}


def fold(text: str) -> str:
    """Drop capitals, accents and ligatures: what is heard or jotted down rather than spelled."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(c for c in spread if not unicodedata.combining(c))


def alternatives(token: str, language: str) -> dict[int, int]:
    """Return the places of the words a folded token may mean, with how unlikely each is.

    0: the word itself. 1: a word it begins, by four letters or more. 2: one letter away (Damerau)
    with the same first four letters. 3: either of the two. 4: one letter away although the token
    is a word. Empty when nothing is near.
    """
    known = places(language)
    if token in known:
        return dict.fromkeys(neighbours(token, language), 4) | {known[token]: 0}
    found = dict.fromkeys(neighbours(token, language), 3)
    begun = prefixes(language).get(token[:PREFIX])
    if begun is not None:
        whole = fold(word_list(language)[begun])
        found[begun] = 1 if whole.startswith(token) else found.get(begun, 4) - 1
    return found


def neighbours(token: str, language: str) -> set[int]:
    """Return the places of words one letter away: one more, less, other, or two swapped."""
    known = places(language)
    return {known[edit] for edit in _edits(token) if edit in known and edit != token}


def _edits(token: str) -> set[str]:
    splits = [(token[:at], token[at:]) for at in range(len(token) + 1)]
    less = {a + b[1:] for a, b in splits if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    letters = string.ascii_lowercase
    other = {a + c + b[1:] for a, b in splits if b for c in letters}
    more = {a + c + b for a, b in splits for c in letters}
    return less | swapped | other | more
