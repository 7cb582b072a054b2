"""Sealing on the device in a real Chromium: with the network off, with it, and without script."""

import base64
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from browsing import PHONE, page
from databases import Databases
from desk.desk_house import signed_in
from house import House, build_house
from intake.door import cases, opened
from playwright.sync_api import Browser, Page
from sound import faults_by_day_and_night
from werkzeug.serving import make_server

from hrd_report.casefile import opening
from hrd_report.documents import bundles
from hrd_report.records import keys
from hrd_report.records.keys import KeyKind
from hrd_report.vault import envelopes, identities

pytestmark = pytest.mark.browser

STORY = "Écrit loin de tout réseau.\nDeux lignes."
PHOTO = {"name": "../photo.png", "mimeType": "image/png", "buffer": b"\x89PNG" + bytes(70_000)}
NOTE = {"name": "photo.png", "mimeType": "text/plain", "buffer": "é".encode()}
TO_THE_SIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Door:
    """A house that is served, and the offline form that was downloaded from it."""

    house: House
    url: str
    form: Path


@dataclass
class Tab:
    """A page with script, what it asked for, and what the browser complained about."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> "Tab":
        self.page.on("request", lambda one: self.asked.append(f"{one.method} {one.url}"))
        self.page.on("console", lambda one: self.complaints.append(one.text))
        self.page.on("pageerror", lambda one: self.complaints.append(str(one)))
        return self

    def fill(self) -> None:
        self.page.check("input[name=threat][value=doxing]")
        self.page.fill("[name=story]", STORY)
        self.page.fill("[name=links]", "https://a.example\n\n https://b.example ")
        self.page.set_input_files("[name=files]", [PHOTO, NOTE])

    def seal(self) -> str:
        """Seal, and return the words that are shown."""
        self.page.click("#form button")
        self.page.wait_for_selector("#receipt li")
        return " ".join(self.page.locator("#receipt li").all_inner_texts())


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Door]:
    folder, url = tmp_path_factory.mktemp("door"), databases.fresh()
    house = build_house(folder, url)
    form = folder / "form-fr.html"
    form.write_bytes(house.client().get("/fr/offline/form-fr.html").data)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Door(house, f"http://127.0.0.1:{server.port}", form)
    server.shutdown()
    house.close()
    databases.drop(url)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    with page(browser, script=True) as one:
        yield Tab(one).watch()


def check_case(house: House, receipt: str, before: int) -> None:
    """Open the newest case at the desk, and come back to it with the words."""
    found = cases(house)
    assert len(found) == before + 1
    desk = signed_in(house, "heron")
    assert desk.post("/desk/take-next").status_code == 303
    [case] = [one for one in cases(house) if one.assignee is not None and one.state.value ==
              "received"]  # fmt: skip
    assert STORY.split("\n", maxsplit=1)[0] in desk.get(f"/desk/cases/{case.number}").text
    read = opened(house, case)
    [report] = read.reports
    assert (report.story.reveal(), report.threats, report.language) == (STORY, ("doxing",), "fr")
    assert [one.reveal() for one in report.links] == ["https://a.example", "https://b.example"]
    assert {one.name.reveal(): content for one, content in read.files} == {
        "photo.png": PHOTO["buffer"],
        "2 photo.png": NOTE["buffer"],
    }
    client = house.client()
    assert client.post("/fr/return", data={"receipt": receipt}).status_code == 303
    assert client.get("/fr/case").status_code == 200


def test_a_report_is_sealed_without_a_network_carried_and_opened(door, tab, tmp_path, age_client):
    before = len(cases(door.house))
    tab.page.context.set_offline(True)
    tab.page.goto(door.form.as_uri())
    tab.fill()
    receipt = tab.seal()
    with tab.page.expect_download() as saving:
        tab.page.click("#save")
    assert saving.value.suggested_filename == "document.sealed"
    saving.value.save_as(tmp_path / "document.sealed")
    assert not [one for one in tab.asked if "://" in one and "file://" not in one]
    assert tab.complaints == []
    assert tab.page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    with page(tab.page.context.browser) as another:
        another.goto(f"{door.url}/fr/carry")
        another.set_input_files("[name=files]", tmp_path / "document.sealed")
        another.click("main form button")
        assert "C’est arrivé et gardé" in another.inner_text("main")
        assert another.locator("#receipt").count() == 0
    check_case(door.house, receipt, before)
    sealed = (tmp_path / "document.sealed").read_bytes()[envelopes.BYTES :]
    wish = {"do": "decrypt", "identity": intake_identity(door.house)}
    [answer] = age_client(wish | {"file": base64.b64encode(sealed).decode()})
    assert bundles.is_one(base64.b64decode(answer["ok"]))


def intake_identity(house: House) -> str:
    with house.services.database.reading() as session:
        [kid] = session.scalars(keys.of_kind(KeyKind.INTAKE))
        key = opening.keyring_for(session, house.people["heron"].key, kid).key(kid)
    return identities.encode(key).reveal()


def test_a_report_is_sealed_in_the_page_and_sent_by_its_script_alone(door, tab):
    before = len(cases(door.house))
    tab.page.goto(f"{door.url}/fr/seal")
    tab.fill()
    tab.page.context.set_offline(True)
    tab.page.click("#form button")
    tab.page.wait_for_selector("#failed:visible")
    assert tab.page.input_value("[name=story]") == STORY
    tab.page.context.set_offline(False)
    tab.complaints.clear()
    receipt = tab.seal()
    assert tab.complaints == []
    assert {one for one in tab.asked if "favicon" not in one} == {
        f"GET {door.url}/fr/seal",
        next(one for one in tab.asked if "/static/seal-" in one),
        f"POST {door.url}/api/v1/reports",
    }
    check_case(door.house, receipt, before)


def test_an_empty_form_says_so_and_sends_nothing(door, tab):
    tab.page.goto(f"{door.url}/fr/seal")
    tab.page.click("#form button")
    tab.page.wait_for_selector("#missing:visible")
    assert not [one for one in tab.asked if one.startswith("POST")]


def test_without_script_the_page_says_so_and_leads_on(door, browser):
    with page(browser) as plain:
        plain.goto(f"{door.url}/fr/seal")
        assert plain.is_visible("#blocked")
        assert not plain.is_visible("#form")


def test_a_form_that_is_over_says_so_and_seals_all_the_same(door, tab):
    tab.page.clock.set_fixed_time("2031-01-01T00:00:00Z")
    tab.page.goto(door.form.as_uri())
    assert tab.page.is_visible("#over")
    tab.page.fill("[name=story]", STORY)
    assert len(tab.seal().split()) == 12
    tab.page.click("[type=reset]")
    assert tab.page.input_value("[name=story]") == ""
    assert tab.page.locator("#receipt li").count() == 0


ADDRESSES = ("{url}/fr/seal", "{url}/fr/offline", "{url}/fr/carry", "{url}/fr/form", "{form}")


@pytest.mark.parametrize("address", ADDRESSES, ids=("seal", "offline", "carry", "paper", "file"))
def test_its_pages_can_be_used_by_everybody(door, browser, address):
    with page(browser, script=True, size=PHONE) as one:
        one.goto(address.format(url=door.url, form=door.form.as_uri()))
        assert one.evaluate(TO_THE_SIDE) == 0
        assert faults_by_day_and_night(one) == []
