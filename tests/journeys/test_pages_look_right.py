"""Pages of every door, served and shown by a real browser: readable, quiet, nothing sideways.

What staff see without pressing anything is looked at in test_staff_pages_are_sound.py.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from browsing import DESKTOP, PHONE, page
from databases import Databases
from desk.desk_house import filing, signed_in
from escalation.escalated import Work, work_on
from house import House, build_house
from intake.door import fresh_receipt
from playwright.sync_api import Browser, Page, Response
from sandbox import hostile
from sound import faults_by_day_and_night
from sqlalchemy import select
from werkzeug.serving import make_server

from hrd_report.accounts.actions import notifying
from hrd_report.records.cases import CaseState, Due, Urgency
from hrd_report.records.facts import Bucket, BucketState
from hrd_report.records.people import SessionKind
from hrd_report.records.webhooks import WebhookState
from hrd_report.sealed import Plain
from hrd_report.web import session as sessions

pytestmark = pytest.mark.browser

START_BYTES = 8_000
NEXT = "J’ai douze mots\N{NARROW NO-BREAK SPACE}: lire les réponses"
STORY = "On a publié mon adresse, et l’on appelle à venir."
TO_THE_SIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
GROUND = "() => getComputedStyle(document.body).backgroundColor"
FOCUSED = """() => {
  const one = document.activeElement;
  return one === document.body ? '' : one.id || one.name || one.innerText.trim();
}"""

Visit = Callable[[Page, "Town"], None]


@dataclass
class Town:
    """A house with a case at every stage, and the address where it is served."""

    house: House
    url: str
    receipt: str
    case: str
    sheet: str
    release: str

    def cookie(self, who: str) -> dict[str, str]:
        """Give the session cookie of a member of staff, or of the defender."""
        client = self.house.client()
        if who == "defender":
            client.post("/fr/return", data={"receipt": self.receipt})
            kind = SessionKind.DEFENDER
        else:
            self.house.sign_in(client, who)
            kind = SessionKind.STAFF
        name = sessions.cookie_name(kind, self.house.services.settings)
        return {"name": name, "value": client.get_cookie(name).value, "url": self.url}


def fill(house: House) -> tuple[str, Work, str]:
    """Report once through the form, file cases of every urgency, and draft a notice."""
    client = house.client()
    receipt = fresh_receipt(client, "fr")
    client.post("/fr/report", data={"receipt": receipt, "threat": "doxing", "story": STORY})
    for urgency in Urgency:
        filing(house, urgency=urgency, hours=-3)
        filing(house, urgency=urgency)
    paused = {"state": CaseState.WAITING_DEFENDER, "due": Due.WORD_TO_DEFENDER}
    filing(house, assignee=house.people["plover"].id, **paused)
    work = work_on(house, urgency=Urgency.CRITICAL)
    work.consent()
    work.consent(purpose="statistics")
    assert work.post(f"/desk/cases/{work.number}/take").status_code == 303
    desk = signed_in(house, "heron")
    desk.post(f"/desk/cases/{work.number}/letters", version=work.case.version, letter="A")
    draft = work.draft(explanation="[[what happened]]")
    told_of_changes(house)
    return receipt, work, draft.path


def told_of_changes(house: House) -> None:
    """Add two systems that are told of changes; one failed too often."""
    for name in ("dashboard", "archive"):
        with house.services.database.writing() as session:
            address, now = Plain(f"https://{name}.example/"), house.clock.now
            made = notifying.make(session, name, address, house.team.id, now=now)
            if name == "archive":
                made.state, made.failures, made.problem = WebhookState.STOPPED, 10, "timeout"


def draw(house: House, work: Work) -> str:
    """Classify a case, end the year before its time, and draw its figures. Return their address."""
    work.post(
        f"/desk/cases/{work.number}/classify",
        {"version": work.case.version, "threats": "doxing", "platforms": "telegram"},
    )
    with house.services.database.writing() as session:
        bucket = session.scalars(select(Bucket)).one()
        bucket.state = BucketState.FROZEN
    client = house.client()
    token = house.sign_in(client, "wren")
    drawn = client.post("/statistics/draw", data={"form_token": token, "bucket": bucket.name})
    return str(drawn.location)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Town]:
    url = databases.fresh()
    house = build_house(tmp_path_factory.mktemp("town"), url)
    receipt, work, sheet = fill(house)
    release = draw(house, work)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Town(house, f"http://127.0.0.1:{server.port}", receipt, work.number, sheet, release)
    server.shutdown()
    house.close()
    databases.drop(url)


def at(path: str) -> Visit:
    def go(tab: Page, town: Town) -> None:
        tab.goto(town.url + path.format(case=town.case, sheet=town.sheet, release=town.release))

    return go


def send(path: str, button: str, **typed: str) -> Visit:
    def go(tab: Page, town: Town) -> None:
        at(path)(tab, town)
        for name, words in typed.items():
            tab.fill(f"#{name}", words)
        tab.locator(button).last.click()
        tab.wait_for_load_state()

    return go


def erase(*, understood: bool) -> Visit:
    """Report something, come back with the button under the words, and erase it."""

    def go(tab: Page, town: Town) -> None:
        send("/fr/", "main form button", story=STORY)(tab, town)
        tab.locator("form[action$=return] button").first.click()
        tab.locator("summary").click()
        if understood:
            tab.check("#understood")
        tab.locator("form[action$=erase] button").click()
        tab.wait_for_load_state()

    return go


def look(tab: Page, town: Town) -> None:
    """Add a picture to a case, find it among the evidence, and press both buttons to see it."""
    at("/desk/cases/{case}/evidence/add")(tab, town)
    sent = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": hostile.photo()}
    tab.set_input_files("#files", [sent])
    tab.locator("main form button").click()
    tab.locator("a[aria-label^=E]").first.click()
    for act in ("preview", "view"):
        tab.locator(f"form[action$={act}] button").first.click()
    tab.wait_for_load_state()


PAGES: dict[str, tuple[Visit, str | None]] = {
    "start": (at("/fr/"), None),
    "empty report": (send("/fr/", "main form button"), None),
    "receipt": (send("/fr/", "main form button", story=STORY), None),
    "wrong receipt": (send("/fr/return", "main button", receipt="abaisser mot"), None),
    "defender's case": (at("/fr/case"), "defender"),
    "further pages": (at("/fr/case/more"), "defender"),
    "a further page": (at("/fr/case/more/3"), "defender"),
    "defender's consents": (at("/fr/case/consents"), "defender"),
    "nothing erased": (erase(understood=False), None),
    "everything erased": (erase(understood=True), None),
    "nothing here": (at("/fr/nothing"), None),
    "wrong password": (send("/login", "main button", name="heron", password="wrong"), None),
    "queue": (at("/desk/"), "heron"),
    "consents": (send("/desk/cases/{case}/consents", "form[action$=consents] button"), "heron"),
    "end of a case": (send("/desk/cases/{case}/state", "form[action$=end] button"), "heron"),
    "evidence seen": (look, "heron"),
    "capture": (send("/desk/cases/{case}/evidence/capture", "main form button"), "heron"),
    "notice": (at("{sheet}"), "heron"),
    "releases": (at("/statistics/"), "wren"),
    "release": (at("{release}"), "wren"),
    "own team": (at("/admin/people/"), "plover"),
    "webhooks": (at("/admin/webhooks/"), "avocet"),
    "who may do what": (at("/account/rights"), "wren"),
    "closed link": (at("/invited/00"), None),
    "account": (at("/account/"), "wren"),
}


@dataclass
class Shown:
    """A page in a tab, and what the browser complained about."""

    tab: Page
    complaints: list[str]


@pytest.fixture
def show(browser: Browser, town: Town) -> Iterator[Callable[..., Shown]]:
    with ExitStack() as tabs:

        def open_page(name: str, **settings: object) -> Shown:
            visit, who = PAGES[name]
            tab = tabs.enter_context(page(browser, **settings))
            if who is not None:
                tab.context.add_cookies([town.cookie(who)])
            complaints: list[str] = []
            tab.on("console", lambda said: complaints.append(said.text))
            visit(tab, town)
            return Shown(tab, complaints)

        yield open_page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_fault_that_a_program_can_find(show, name: str):
    shown = show(name, script=True, size=PHONE)
    for width in (320, 1280):
        shown.tab.set_viewport_size({"width": width, "height": 800})
        assert shown.tab.evaluate(TO_THE_SIDE) == 0, f"sideways at {width}"
    assert faults_by_day_and_night(shown.tab) == []
    for scheme in ("light", "dark"):
        shown.tab.emulate_media(color_scheme=scheme)
        assert shown.tab.evaluate(GROUND) != "rgba(0, 0, 0, 0)", f"no paper in {scheme}"
    # A refused form is a refused form; the browser says so in its console. And that it forgot.
    expected = ("status of 4", "Clear-Site-Data header")
    assert [one for one in shown.complaints if not any(map(one.__contains__, expected))] == []


def test_the_start_page_is_one_small_answer(browser: Browser, town: Town):
    answers: list[Response] = []
    with page(browser, script=True) as tab:
        tab.on("response", lambda one: answers.append(one))  # noqa: PLW0108 - it marks what it is given
        tab.goto(f"{town.url}/fr/", wait_until="networkidle")
        assert [one.url for one in answers] == [f"{town.url}/fr/"]
        assert len(answers[0].body()) <= START_BYTES


def test_four_times_as_large_is_still_no_wider(show):
    for name in ("start", "receipt", "defender's case", "queue", "notice"):
        assert show(name, size={"width": 320, "height": 256}).tab.evaluate(TO_THE_SIDE) == 0, name


def test_the_keyboard_meets_everything_in_the_order_it_is_read(show):
    tab = show("start", script=True).tab
    met = []
    while len(met) < 40 and (not met or met[-1] != "Envoyer"):
        tab.keyboard.press("Tab")
        met.append(tab.evaluate(FOCUSED))
    assert met[:3] == ["Aller au contenu", "Quitter vite", NEXT]
    asked = [one for one in met if one in {"danger", "threat", "story", "links", "files"}]
    assert list(dict.fromkeys(asked)) == ["danger", "threat", "story", "links", "files"]


def test_forced_colours_keep_the_place_and_the_clocks(browser: Browser, town: Town):
    context = browser.new_context(forced_colors="active", viewport=DESKTOP)
    context.add_cookies([town.cookie("heron")])
    tab = context.new_page()
    tab.goto(f"{town.url}/desk/")
    width = "one => getComputedStyle(one).borderBlockEndWidth"
    assert tab.locator(".band nav a[aria-current]").evaluate(width) == "3px"
    assert tab.locator(".band nav a:not([aria-current])").first.evaluate(width) == "0px"
    ground = "one => getComputedStyle(one).backgroundColor"
    used = tab.locator(".clock > span:first-child i").first
    assert used.evaluate(ground) != tab.locator("body").evaluate(ground)
    context.close()


def test_a_printed_receipt_is_the_words_and_the_advice_alone(show):
    tab = show("receipt").tab
    tab.emulate_media(media="print")
    assert tab.locator("#receipt").is_visible()
    for hidden in ("header", "footer", "form"):
        assert tab.locator(hidden).first.is_hidden(), hidden


def test_staff_choose_the_language_of_their_own_pages(show, town: Town):
    shown = show("account")
    shown.tab.select_option("#language", "fr")
    shown.tab.locator("form:has(#language) button").click()
    shown.tab.wait_for_load_state()
    assert shown.tab.locator("html").get_attribute("lang") == "fr"
    assert shown.tab.locator("[role=status]").inner_text() == "Votre langue est enregistrée."
    client = town.house.client()
    town.house.sign_in(client, "heron")
    assert '<html lang="en">' in client.get("/desk/").text


def test_a_language_nobody_offers_is_refused(town: Town):
    client = town.house.client()
    token = town.house.sign_in(client, "heron")
    answer = client.post("/account/", data={"form_token": token, "language": "xx"})
    assert answer.status_code == 422
    assert "Choose a language from the list." in answer.text
