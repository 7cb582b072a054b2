"""Chromium with script off, by the words a person sees."""

from pathlib import Path

from browsing import page
from hands.reader import plain
from playwright.sync_api import Browser, Locator


class Chromium:
    """One window of its own, on a phone's screen."""

    takes_files = True

    def __init__(self, browser: Browser) -> None:
        self._opened = page(browser)
        self.page = self._opened.__enter__()

    def close(self) -> None:
        self._opened.__exit__(None, None, None)

    def open(self, address: str) -> None:
        self.page.goto(address)

    def text(self) -> str:
        return plain(self.page.locator("body").inner_text())

    def choose(self, answer: str) -> None:
        self.page.get_by_label(answer).check()

    def write(self, question: str, words: str) -> None:
        self.page.get_by_label(question).fill(words)

    def attach(self, question: str, file: Path) -> None:
        self.page.get_by_label(question).set_input_files(file)

    def press(self, button: str, below: str = "") -> None:
        self._go(self._under(below).get_by_role("button", name=button, exact=True).first)

    def follow(self, link: str) -> None:
        self._go(self.page.get_by_role("link", name=link).first)

    def unfold(self, words: str) -> None:
        self.page.locator("summary", has_text=words).click()

    def _under(self, heading: str) -> Locator:
        title = self.page.get_by_role("heading", name=heading, exact=True)
        return self.page.locator("section", has=title) if heading else self.page.locator("body")

    def _go(self, there: Locator) -> None:
        with self.page.expect_navigation():
            there.click()
