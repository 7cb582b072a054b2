"""Every layout and part in a real browser: nothing sideways, unreadable or too small."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from look import gallery
from look.gallery_content import PAGES, Page
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from sound import faults_by_day_and_night

pytestmark = pytest.mark.browser

EVERY = [(page, language) for page in PAGES for language in page.languages]
NAMES = [f"{page.name}-{language}" for page, language in EVERY]
# Links inside a sentence are as high as their line; WCAG 2.5.8 leaves them out as well.
TOO_SMALL = """() => [...document.querySelectorAll(
  'a[href], button, summary, input:not([type=hidden]), textarea, select')]
  .map(one => one.closest('label') ?? one)
  .filter(one => !one.matches('.skip, .danger a'))
  .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 43.5)
  .map(one => one.outerHTML.slice(0, 90))"""
TO_THE_SIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNDER_THE_HEAD = """() => {
  const head = document.querySelector('header').getBoundingClientRect();
  const one = document.activeElement;
  return one !== document.body && !one.closest('header') && !one.matches('.skip')
    && one.getBoundingClientRect().top < head.bottom - 1 ? one.outerHTML.slice(0, 90) : '';
}"""

SPACED_OUT = """() => {
  const rules = document.createElement('style');
  rules.textContent = '*{line-height:1.5!important;letter-spacing:.12em!important;'
    + 'word-spacing:.16em!important}p{margin-block-end:2em!important}';
  document.head.append(rules);
}"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("gallery")
    return {(page.name, language): path for page, language, path in gallery.write(folder)}


@pytest.fixture
def shown(browser: Browser, files: dict[tuple[str, str], Path]) -> Iterator:
    contexts = []

    def show(page: Page, language: str, width: int, **more: object) -> Tab:
        settings = {"viewport": {"width": width, "height": 800}, "java_script_enabled": False}
        context = browser.new_context(**(settings | more))
        contexts.append(context)
        tab = context.new_page()
        tab.goto(files[page.name, language].as_uri())
        return tab

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("page", "language"), EVERY, ids=NAMES)
def test_nothing_is_wider_than_the_window_too_small_for_a_thumb_or_found_by_axe(
    shown, page, language
):
    tab = shown(page, language, 320, java_script_enabled=True)
    for width in (320, 768, 1280, 360):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate(TO_THE_SIDE) == 0, width
    if not page.staff:
        assert tab.evaluate(TOO_SMALL) == []
    assert faults_by_day_and_night(tab) == []


@pytest.mark.parametrize("name", ["start", "start-error", "case"])
def test_the_sticky_head_never_hides_what_has_the_focus(shown, name):
    page = next(one for one in PAGES if one.name == name)
    tab = shown(page, "fr", 360)
    for _ in range(40):
        tab.keyboard.press("Tab")
        assert tab.evaluate(UNDER_THE_HEAD) == ""
    for _ in range(40):
        tab.keyboard.press("Shift+Tab")
        assert tab.evaluate(UNDER_THE_HEAD) == ""


def test_forced_colours_bring_the_native_boxes_back(shown):
    start = PAGES[0]
    tab = shown(start, "fr", 360, forced_colors="active")
    drawn = "() => getComputedStyle(document.querySelector('[type=radio]')).appearance"
    assert tab.evaluate(drawn) in {"auto", "radio"}


@pytest.mark.parametrize("spaced", [False, True])
def test_text_may_be_spaced_out_and_zoomed(shown, spaced):
    start = PAGES[0]
    tab = shown(start, "fr", 320, device_scale_factor=4)
    if spaced:
        # The spacing that WCAG 1.4.12 asks a page to bear.
        tab.evaluate(SPACED_OUT)
    assert tab.evaluate(TO_THE_SIDE) == 0


def test_the_chosen_finding_is_said_in_words_as_soon_as_it_is_chosen(shown):
    page = next(one for one in PAGES if one.name == "desk-findings")
    tab = shown(page, "en", 1280)
    tab.locator("#finding-1-unknown").check(force=True)
    tab.mouse.move(0, 0)
    word = tab.locator("#finding-1-unknown ~ .word")
    assert word.inner_text() == "Unknown"
    assert word.bounding_box()["width"] > 20
