"""A caseworker without a browser: takes the next case and writes to its defender."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from forms_on_pages import Form, read
from journeys.people import OWN_PASSWORD


@dataclass
class Caseworker:
    """Somebody who is logged in, with a password of their own."""

    client: httpx.Client

    @classmethod
    def log_in(cls, url: str, name: str, password: str) -> "Caseworker":
        """Log in for the first time and choose a password."""
        one = cls(httpx.Client(base_url=url, timeout=30, follow_redirects=True))
        answer = one.client.post("/login", data={"name": name, "password": password})
        one._send(answer, "/account/password", password=OWN_PASSWORD, again=OWN_PASSWORD)
        return one

    def answer_next(self, words: str) -> str:
        """Take the case that waits longest, write to its defender, and return its address."""
        case = self._send(self.client.get("/desk/"), "/desk/take-next").url.path
        self._send(self.client.get(f"{case}/write"), f"{case}/letters", letter=words)
        return case

    def reads(self, case: str) -> str:
        """Return the page of a case."""
        return self.client.get(case).raise_for_status().text

    def _send(self, shown: httpx.Response, action: str, **typed: str) -> httpx.Response:
        form = _form(shown, action)
        fields = {name: field.value for name, field in form.fields.items() if field.value}
        return self.client.post(form.action, data=fields | typed).raise_for_status()


def _form(shown: httpx.Response, action: str) -> Form:
    shown.raise_for_status()
    for form in read(shown.text, str(shown.url)).forms:
        if urlsplit(form.action).path == action:
            return form
    raise AssertionError(f"no form to {action} at {shown.url}")
