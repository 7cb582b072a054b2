"""Asks axe whether a page has a fault that a program can find. Opens no page."""

import json

from axe_playwright_python.sync_playwright import Axe
from browsing import DESKTOP, PHONE
from playwright.sync_api import Page

_AXE = Axe().axe_script
_KNOWN = "() => 'axe' in window"
_RUN = "axe.run({}).then(found => found.violations)"
_EVERYTHING = {"resultTypes": ["violations"]}
# Of all rules, only those of colour depend on the colours; they also take most of the time.
_COLOURS = _EVERYTHING | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def faults(tab: Page, *, colours_only: bool = False) -> list[tuple[str, str]]:
    """Return what is wrong with a page as it stands: each rule and where it is broken first."""
    if not tab.evaluate(_KNOWN):
        tab.evaluate(_AXE)
    found = tab.evaluate(_RUN.format(json.dumps(_COLOURS if colours_only else _EVERYTHING)))
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def faults_by_day_and_night(tab: Page) -> list[tuple[str, str]]:
    """Return what is wrong with a page on a phone in light colours, or at a desk in dark ones."""
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size(PHONE)
    found = faults(tab)
    tab.emulate_media(color_scheme="dark")
    tab.set_viewport_size(DESKTOP)
    return found + faults(tab, colours_only=True)
