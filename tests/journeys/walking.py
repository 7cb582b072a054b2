"""Somebody at the desk with a browser that runs no script: opens pages, fills their forms, sends.

Knows the addresses of pages and what stands on them; what a form says by itself is sent as it is.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

from flask.testing import FlaskClient
from forms_on_pages import Field, Form, read
from house import House
from werkzeug.test import TestResponse

DONE = 303
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


@dataclass
class Walker:
    """One person's browser, and the page it shows."""

    house: House
    name: str
    client: FlaskClient = field(init=False)
    address: str = ""
    _text: str | None = ""

    def __post_init__(self) -> None:
        self.come_in()

    def come_in(self) -> None:
        """Log in, also again after the clock moved on."""
        self.client = self.house.client()
        self.house.sign_in(self.client, self.name)

    @property
    def text(self) -> str:
        """Return the page that is shown; where a form led is asked for once somebody looks."""
        if self._text is None:
            self.open(self.address)
        return self._text or ""

    def open(self, address: str) -> str:
        """Open a page, and return it as it is read."""
        self._show(self.client.get(address), address)
        return unescape(self.text)

    def send(self, action: str, button: str = "", /, **typed: object) -> None:
        """Fill in the form of this page whose address ends so, and press one of its buttons.

        `button`: the value of the button, or of a hidden field, by which it is told from others.
        """
        form = self._form(action, button)
        data = {name: _as_it_stands(one) for name, one in form.fields.items()} | typed
        buttons = form.buttons or [("", "")]
        name, value = next((one for one in buttons if one[1] == button), buttons[0])
        if name:
            data[name] = value
        unknown = set(typed) - set(form.fields)
        assert not unknown, f"{form.action} asks for no {unknown}"
        if form.method == "GET":
            self.open(f"{urlsplit(form.action).path}?{urlencode(data, doseq=True)}")
            return
        answer = self.client.post(form.action, data=data, content_type=form.kind)
        self._show(answer, form.action)

    def _form(self, action: str, button: str) -> Form:
        forms = read(self._near(action), self.address).forms
        for one in forms:
            ends = urlsplit(one.action).path.endswith(action)
            told = {value for _, value in one.buttons} | {f.value for f in one.fields.values()}
            if ends and (not button or button in told):
                return one
        raise AssertionError(f"no form to {action} at {self.address}: {[f.action for f in forms]}")

    def _near(self, action: str) -> str:
        """Return the forms that may be meant, as they stand; the page, where fields lie outside."""
        forms = FORM.findall(self.text)
        near = [one for one in forms if action in one.partition(">")[0]]
        return self.text if not near or " form=" in self.text else "".join(near)

    def _show(self, answer: TestResponse, address: str) -> None:
        if answer.status_code == DONE:
            self._text, self.address = None, answer.location
            return
        assert answer.status_code == 200, f"{answer.status_code} at {address}: {answer.text}"
        self._text, self.address = answer.text, address


def _as_it_stands(one: Field) -> object:
    chosen = [choice.value for choice in one.choices if choice.chosen]
    if one.kind == "checkbox":
        return chosen
    if one.kind == "radio":
        return ["" if value == "on" else value for value in chosen]
    if one.kind == "select":
        return chosen or [choice.value for choice in one.choices[:1]]
    return one.value.removeprefix("\n")
