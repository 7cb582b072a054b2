"""`make staff-screens`: every page of staff as a person sees it, into .screens/, to be looked at.

Two languages, a phone and a desk, light and dark. What follows the command names the pages.
"""

import logging
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from browsing import DESKTOP, PHONE, chromium  # noqa: E402 - the path comes first
from databases import Databases  # noqa: E402
from house import House, build_house  # noqa: E402
from journeys.desk_town import Page, furnished, speak  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

from hrd_report.records.people import SessionKind  # noqa: E402
from hrd_report.web import session as sessions  # noqa: E402

INTO = TESTS.parent / ".screens"
VIEWS: dict[str, dict[str, object]] = {
    "1280-light": {"viewport": DESKTOP},
    "1280-dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "360-light": {"viewport": PHONE},
    "360-dark": {"viewport": PHONE, "color_scheme": "dark"},
}


def shoot(browser: Browser, house: House, url: str, pages: dict[str, Page]) -> int:
    """Photograph each page in each view and language. Return how many pictures that made."""
    made = 0
    for language in ("fr", "en"):
        speak(house, language)
        for view, settings in VIEWS.items():
            context = browser.new_context(java_script_enabled=False, **settings)
            tab = context.new_page()
            for name, (path, who) in pages.items():
                context.clear_cookies()
                context.add_cookies([_cookie(house, url, who)])
                tab.goto(url + path)
                file = f"staff-{name.replace(' ', '-')}-{language}-{view}.png"
                tab.screenshot(path=INTO / file, full_page=True)
                made += 1
            context.close()
    return made


def _cookie(house: House, url: str, who: str) -> dict[str, str]:
    client = house.client()
    house.sign_in(client, who)
    name = sessions.cookie_name(SessionKind.STAFF, house.services.settings)
    return {"name": name, "value": client.get_cookie(name).value, "url": url}


def main() -> None:
    """Serve a house and photograph it."""
    INTO.mkdir(exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        house = build_house(folder / "town", Databases(folder, None).fresh())
        held.callback(house.close)
        every = furnished(house)
        chosen = {one: at for one, at in every.items() if not sys.argv[1:] or one in sys.argv[1:]}
        server = make_server("127.0.0.1", 0, house.app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        held.callback(server.shutdown)
        made = shoot(
            held.enter_context(chromium()), house, f"http://127.0.0.1:{server.port}", chosen
        )
    print(f"{made} pictures in {INTO}")  # noqa: T201 - for whoever asked


if __name__ == "__main__":
    main()
