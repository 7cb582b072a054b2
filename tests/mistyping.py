"""Receipts as a hurried hand types them. Knows no test."""

import random

from hrd_report.vault import words
from hrd_report.vault.receipts import Receipt


def mistype(word: str, chance: random.Random) -> str:
    """Return a word as a hurried hand types it: a letter more, less, other, or two swapped."""
    at, letter = chance.randrange(len(word)), chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        ]
    )


def mistyped(bits: bytes, language: str, chance: random.Random, count: int = 3) -> str:
    typed = [words.fold(word) for word in Receipt(bits).words(language)]
    for at in chance.sample(range(12), count):
        right = typed[at]
        while typed[at] == right:
            typed[at] = mistype(right, chance)
    return " ".join(typed)
