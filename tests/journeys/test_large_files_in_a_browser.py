"""A real Chromium sends large files of a letter: in pieces with script, in one piece without."""

import hashlib
import random
from pathlib import Path

import httpx
import pytest
from browsing import DESKTOP, PHONE, page
from playwright.sync_api import Browser, ConsoleMessage, Page, Route
from running import Served, serving

from hrd_report.vault import receipts

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory):
    with serving(tmp_path_factory.mktemp("large")) as running:
        yield running


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(random.randbytes(9 * 1024 * 1024 + 7))
    return path


def come_in(tab: Page, served: Served) -> None:
    own = receipts.new()
    body = {"story": "Des mots.", "receipt": own.digits()}
    assert httpx.post(f"{served.url}/api/v1/reports", json=body).status_code == 201
    tab.goto(f"{served.url}/fr/return")
    tab.fill("[name=receipt]", own.digits())
    tab.click("main form button")
    tab.wait_for_url("**/fr/case")


def test_with_script_a_large_file_goes_on_after_a_break_and_its_hash_is_shown(
    browser: Browser, served: Served, film: Path
):
    complaints: list[str] = []

    def listen(line: ConsoleMessage) -> None:
        if "Content Security" in line.text or "integrity" in line.text:
            complaints.append(line.text)

    puts: list[str] = []

    def break_the_second(route: Route) -> None:
        if route.request.method == "PUT":
            puts.append(route.request.headers["content-range"])
            if len(puts) == 2:
                route.abort("connectionreset")
                return
        route.continue_()

    with page(browser, script=True, size=PHONE) as tab:
        tab.on("console", listen)
        come_in(tab, served)
        tab.route("**/files/**", break_the_second)
        tab.set_input_files("form[data-upload] [name=files]", film)
        tab.fill("[name=message]", "Le film.")
        tab.click("form[data-upload] button")
        tab.wait_for_selector("#sent", timeout=30_000)
        assert hashlib.sha256(film.read_bytes()).hexdigest() in tab.content()
        assert "Le film." in tab.content()
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert puts[1] == puts[2] == "bytes 4194304-8388607/9437191"
    assert complaints == []


def test_without_script_the_same_form_sends_the_same_file(
    browser: Browser, served: Served, film: Path
):
    with page(browser, size=DESKTOP) as tab:
        come_in(tab, served)
        tab.set_input_files("form[data-upload] [name=files]", film)
        tab.click("form[data-upload] button")
        tab.wait_for_url("**/fr/case")
        assert hashlib.sha256(film.read_bytes()).hexdigest() in tab.content()
