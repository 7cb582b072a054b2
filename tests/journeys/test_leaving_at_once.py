"""A defender leaves at once, with script and without, and the page cannot be gone back to."""

from collections.abc import Iterator

import pytest
from browsing import page
from playwright.sync_api import Browser, Page
from running import Served, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("leaving")) as running:
        yield running


def left(tab: Page, served: Served, act) -> list[str]:
    """Go from the start page to the next one, leave there, and return what was asked for."""
    asked: list[str] = []
    tab.goto(f"{served.url}/en/")
    tab.goto(f"{served.url}/en/return")
    tab.on("request", lambda one: asked.append(one.url))
    with tab.expect_event("requestfailed", lambda one: one.url.startswith("https:")):
        act(tab)
    return asked


def history(tab: Page) -> list[str]:
    found = tab.context.new_cdp_session(tab).send("Page.getNavigationHistory")
    return [one["url"] for one in found["entries"]]


def three_times_shift(tab: Page) -> None:
    for _ in range(3):
        tab.keyboard.press("Shift")


@pytest.mark.parametrize(
    "act", [three_times_shift, lambda tab: tab.locator("header a").click()], ids=["keys", "link"]
)
def test_with_script_the_page_is_gone_from_the_history(browser: Browser, served: Served, act):
    with page(browser, script=True) as tab:
        asked = left(tab, served, act)
        assert asked[0] == f"{served.url}/en/leave"
        assert asked[-1].startswith("https://")
        tab.wait_for_url("chrome-error://**")
        assert f"{served.url}/en/return" not in history(tab)


def test_shift_between_letters_leaves_nothing(browser: Browser, served: Served):
    with page(browser, script=True) as tab:
        tab.goto(f"{served.url}/en/return")
        tab.locator("textarea").press("Shift")
        for letter in "AbC":
            tab.locator("textarea").press("Shift")
            tab.locator("textarea").press(letter)
        assert tab.locator("textarea").input_value()
        assert tab.url == f"{served.url}/en/return"


def test_without_script_the_link_leads_away_too(browser: Browser, served: Served):
    with page(browser) as tab:
        asked = left(tab, served, lambda tab: tab.locator("header a").click())
        assert asked[0] == f"{served.url}/en/leave"
        assert asked[-1].startswith("https://")
