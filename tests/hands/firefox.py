"""Firefox ESR as Tor Browser's "Safest" leaves it, by the words a person sees."""

from pathlib import Path

from hands.marionette import Marionette
from hands.reader import plain

SAFEST = {
    "gfx.downloadable_fonts.enabled": False,
    "gfx.font_rendering.graphite.enabled": False,
    "gfx.font_rendering.opentype_svg.enabled": False,
    "javascript.enabled": False,
    "javascript.options.baselinejit": False,
    "javascript.options.ion": False,
    "javascript.options.native_regexp": False,
    "javascript.options.wasm": False,
    "mathml.disabled": True,
    "privacy.resistFingerprinting": True,
    "svg.disabled": True,
}
"""What the highest security level of Tor Browser switches, and its fingerprinting protection."""


class Firefox:
    """One window of a Firefox of its own."""

    takes_files = True

    def __init__(self) -> None:
        self.marionette = Marionette(SAFEST)

    def close(self) -> None:
        self.marionette.end()

    def open(self, address: str) -> None:
        self.marionette.ask("WebDriver:Navigate", url=address)

    def text(self) -> str:
        body = self.marionette.element("//body")
        return plain(self.marionette.ask("WebDriver:GetElementText", id=body))

    def choose(self, answer: str) -> None:
        self._click(f'//label[contains(., "{answer}")]')

    def write(self, question: str, words: str) -> None:
        field = self._field(question)
        self.marionette.ask("WebDriver:ElementClear", id=field)
        self.marionette.ask("WebDriver:ElementSendKeys", id=field, text=words)

    def attach(self, question: str, file: Path) -> None:
        field = self._field(question)
        self.marionette.ask("WebDriver:ElementSendKeys", id=field, text=str(file))

    def press(self, button: str, below: str = "") -> None:
        under = f'//section[.//h2[normalize-space() = "{below}"]]' if below else ""
        self._click(f'{under}//button[normalize-space() = "{button}"]')

    def follow(self, link: str) -> None:
        self._click(f'//a[contains(., "{link}")]')

    def unfold(self, words: str) -> None:
        self._click(f'//summary[contains(., "{words}")]')

    def _field(self, question: str) -> str:
        return self.marionette.element(f'//*[@id = //label[contains(., "{question}")]/@for]')

    def _click(self, xpath: str) -> None:
        self.marionette.ask("WebDriver:ElementClick", id=self.marionette.element(xpath))
