"""What a person does with any browser, named by the words on the page and by nothing else."""

import re
from pathlib import Path
from typing import Protocol

COPY_THEM = "Nous ne pourrons pas vous les redonner."
THEY_WORK = "Avec ou sans accents"
_WORD = re.compile(r"[^\W\d_]+")


class Hands(Protocol):
    """A browser as a person has it: it shows words, takes words, and follows where they point."""

    takes_files: bool

    def open(self, address: str) -> None:
        """Go to an address."""

    def text(self) -> str:
        """Return the words that can be read on the page, spaces and line ends made equal."""

    def choose(self, answer: str) -> None:
        """Mark the circle or the box in front of these words."""

    def write(self, question: str, words: str) -> None:
        """Type into the field under this question."""

    def attach(self, question: str, file: Path) -> None:
        """Put a file under this question."""

    def press(self, button: str, below: str = "") -> None:
        """Press a button, the first one after a heading if one is named."""

    def follow(self, link: str) -> None:
        """Follow a link."""

    def unfold(self, words: str) -> None:
        """Open what is folded under these words."""

    def close(self) -> None:
        """End the browser."""


def plain(shown: str) -> str:
    """Make all white space equal, so that lines may break where a browser likes."""
    return " ".join(shown.split())


def receipt_on(page: str) -> list[str]:
    """Read the words of a receipt where they stand, as somebody does who copies them by hand."""
    return _WORD.findall(page.partition(COPY_THEM)[2].partition(THEY_WORK)[0])
