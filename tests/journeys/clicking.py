"""A person at the desk in a real browser whose script is off: the same steps, by click."""

from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from house import House
from playwright.sync_api import Locator, Page

from hrd_report.records.people import SessionKind
from hrd_report.web import session as sessions

UNFOLD = "form => form.querySelectorAll('details').forEach(one => { one.open = true; })"
MAIN_BUTTON = "button:not([name]):not([aria-hidden])"


@dataclass
class Clicker:
    """Somebody's tab at a served house; opens and sends as `walking.Walker` does."""

    house: House
    name: str
    url: str
    tab: Page

    def __post_init__(self) -> None:
        self.come_in()

    def come_in(self) -> None:
        """Log in, also again after the clock moved on."""
        client = self.house.client()
        self.house.sign_in(client, self.name)
        cookie = sessions.cookie_name(SessionKind.STAFF, self.house.services.settings)
        value = client.get_cookie(cookie).value
        self.tab.context.add_cookies([{"name": cookie, "value": value, "url": self.url}])

    @property
    def text(self) -> str:
        return self.tab.content()

    @property
    def address(self) -> str:
        return urlsplit(self.tab.url).path

    def open(self, address: str) -> str:
        """Open a page, and return it as it is read."""
        answer = self.tab.goto(self.url + address)
        assert answer is not None
        assert answer.ok, f"{answer.status} at {address}"
        return unescape(self.text)

    def send(self, action: str, button: str = "", /, **typed: object) -> None:
        """Fill in the form whose address ends so, unfolding what is folded, and press its button.

        `button`: the value of the button, or of a hidden field, by which it is told from others.
        """
        form = self._form(action, button)
        form.evaluate(UNFOLD)
        for name, value in typed.items():
            self._fill(form, name, value if isinstance(value, list) else [value])
        own = form.locator(f'button[value="{button}"]') if button else form.locator(MAIN_BUTTON)
        with self.tab.expect_navigation() as led:
            (own if own.count() else form.locator(MAIN_BUTTON)).first.click()
        answer = led.value
        assert answer.ok, (
            f"{answer.status} at {answer.url}: {self.tab.locator('main').inner_text()}"
        )

    def _form(self, action: str, button: str) -> Locator:
        named = f'form[action$="{action}"], form[action*="{action}?"]'
        forms = self.tab.locator(named)
        if not forms.count():
            forms = self.tab.locator("main form[method=post]:not([action])")
        if button:
            forms = forms.filter(has=self.tab.locator(f'[value="{button}"]'))
        return forms.first

    def _fill(self, form: Locator, name: str, values: list[str]) -> None:
        field = form.locator(f'[name="{name}"]')
        kind = field.first.evaluate("one => one.type")
        if kind in {"radio", "checkbox"}:
            for value in values:
                form.locator(f'[name="{name}"][value="{value}"]').check(force=True)
        elif kind == "select-one":
            field.first.select_option(values[0])
        else:
            field.first.fill(values[0])
