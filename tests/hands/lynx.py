"""lynx in a terminal: every field and link has a number, and the keys come from a script.

lynx reads a key of the script when it wants one, so nothing is typed too early.
"""

import os
import re
from pathlib import Path

from hands.reader import plain
from hands.terminal import Terminal

_FLAGS = (
    "-accept_all_cookies",
    "-number_fields",
    "-tna",  # a field takes no keys before it is entered
    "-assume_charset=utf-8",
    "-display_charset=utf-8",
    "-nopause",
)
_CLEAR = "\x15"
_NAMED = {ord("\r"): "^M", ord("\t"): "<tab>", ord(" "): "<space>"}
_REFERENCES = "\nReferences\n"
_NUMBER = re.compile(r"\[(\d+)\]")
_BUTTON = r"\(\[(\d+)\][^)\s]*\)\s+"
"""A button's number and its value stand before its words."""

_MARKS = re.compile(rf"{_BUTTON}|\[\d+\]")


class Lynx:
    """One lynx."""

    takes_files = False

    def __init__(self, folder: Path, address: str) -> None:
        script = folder / "keys"
        os.mkfifo(script)
        self._terminal = Terminal(
            folder, "/usr/bin/lynx", f"-cmd_script={script}", *_FLAGS, address
        )
        self._script = script.open("wb", buffering=0)

    def close(self) -> None:
        self._terminal.end()
        self._script.close()

    def open(self, address: str) -> None:
        self._type(f"g{_CLEAR}{address}\r")

    def text(self) -> str:
        return plain(_MARKS.sub("", self._page()))

    def choose(self, answer: str) -> None:
        self._enter(self._before(answer))

    def write(self, question: str, words: str) -> None:
        self._enter(self._after(question))
        self._type(f"{words}\t")

    def press(self, button: str, below: str = "") -> None:
        page = self._page()
        found = re.search(_BUTTON + button, page[page.index(below) :])
        assert found is not None, f"{button} is not on: {page}"
        self._enter(int(found[1]))

    def follow(self, link: str) -> None:
        self._enter(self._before(link))

    def attach(self, question: str, file: Path) -> None:
        raise NotImplementedError

    def unfold(self, words: str) -> None:
        """Nothing is folded here."""

    def _page(self) -> str:
        # The second file is begun when the first is complete.
        first, second = self._terminal.file(), self._terminal.file()
        self._type(f"p\r{_CLEAR}{first}\rp\r{_CLEAR}{second}\r")
        self._terminal.wait_for(second)
        return first.read_text().partition(_REFERENCES)[0]

    def _before(self, words: str) -> int:
        page = self._page()
        before, found, _ = page.partition(words)
        assert found, f"{words} is not on: {page}"
        return int(_NUMBER.findall(before)[-1])

    def _after(self, words: str) -> int:
        return int(_NUMBER.findall(self._page().partition(words)[2])[0])

    def _enter(self, number: int) -> None:
        """Go down to a link or field, and press Enter there."""
        self._keys("^A", *["Down Arrow"] * (number - 1), "^M")

    def _type(self, keys: str) -> None:
        self._keys(*(_NAMED.get(code) or _plain(code) for code in keys.encode()))

    def _keys(self, *names: str) -> None:
        self._script.write("".join(f"key {name}\n" for name in names).encode())


def _plain(code: int) -> str:
    return chr(code) if ord("!") <= code <= ord("~") else f"0x{code:02x}"
