"""What people do who are afraid and in a hurry: nothing is lost, doubled or mixed up."""

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from browsing import DESKTOP, page
from databases import Databases
from house import House, build_house
from intake.door import Opened, cases, opened
from journeys import people
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from hrd_report.records.people import SessionKind
from hrd_report.sealed import Plain
from hrd_report.vault import receipts
from hrd_report.web import session as sessions

pytestmark = pytest.mark.browser

LETTER = "J’écris depuis le téléphone d’une amie."
HIDDEN = "\N{RIGHT-TO-LEFT OVERRIDE}"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass
class Town:
    """A house, where it is served, and windows to look at it."""

    house: House
    url: str
    browser: Browser
    windows: ExitStack = field(default_factory=ExitStack)

    def window(self) -> Page:
        """Open a browser of somebody's own."""
        return self.windows.enter_context(page(self.browser))

    def form(self, story: str) -> Page:
        """Write a report, and send nothing yet."""
        tab = self.window()
        tab.goto(f"{self.url}/fr/")
        tab.fill("[name=story]", story)
        return tab

    def reported(self, story: str) -> tuple[Page, list[str]]:
        """Report, and copy the words."""
        tab = self.form(story)
        people.press(tab, "main form button")
        return tab, words_on(tab)

    def held(self, story: str) -> Opened:
        """Return the one case whose report says this."""
        everything = [opened(self.house, one) for one in cases(self.house)]
        (found,) = [one for one in everything if one.reports[0].story.reveal() == story]
        return found

    def letters(self, story: str) -> list[str]:
        """Return the letters in that case."""
        return [one.text.reveal() for one in self.held(story).letters]

    def at_the_desk(self, story: str) -> Page:
        """Show that case to a caseworker."""
        client = self.house.client()
        token = self.house.sign_in(client, "heron")
        while True:
            taken = client.post("/desk/take-next", data={"form_token": token}).location
            if story in client.get(taken).text:
                break
        name = sessions.cookie_name(SessionKind.STAFF, self.house.services.settings)
        desk = self.windows.enter_context(page(self.browser, size=DESKTOP))
        cookie = {"name": name, "value": client.get_cookie(name).value, "url": self.url}
        desk.context.add_cookies([cookie])
        desk.goto(f"{self.url}{taken}")
        return desk


def words_on(tab: Page) -> list[str]:
    words = tab.locator("#receipt li").all_inner_texts()
    assert len(words) == 12
    return words


def give(tab: Page, typed: str) -> None:
    """Type a receipt and open the case."""
    tab.fill("[name=receipt]", typed)
    people.press(tab, "form:has([name=receipt]) button")


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases
) -> Iterator[tuple[House, str]]:
    url = databases.fresh()
    house = build_house(tmp_path_factory.mktemp("town"), url)
    house = house.with_settings(leave_url="/fr/advice/")  # no other site is there
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield house, f"http://127.0.0.1:{server.port}"
    server.shutdown()
    house.close()
    databases.drop(url)


@pytest.fixture
def town(served: tuple[House, str], browser: Browser) -> Iterator[Town]:
    made = Town(*served, browser)
    with made.windows:
        yield made


def test_a_button_pressed_twice_makes_one_report(town: Town):
    tab = town.form("pressed twice")
    tab.locator("main form button").first.dblclick()
    tab.locator("#receipt").wait_for()
    assert words_on(tab)
    assert len(town.held("pressed twice").reports) == 1


def test_a_receipt_that_is_reloaded_is_the_same_and_the_report_stays_one(town: Town):
    tab, words = town.reported("reloaded")
    tab.reload()
    assert words_on(tab) == words
    assert len(town.held("reloaded").reports) == 1
    assert town.held("reloaded").additions == []


def test_going_back_shows_nothing_that_was_typed_and_sends_nothing_twice(town: Town):
    tab, _ = town.reported("back again")
    tab.go_back()
    assert tab.input_value("[name=story]") == ""
    tab.locator("main form button").first.click()
    tab.wait_for_load_state()
    assert "Il manque une réponse" in tab.locator("main").inner_text()
    held = town.held("back again")
    assert (len(held.reports), held.additions) == (1, [])


def test_whoever_leaves_in_a_hurry_leaves_nothing_typed_behind(town: Town):
    for path, name in (("", "story"), ("return", "receipt")):
        tab = town.window()
        tab.goto(f"{town.url}/fr/{path}")
        tab.fill(f"[name={name}]", "abaisser abandon")
        people.press(tab, "header a")
        tab.go_back()
        assert tab.input_value(f"[name={name}]") == "", path


def test_two_cases_in_one_browser_do_not_mix(town: Town):
    _, first = town.reported("the first")
    tab, second = town.reported("the second")
    other = tab.context.new_page()
    for one, words in ((tab, first), (other, second)):
        one.goto(f"{town.url}/fr/return")
        give(one, " ".join(words))
    tab.fill("[name=message]", LETTER)
    tab.locator("form:has([name=message]) button").click()
    tab.wait_for_load_state()
    assert LETTER not in town.letters("the second")
    give(tab, " ".join(first))
    assert tab.input_value("[name=message]") == LETTER
    people.press(tab, "form:has([name=message]) button")
    assert town.letters("the first") == [LETTER]
    assert town.letters("the second") == []


@pytest.mark.parametrize("how", ["digits", "Arabic digits", "no accents", "another language"])
def test_a_receipt_opens_its_case_however_it_is_typed(town: Town, how: str):
    _, words = town.reported(f"typed as {how}")
    receipt = receipts.parse(Plain(" ".join(words)))[0]
    typed = {
        "digits": receipt.digits(),
        "Arabic digits": receipt.digits().translate(ARABIC),
        "no accents": " ".join(words).replace("é", "e").replace("è", "e").upper(),
        "another language": " ".join(receipt.words("en")),
    }[how]
    tab = town.window()
    tab.goto(f"{town.url}/fr/return")
    give(tab, typed)
    assert tab.locator("h1").inner_text() == "Votre dossier"


def test_a_name_made_to_deceive_is_shown_as_what_it_is(town: Town):
    tab = town.form("a file with a name")
    name = f"facture{HIDDEN}gnp.exe\a"
    content = {"name": name, "mimeType": "image/png", "buffer": b"MZ" * 99}
    tab.set_input_files("[name=files]", [content])
    people.press(tab, "main form button")
    desk = town.at_the_desk("a file with a name")
    for shown in (tab, desk):
        text = shown.locator("body").inner_text()
        assert "exe" in text
        assert not {HIDDEN, "\a"} & set(shown.content())


def test_a_link_that_would_run_something_is_never_one_to_press(town: Town):
    tab = town.form("a link that runs: javascript:alert(1)")
    tab.fill("[name=links]", "javascript:alert(1)\n JaVaScRiPt:alert(2)\ndata:text/html,x")
    people.press(tab, "main form button")
    desk = town.at_the_desk("a link that runs")
    for folded in desk.locator("dl summary").all():
        folded.click()
    assert "JaVaScRiPt:alert(2)" in desk.locator("main").inner_text()
    targets = desk.locator("a").evaluate_all("found => found.map(one => one.protocol)")
    assert set(targets) <= {"http:", "https:", "tel:", "mailto:"}


def test_a_session_that_ran_out_while_somebody_wrote_loses_no_word(town: Town):
    tab, words = town.reported("half an hour")
    people.press(tab, "form[action$=return] button")
    tab.fill("[name=message]", LETTER)
    town.house.clock.advance(dt.timedelta(minutes=30))
    tab.locator("form:has([name=message]) button").click()
    tab.wait_for_load_state()
    assert "Ce que vous avez écrit est encore là" in tab.locator("main").inner_text()
    give(tab, " ".join(words))
    assert tab.input_value("[name=message]") == LETTER
    people.press(tab, "form:has([name=message]) button")
    assert town.letters("half an hour") == [LETTER]
