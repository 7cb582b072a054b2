"""The people of the journeys, each with a browser of their own: they click what anybody would."""

import csv
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx
from browsing import DESKTOP, PHONE, page
from playwright.sync_api import Browser, Page

from hrd_report.vault import age, recipients

SAMPLES = Path(__file__).parents[1] / "samples"
OWN_PASSWORD = "une phrase rien que pour moi"


@dataclass(frozen=True)
class Sent:
    """What someone sent, and the words they keep."""

    receipt: str
    story: str


def attacks(language: str) -> list[str]:
    """Return real public posts, quoted the way a defender would."""
    with (SAMPLES / f"posts_{language}.csv").open(encoding="utf-8", newline="") as file:
        return [f"« {row['text']} »" for row in csv.DictReader(file)]


def shutdowns() -> list[str]:
    """Return real shutdowns, told in a few lines."""
    with (SAMPLES / "stop_2022.csv").open(encoding="utf-8", newline="") as file:
        return [
            " · ".join(row[name] for name in ("country", "start_date", "area_name", "event"))
            for row in csv.DictReader(file)
        ]


def by_form(browser: Browser, url: str, story: str, threat: str) -> Sent:
    """Report on a phone, in French, without script, with a capture."""
    capture = {"name": "capture.png", "mimeType": "image/png", "buffer": b"\x89PNG" + bytes(9000)}
    with page(browser, size=PHONE) as phone:
        phone.goto(f"{url}/fr/")
        phone.check(f"input[name=threat][value={threat}]")
        phone.fill("[name=story]", story)
        phone.fill("[name=links]", "https://bsky.app/profile/attacker.example/post/3k")
        phone.set_input_files("[name=files]", [capture])
        press(phone, "form button")
        words = phone.locator("#receipt li").all_inner_texts()
    assert len(words) == 12
    return Sent(" ".join(words), story)


def by_json(url: str, story: str, threat: str) -> Sent:
    """Report through the API."""
    body = {"threats": [threat], "story": story, "danger": "no", "links": [], "language": "en"}
    answer = httpx.post(f"{url}/api/v1/reports", json=body, timeout=30)
    assert answer.status_code == httpx.codes.CREATED
    return Sent(_receipt(answer), story)


def sealed(url: str, story: str, threat: str) -> Sent:
    """Report as an age file that only the desk can open."""
    known = httpx.get(f"{url}/.well-known/hrd-report.json", timeout=30).json()
    intake = recipients.decode(known["recipients"][0]["recipient"])
    body = {"threats": [threat], "story": story, "danger": "no", "links": [], "language": "en"}
    file = age.seal(json.dumps(body).encode(), intake).blob
    kind = {"Content-Type": "application/age"}
    answer = httpx.post(f"{url}/api/v1/reports", content=file, headers=kind, timeout=30)
    assert answer.status_code == httpx.codes.CREATED
    return Sent(_receipt(answer), story)


def _receipt(answer: httpx.Response) -> str:
    receipt = answer.json()["receipt"]
    return " ".join(receipt["words"]) if isinstance(receipt, dict) else str(receipt)


@contextmanager
def member(browser: Browser, url: str, name: str, password: str) -> Iterator[Page]:
    """Log in, with the one-time password the first time, and choose one's own."""
    with page(browser, size=DESKTOP) as desk:
        desk.goto(f"{url}/login")
        desk.fill("[name=name]", name)
        desk.fill("[name=password]", password)
        press(desk, "main form button")
        if desk.url.endswith("/account/password"):
            desk.fill("#password", OWN_PASSWORD)
            desk.fill("#again", OWN_PASSWORD)
            press(desk, "form:has(#password) button")
        yield desk


def press(at: Page, button: str) -> None:
    """Press the first button that fits, and wait for the page it leads to."""
    with at.expect_navigation() as led:
        at.locator(button).first.click()
    answer = led.value
    assert answer is not None
    assert answer.ok, f"{answer.status} at {answer.url}: {at.locator('main').inner_text()}"


def send(at: Page, address: str) -> None:
    """Press the button of the form that posts to an address ending so."""
    press(at, f'form[action$="{address}"] button, form[action*="{address}?"] button')


def reload_until(at: Page, there: str, tries: int = 60) -> None:
    """Look again until something done away from the request shows on the page."""
    for _ in range(tries):
        if at.locator(there).count():
            return
        at.wait_for_timeout(500)
        at.reload()
    raise AssertionError(there)


def case_number(at: Page) -> str:
    """Return the number of the case a page is about."""
    found = re.search(r"/desk/cases/([A-Z0-9-]+)", at.url)
    assert found is not None
    return found[1]


def come_back(phone: Page, url: str, receipt: str) -> None:
    """Return with the words, typed with capitals, commas and without one accent."""
    phone.goto(f"{url}/fr/return")
    typed = ", ".join(receipt.split()).title().replace("É", "E").replace("é", "e")
    phone.fill("[name=receipt]", typed)
    press(phone, "main form button")
    assert phone.url.endswith("/fr/case")


def case_page(url: str, one: Sent) -> str:
    """Return with the words, without a browser, and read the case."""
    with httpx.Client(base_url=url, follow_redirects=True, timeout=60) as client:
        answer = client.post("/fr/return", data={"receipt": one.receipt})
    assert answer.url.path == "/fr/case"
    return unescape(answer.text)
