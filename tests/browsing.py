"""A real Chromium, with script off and on, that can reach nothing but this machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def page(
    browser: Browser,
    *,
    script: bool = False,
    size: dict[str, int] | None = None,
    dark: bool = False,
    language: str = "fr",
) -> Iterator[Page]:
    """Open a page in a browser of its own: no cookie of another, in one language."""
    context = browser.new_context(
        java_script_enabled=script,
        viewport=size or PHONE,
        color_scheme="dark" if dark else "light",
        locale=language,
    )
    yield context.new_page()
    context.close()
