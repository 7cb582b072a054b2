"""A real Chromium with a passkey of its own, at a really served demo: made, used alone, refused."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from browsing import PHONE, page
from journeys import people
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page, Request
from running import Served, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BUTTON = "button[data-passkey]"


@dataclass
class Device:
    """A browser with a passkey chip that answers by itself, and what the browser sent."""

    page: Page
    chip: CDPSession
    id: str
    sent: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def touch(self, leads_to: str) -> None:
        """Press the passkey's button and wait for the page it leads to."""
        with self.page.expect_navigation() as led:
            self.page.locator(BUTTON).click()
        assert led.value is not None
        assert self.page.url.endswith(leads_to), self.page.locator("main").inner_text()

    def set(self, **how: bool) -> None:
        """Change what the chip does."""
        self.chip.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": self.id, "isUserVerified": how["verified"]},
        )

    def listen(self, line: ConsoleMessage) -> None:
        """Remember what the browser complains of, such as a breach of the page's policy."""
        icon = "/favicon.ico" in line.location["url"]  # nobody named one
        if line.type in {"error", "warning"} and not icon:
            self.complaints.append(line.text)

    def last_fields(self) -> dict[str, str]:
        """Return the fields of the last form that carried an answer of the chip."""
        posts = [one for one in self.sent if one.method == "POST" and "credential=" in _body(one)]
        return {name: values[0] for name, values in parse_qs(_body(posts[-1])).items()}


def _body(request: Request) -> str:
    return request.post_data or ""


@contextmanager
def device(browser: Browser, *, derives: bool) -> Iterator[Device]:
    """Open a browser whose chip verifies its user and, if it `derives`, has the extension `prf`."""
    with page(browser, script=True, size=PHONE, language="fr") as desk:
        chip = desk.context.new_cdp_session(desk)
        chip.send("WebAuthn.enable")
        made = chip.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "ctap2Version": "ctap2_1",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                    "hasPrf": derives,
                }
            },
        )
        found = Device(desk, chip, made["authenticatorId"])
        desk.on("request", lambda one: found.sent.append(one))  # noqa: PLW0108 - it marks what it calls
        desk.on("console", found.listen)
        desk.on("pageerror", lambda error: found.complaints.append(str(error)))
        yield found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Run a demo, which readers may also call localhost."""
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


def local(served: Served) -> str:
    return f"http://localhost:{urlsplit(served.url).port}"


def log_in(at: Page, url: str, name: str, password: str) -> None:
    """Log in with a password, choosing one of one's own the first time."""
    at.goto(f"{url}/login")
    at.fill("[name=name]", name)
    at.fill("[name=password]", password)
    people.press(at, "main form button")
    if at.url.endswith("/account/password"):
        at.fill("#password", people.OWN_PASSWORD)
        at.fill("#again", people.OWN_PASSWORD)
        people.press(at, "form:has(#password) button")


def add(found: Device, url: str) -> None:
    found.page.goto(f"{url}/account/factors/passkey")
    found.touch("/account/factors?said=added")


def log_out(at: Page) -> None:
    people.press(at, "form[action='/logout'] button")


def test_a_passkey_that_derives_opens_the_key_without_name_or_password(
    served: Served, browser: Browser
):
    url = local(served)
    with device(browser, derives=True) as heron:
        log_in(heron.page, url, "heron", served.passwords["heron"])
        add(heron, url)
        assert "ouvre votre clé à elle seule" in heron.page.locator("main").inner_text()
        log_out(heron.page)
        heron.touch("/desk/")
        first = heron.last_fields()
        heron.page.goto(f"{url}/account/confirm?to=/account/sessions")
        heron.touch("/account/sessions")
        log_out(heron.page)
        _refused(url, first, "the same answer once more")
        fresh = _unused(heron, url)
        _refused(url, fresh, "an answer for another origin", "localhost:1")
        taken = httpx.post(f"{url}/login", data=fresh, timeout=30)
        assert taken.headers["location"] == "/desk/"
        _without_its_user(heron, url)
        assert heron.complaints == []


def _refused(url: str, fields: dict[str, str], what: str, host: str = "") -> None:
    headers = {"Host": host} if host else {}
    answer = httpx.post(f"{url}/login", data=fields, headers=headers, timeout=30)
    assert answer.status_code == httpx.codes.UNAUTHORIZED, what
    assert "set-cookie" not in answer.headers, what


def _unused(heron: Device, url: str) -> dict[str, str]:
    """Return an answer that nobody has used yet."""
    heron.page.goto(f"{url}/login")
    heron.page.evaluate("document.forms[0].submit = () => { document.title = 'ready' }")
    heron.page.locator(BUTTON).click()
    heron.page.wait_for_function("document.title === 'ready'")
    return heron.page.evaluate("Object.fromEntries(new FormData(document.forms[0]).entries())")


def _without_its_user(heron: Device, url: str) -> None:
    """The browser itself gives nothing when the chip cannot verify its user; and says so calmly."""
    heron.set(verified=False)
    heron.page.goto(f"{url}/login")
    heron.page.locator(BUTTON).click()
    failed = heron.page.locator("#passkey-failed")
    failed.wait_for(state="visible")
    assert heron.page.url.endswith("/login")
    heron.set(verified=True)


def test_a_passkey_that_derives_nothing_comes_after_the_password(served: Served, browser: Browser):
    url = local(served)
    with device(browser, derives=False) as plover:
        log_in(plover.page, url, "plover", served.passwords["plover"])
        add(plover, url)
        assert "demandée après le mot de passe" in plover.page.locator("main").inner_text()
        log_out(plover.page)
        log_in(plover.page, url, "plover", people.OWN_PASSWORD)
        assert plover.page.locator("h1").inner_text() == "Encore une chose"
        plover.page.goto(f"{url}/desk/")
        assert plover.page.url.endswith("/login/factor")
        plover.touch("/desk/")
        assert plover.complaints == []


def test_the_script_is_loaded_where_there_is_a_button_and_nowhere_else(
    served: Served, browser: Browser
):
    url = local(served)
    with device(browser, derives=True) as anybody:
        anybody.page.goto(f"{url}/login")
        anybody.page.goto(f"{url}/en/")
        fetched = [urlsplit(one.url) for one in anybody.sent]
        scripts = [one.path for one in fetched if one.path.endswith(".js")]
        assert len(scripts) == 1
        assert {one.hostname for one in fetched} == {"localhost"}


def test_at_an_address_of_numbers_there_is_no_button(served: Served, browser: Browser):
    with device(browser, derives=True) as anybody:
        anybody.page.goto(f"{served.url}/login")
        assert anybody.page.locator(BUTTON).count() == 0


def test_the_served_folder_holds_no_answer_of_a_passkey(served: Served, browser: Browser):
    url = local(served)
    with device(browser, derives=True) as wren:
        log_in(wren.page, url, "wren", served.passwords["wren"])
        add(wren, url)
        secret = wren.last_fields()["derived"]
    assert len(secret) == 43
    for path in sorted(Path(served.instance).rglob("*")):
        assert not path.is_file() or secret.encode() not in path.read_bytes()
    assert json.loads(wren.last_fields()["credential"])["type"] == "public-key"
