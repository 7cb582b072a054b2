"""`make screens`: every page of a defender as a person sees it, into .screens/, to be looked at.

Two languages, a phone and a desk, light and dark, at twice and at four times the size.
"""

import datetime as dt
import logging
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from browsing import DESKTOP, PHONE, chromium  # noqa: E402 - the path comes first
from databases import Databases  # noqa: E402
from house import House, build_house  # noqa: E402
from intake.door import cases, fresh_receipt, tell  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

from hrd_report.documents.reports import MessageDocument, NewsDocument  # noqa: E402
from hrd_report.records.keys import ItemKind  # noqa: E402
from hrd_report.sealed import Plain  # noqa: E402

INTO = TESTS.parent / ".screens"
VIEWS: dict[str, dict[str, object]] = {
    "360-light": {"viewport": PHONE},
    "360-dark": {"viewport": PHONE, "color_scheme": "dark"},
    "1280-light": {"viewport": DESKTOP},
    "1280-dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "zoom-200": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "reflow-400": {"viewport": {"width": 320, "height": 225}, "device_scale_factor": 2},
}
STORY = "On a publié mon adresse à côté d’une photo de ma porte. Depuis, des inconnus passent."
WORDS = {
    "fr": "Nous avons lu votre récit et demandé le retrait. Restez chez une personne proche.",
    "en": "We read your report and asked for the removal. Stay with somebody you trust.",
}
LATER = dt.timedelta(hours=2)


@dataclass
class Tab:
    """A window at a served house, in one language."""

    page: Page
    house: House
    url: str
    language: str

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}/{self.language}/{path}")

    def press(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(button).first.click()

    def report(self, danger: str = "no") -> None:
        self.go("")
        self.page.check(f"[name=danger][value={danger}]")
        for threat in ("doxing", "harassment"):
            self.page.check(f"[name=threat][value={threat}]")
        self.page.fill("[name=story]", STORY)
        file = {"name": "capture d’écran.png", "mimeType": "image/png", "buffer": b"x" * 999}
        self.page.set_input_files("[name=files]", [file])
        self.press("form[action=report] button")

    def come_back(self) -> None:
        """Return to a case in which something has happened."""
        client = self.house.client()
        receipt = fresh_receipt(client, self.language)
        data = {"receipt": receipt, "threat": ["doxing", "surveillance"], "story": STORY}
        client.post(f"/{self.language}/report", data=data)
        self._happen()
        self.go("return")
        self.page.fill("[name=receipt]", receipt)
        self.press("form:has([name=receipt]) button")

    def _happen(self) -> None:
        house, now = self.house, self.house.clock.now
        case = max(cases(house), key=lambda one: one.received_day)
        newest = [one for one in cases(house) if one.id not in _KNOWN]
        case = newest[0] if newest else case
        _KNOWN.update(one.id for one in cases(house))
        words = MessageDocument(
            author="team", name="Heron", text=Plain(WORDS[self.language]), at=now
        )
        tell(house, case, ItemKind.MESSAGE, words)
        for event, platform, hours in (
            ("opened", None, 0),
            ("escalation_sent", "Bluesky", 1),
            ("escalation_acknowledged", "Bluesky", 3),
            ("escalation_silent", "Telegram", 5),
        ):
            news = NewsDocument(
                event=event,
                at=now + dt.timedelta(hours=hours),
                escalation=None if platform is None else platform.encode().hex(),
                platform=None if platform is None else Plain(platform),
                next_at=None if platform is None else now + dt.timedelta(hours=hours + 48),
            )
            tell(house, case, ItemKind.NEWS, news)

    def write(self) -> None:
        """Send a letter with a file."""
        self.page.fill("[name=message]", WORDS[self.language])
        file = {"name": "lettre.pdf", "mimeType": "application/pdf", "buffer": b"y" * 999}
        self.page.set_input_files("form:has([name=message]) [name=files]", [file])
        self.press("form:has([name=message]) button")

    def agree(self) -> None:
        self.go("case/consents")
        self.press("button[value=yes]")


_KNOWN: set[bytes] = set()
Visit = Callable[[Tab], None]


def at(path: str) -> Visit:
    return lambda tab: tab.go(path)


def in_case(*steps: Callable[[Tab], object]) -> Visit:
    """Come back with a receipt, and go on from there."""

    def visit(tab: Tab) -> None:
        tab.come_back()
        for step in steps:
            step(tab)

    return visit


def ran_out(tab: Tab) -> None:
    tab.page.fill("[name=message]", WORDS[tab.language])
    tab.page.context.clear_cookies()
    tab.press("form:has([name=message]) button")


def erase(tab: Tab) -> None:
    tab.page.locator("details:has(#understood) summary").click()
    tab.page.check("#understood")
    tab.press("form[action$=erase] button")


def unfold(tab: Tab) -> None:
    for one in tab.page.locator("summary").all():
        one.click()


def wrong_receipt(tab: Tab) -> None:
    tab.go("return")
    tab.page.fill("[name=receipt]", "abaisser mot")
    tab.press("form:has([name=receipt]) button")


def wrong_day(tab: Tab) -> None:
    """Answer a further page with a day that is none."""
    tab.go("case/more/3")
    tab.page.locator("[name$='.day']").first.fill("45")
    tab.press("form:has([name$='.day']) button")


NUMBERS = (*range(1, 9), *range(10, 20))
PAGES: dict[str, Visit] = {
    "start": at(""),
    "start-empty": lambda tab: (tab.go(""), tab.press("form[action=report] button")),
    "receipt": lambda tab: tab.report(),
    "receipt-danger": lambda tab: tab.report("yes"),
    "return": at("return"),
    "return-wrong": wrong_receipt,
    "return-expired": in_case(ran_out),
    "case": in_case(),
    "case-full": in_case(Tab.write, Tab.agree, at("case")),
    "case-unfolded": in_case(Tab.write, unfold),
    "consents": in_case(at("case/consents")),
    "consents-given": in_case(Tab.agree),
    "consent": in_case(at("case/consents/notice_identified")),
    "erased": in_case(erase),
    "advice": at("advice/"),
    "advice-doxing": at("advice/doxing"),
    "helpers": at("helpers"),
    "nothing": at("nothing"),
    "seal": at("seal"),
    "offline": at("offline"),
    "form": at("form"),
    "carry": at("carry"),
    "more": in_case(at("case/more")),
    "more-wrong": in_case(wrong_day),
    **{f"more-{number:02}": in_case(at(f"case/more/{number}")) for number in NUMBERS},
}


def shoot(browser: Browser, house: House, url: str, only: list[str]) -> int:
    """Photograph each page in each view. Return how many pictures that made."""
    made = 0
    for name, visit in PAGES.items():
        if only and not any(name.startswith(one) for one in only):
            continue
        for language in ("fr", "en"):
            context = browser.new_context(java_script_enabled=False, locale=language)
            tab = Tab(context.new_page(), house, url, language)
            visit(tab)
            made += _views(browser, tab, INTO / f"{name}-{language}")
            context.close()
    return made


def _views(browser: Browser, tab: Tab, beginning: Path) -> int:
    """Show the very same page in each view: nothing is sent twice."""
    page = tab.page.content()
    for view, settings in VIEWS.items():
        context = browser.new_context(java_script_enabled=False, **settings)
        shown = context.new_page()
        shown.set_content(page)
        shown.screenshot(path=f"{beginning}-{view}.png", full_page=True)
        context.close()
    return len(VIEWS)


def main() -> None:
    """Serve a house and photograph it."""
    shutil.rmtree(INTO, ignore_errors=True)
    INTO.mkdir()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        house = build_house(folder / "town", Databases(folder, None).fresh())
        held.callback(house.close)
        server = make_server("127.0.0.1", 0, house.app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        held.callback(server.shutdown)
        browser = held.enter_context(chromium())
        made = shoot(browser, house, f"http://127.0.0.1:{server.port}", sys.argv[1:])
    print(f"{made} pictures in {INTO}")  # noqa: T201 - for whoever asked


if __name__ == "__main__":
    main()
