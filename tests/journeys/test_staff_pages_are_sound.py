"""Every page of staff in a real browser: nothing sideways, no fault a program finds, a key for
the main act; light and dark, on a phone and at a desk, in French and in English."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from browsing import DESKTOP, PHONE, page
from databases import Databases
from desk.test_importing import as_csv, lines
from house import House, build_house
from journeys.desk_town import Page, furnished, speak
from journeys.people import press
from journeys.walking import Walker
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from sound import faults_by_day_and_night
from werkzeug.serving import make_server

from hrd_report.records.people import SessionKind
from hrd_report.web import session as sessions

pytestmark = pytest.mark.browser

TO_THE_SIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
KEYLESS = """() => [...document.querySelectorAll('main button:not([class]), main .button.fill')]
  .filter(one => one.offsetParent && !one.accessKey).map(one => one.innerText)"""
FORGOTTEN = ("object at 0x", "%(", "None ")


@dataclass
class Served:
    """A furnished house, where it is served, and its pages."""

    house: House
    url: str
    pages: dict[str, Page]

    def cookie(self, who: str) -> dict[str, str]:
        client = self.house.client()
        self.house.sign_in(client, who)
        name = sessions.cookie_name(SessionKind.STAFF, self.house.services.settings)
        return {"name": name, "value": client.get_cookie(name).value, "url": self.url}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Served]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    url = databases.fresh()
    house = build_house(tmp_path_factory.mktemp("desk"), url)
    pages = furnished(house)
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(house, f"http://127.0.0.1:{server.server_port}", pages)
    server.shutdown()
    house.close()
    databases.drop(url)


@pytest.mark.parametrize("who", ["heron", "plover", "avocet"])
def test_every_page_of_theirs_is_sound(served: Served, browser: Browser, who: str):
    speak(served.house, "en" if who == "plover" else "fr")
    with page(browser, script=True, size=PHONE) as tab:
        tab.context.add_cookies([served.cookie(who)])
        theirs = {name: path for name, (path, one) in served.pages.items() if one == who}
        found = {name: wrong_with(tab, served.url + path) for name, path in theirs.items()}
    assert {name: said for name, said in found.items() if said} == {}


def test_what_answers_a_form_is_sound_too(served: Served, browser: Browser):
    speak(served.house, "en")
    register = {"name": "a.csv", "mimeType": "text/csv", "buffer": as_csv(lines(40))}
    with page(browser, script=True, size=PHONE) as tab:
        tab.context.add_cookies([served.cookie("plover")])
        tab.goto(f"{served.url}/desk/import")
        tab.set_input_files("[type=file]", [register])
        press(tab, "form:has([type=file]) button")
        press(tab, "form[action='/desk/import/try'] button")
        assert tab.get_by_text("What was understood").count()
        assert shown(tab) == []
        case = served.pages["case"][0]
        tab.goto(f"{served.url}{case}/marking")
        colleague = Walker(served.house, "heron")
        colleague.open(case)
        colleague.send("/notes/team", team_note="Call her on Friday.")
        tab.check("[name=tlp][value=red]")
        with tab.expect_navigation():
            tab.locator("form:has([name=tlp]) button").click()
        assert tab.get_by_text("Somebody changed this case meanwhile").count()
        assert shown(tab) == []


def wrong_with(tab: Tab, address: str) -> list[str]:
    """Return what is wrong with a page, in any size and colour."""
    answer = tab.goto(address)
    assert answer is not None
    return ([] if answer.ok else [str(answer.status)]) + shown(tab)


def shown(tab: Tab) -> list[str]:
    """Return what is wrong with the page that a tab shows."""
    found = []
    for size in (DESKTOP, PHONE):
        tab.set_viewport_size(size)
        if tab.evaluate(TO_THE_SIDE):
            found.append(f"sideways at {size['width']}")
    found += [f"no key: {one}" for one in tab.evaluate(KEYLESS)]
    text = tab.locator("body").inner_text()
    found += [f"says {one}" for one in FORGOTTEN if one in text]
    return found + [f"{rule}: {where}" for rule, where in faults_by_day_and_night(tab)]
