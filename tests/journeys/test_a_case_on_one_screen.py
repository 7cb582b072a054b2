"""One case worked on one screen, script off, in French: risk, marking, plan, letter, people."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from browsing import DESKTOP, PHONE, page
from databases import Databases
from desk.desk_house import Filed, filing
from house import House, build_house
from playwright.sync_api import Browser, Page
from sound import faults_by_day_and_night
from sqlalchemy import update
from werkzeug.serving import make_server

from hrd_report.casefile import keeping
from hrd_report.documents.answers import AnswerDocument
from hrd_report.records.keys import ItemKind
from hrd_report.records.people import Person, SessionKind
from hrd_report.sealed import Plain
from hrd_report.web import session as sessions

pytestmark = pytest.mark.browser

TO_THE_SIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = ("", "/write", "/classify", "/marking", "/risk", "/plan", "/people", "/timeline")
AVOIDED = "collectif"


@dataclass
class Served:
    """A house with one case, and where it is served."""

    house: House
    url: str
    filed: Filed

    def cookie(self, who: str) -> dict[str, str]:
        client, kind = self.house.client(), SessionKind.STAFF
        if who == "defender":
            kind = SessionKind.DEFENDER
            self.house.begin_session(client, kind, self.filed.id, self.filed.receipt)
        else:
            self.house.sign_in(client, who)
        name = sessions.cookie_name(kind, self.house.services.settings)
        return {"name": name, "value": client.get_cookie(name).value, "url": self.url}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Served]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    url = databases.fresh()
    house = build_house(tmp_path_factory.mktemp("screen"), url)
    filed = filing(house, number="K7Q-2M4", story="On a publié mon adresse. " * 400)
    answer(house, filed)
    with house.services.database.writing() as session:
        session.execute(update(Person).values(language="fr"))
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(house, f"http://127.0.0.1:{server.server_port}", filed)
    server.shutdown()
    house.close()
    databases.drop(url)


def answer(house: House, filed: Filed) -> None:
    """Say how the defender may be reached, and where."""
    now = house.clock.now
    reach = {"avoid": (Plain(AVOIDED),), "hours": (Plain("12 h à 14 h, en semaine"),)}
    with house.services.database.writing() as session:
        for document in (
            AnswerDocument(subject="reach", at=now, chosen={"way": ("receipt",)}, words=reach),
            AnswerDocument(subject="where", at=now, chosen={"country": ("TG",)}),
        ):
            keeping.keep(session, filed.id, ItemKind.ANSWER, document, filed.key, day=now.date())


def press(tab: Page, form: str, value: str = "") -> None:
    button = f'form[action*="{form}"] button' + (f'[value="{value}"]' if value else "")
    tab.locator(button).first.click()


def worked(tab: Page, served: Served) -> None:
    """Take the case and do everything once."""
    case = f"{served.url}/desk/cases/{served.filed.number}"
    tab.goto(case)
    press(tab, "/take")
    tab.goto(f"{case}/risk")
    tab.check("input[name=life][value=yes]")
    press(tab, "/risk")
    tab.goto(f"{case}/marking")
    tab.check('input[name=tlp][value="amber+strict"]')
    press(tab, "/marking")
    tab.goto(f"{case}/plan")
    for name in ("sleep_elsewhere", "number_lock"):
        tab.check(f"input[name=library][value={name}]")
    press(tab, f"{served.filed.number}/plan")
    tab.goto(f"{case}/people")
    tab.select_option("[name=role]", "contact")
    tab.fill("[name=name]", "Une cousine")
    press(tab, f"{served.filed.number}/people")


def written(tab: Page, served: Served) -> None:
    """Begin with a ready text, be stopped twice, and send."""
    tab.goto(f"{served.url}/desk/cases/{served.filed.number}/write")
    assert "12 h à 14 h" in tab.locator(".reach").inner_text()
    tab.select_option("[name=reply]", "safety_plan")
    press(tab, "/letters", "fill")
    ready = tab.locator("[name=letter]").input_value()
    tab.fill("[name=letter]", ready + "\n\n{{à dire}}")
    press(tab, "/letters", "send")
    assert tab.locator("mark").inner_text() == "à dire"
    tab.fill("[name=letter]", ready + f"\n\nVotre {AVOIDED} le sait.")
    press(tab, "/letters", "send")
    assert tab.locator("input[name=anyway]").is_visible()
    tab.fill("[name=letter]", ready)
    press(tab, "/letters", "send")
    assert "/write" not in tab.url


def test_a_case_is_worked_on_one_screen_and_the_defender_decides(served, browser: Browser):
    with page(browser, size=DESKTOP) as tab, page(browser) as phone, page(browser) as other:
        tab.context.add_cookies([served.cookie("heron")])
        worked(tab, served)
        written(tab, served)
        phone.context.add_cookies([served.cookie("defender")])
        phone.goto(f"{served.url}/fr/case")
        assert "J’ai proposé quelques mesures" in phone.locator("#letters").inner_text()
        phone.locator("#plan input[name=answer][value=yes] ~ button").first.click()
        phone.locator("#plan input[name=answer][value=no] ~ button").first.click()
        assert "Vous prenez celle-ci." in phone.locator("#plan").inner_text()
        other.context.add_cookies([served.cookie("plover")])
        other.goto(f"{served.url}/desk/")
        press(other, "/second")
        tab.goto(f"{served.url}/desk/cases/{served.filed.number}")
        text = tab.locator("main").inner_text()
        for said in ("TLP:AMBER+STRICT", "Acceptée par la personne", "Une cousine"):
            assert said in text
        assert tab.locator("img").count() == 0


def test_every_page_of_it_is_sound(served, browser: Browser):
    with page(browser, script=True) as tab:
        tab.context.add_cookies([served.cookie("heron")])
        for name in PAGES:
            tab.goto(f"{served.url}/desk/cases/{served.filed.number}{name}")
            for size in (DESKTOP, PHONE):
                tab.set_viewport_size(size)
                assert tab.evaluate(TO_THE_SIDE) == 0, name
            assert faults_by_day_and_night(tab) == [], name
