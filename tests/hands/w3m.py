"""w3m in a terminal, by the words a person sees: search for them, and press the key."""

import re
from pathlib import Path

from hands.reader import plain
from hands.terminal import Terminal

_OPTIONS = ("accept_cookie=1", "wrap_search=1", "ignorecase_search=0", "use_history=0")
_TO_PREVIOUS, _TO_NEXT, _ENTER = "\x1b\t", "\t", "\r"
_LONGEST = 30
"""No search is longer: a line might break in it."""


class W3m:
    """One w3m. Its editor is a copy of what was prepared."""

    takes_files = False

    def __init__(self, folder: Path, address: str) -> None:
        self._typed = folder / "typed"
        options = [part for one in _OPTIONS for part in ("-o", one)]
        command = ("/usr/bin/w3m", "-cookie", *options, address)
        self._terminal = Terminal(folder, *command, EDITOR=f"/bin/cp {self._typed}")

    def close(self) -> None:
        self._terminal.end()

    def open(self, address: str) -> None:
        self._terminal.type(f"U\x15{address}\r")

    def text(self) -> str:
        # The second file is begun when the first is complete.
        first, second = self._terminal.file(), self._terminal.file()
        self._terminal.type(f"S{first}\rS{second}\r")
        self._terminal.wait_for(second)
        return plain(first.read_text())

    def choose(self, answer: str) -> None:
        self._find(answer)
        self._terminal.type(_TO_PREVIOUS + _ENTER)

    def write(self, question: str, words: str) -> None:
        self._typed.write_text(words)
        self._find(question)
        self._terminal.type(_TO_NEXT + _ENTER)
        self.text()  # the editor has read the file when the page is there again

    def press(self, button: str, below: str = "") -> None:
        self._find(below, button)
        self._terminal.type(_ENTER)

    def follow(self, link: str) -> None:
        self._find(link)
        self._terminal.type(_ENTER)

    def attach(self, question: str, file: Path) -> None:
        raise NotImplementedError

    def unfold(self, words: str) -> None:
        """Nothing is folded here."""

    def _find(self, *words: str) -> None:
        keys = [f"/{re.escape(one[:_LONGEST])}\r" for one in words if one]
        self._terminal.type("g" + "".join(keys))
