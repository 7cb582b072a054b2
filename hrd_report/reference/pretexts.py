"""The harmless lines that a disguised receipt stands among, one file for each language."""

import functools
from dataclasses import dataclass

from hrd_report.reference.reading import BrokenReference, build, document, folder

FEWEST_BOOKS = 8
GROUPS = 14
"""Parts of a receipt in digits: so many goods are bought."""

_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Pretext:
    """Book titles of two words or more, and goods: invented, and nobody's."""

    titles: tuple[str, ...]
    books: tuple[str, ...]
    authors: tuple[str, ...]
    pages: str
    shopping: tuple[str, ...]
    goods: tuple[str, ...]


@functools.cache
def pretext(language: str) -> Pretext:
    """Return a language's lines, or the English ones where it has none.

    Raises `BrokenReference` for a title of one word, which would be read as part of a receipt.
    """
    name = language if language in languages() else _FALLBACK
    found = build(Pretext, document(f"pretexts/{name}"), f"pretexts/{name}")
    alone = [book for book in found.books if len(book.split()) == 1 or "," in book]
    if alone or len(found.books) < FEWEST_BOOKS or len(set(found.goods)) < GROUPS:
        raise BrokenReference(f"pretexts/{name}: {alone or 'too few lines'}")
    return found


@functools.cache
def languages() -> frozenset[str]:
    """Return the codes of the languages that have lines."""
    found = (folder("data") / "pretexts").iterdir()
    return frozenset(path.name.removesuffix(".yaml") for path in found)
