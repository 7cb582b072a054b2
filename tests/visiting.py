"""A visitor who fills in every form a house shows them, with words that can be looked for."""

import io
import random
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from canaries import Canaries
from flask import Flask
from flask.testing import FlaskClient
from forms_on_pages import Field, Form, read, without_buttons
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

LOOKS = 2
"""How often the same page is looked at."""

TRIES = 8
"""How often a form is sent until it is taken: with the first of every choice, with the last of
every choice, then with any."""

HEADERS = ("User-Agent", "Referer", "X-Forwarded-For", "Forwarded", "X-Real-IP")
"""What a browser or a proxy may say about a reader, besides what was typed."""


FITTING = {"date": "2026-12-20", "month": "2026-12", "time": "10:00", "number": "1"}
"""What goes into fields that take no words."""

LABELS = frozenset(
    {("admin.invite", "name"), ("admin.make_channel", "name"), ("admin.make_team", "name")}
)
"""Fields for the organisation's own labels, kept in clear: they get a name nobody looks for."""

Choose = Callable[[Sequence[Any]], Any]


@dataclass
class Visitor:
    """Someone with a browser. `come_back` gives the browser a session again after it was ended."""

    app: Flask
    client: FlaskClient
    canaries: Canaries
    come_back: Callable[[], object]
    avoid: frozenset[str] = frozenset()
    last: tuple[str, ...] = ()
    accepted: set[str] = field(default_factory=set)
    sent: Counter[str] = field(default_factory=Counter)
    typed: set[tuple[str, str]] = field(default_factory=set)
    answers: list[TestResponse] = field(default_factory=list)
    without_token: set[str] = field(default_factory=set)
    _chance: random.Random = field(default_factory=lambda: random.Random(7))
    _taken: set[str] = field(default_factory=set)
    _seen: Counter[str] = field(default_factory=Counter)
    _waiting: list[tuple[Form, str]] = field(default_factory=list)
    _known: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def walk(self, *addresses: str) -> None:
        """Follow every link from the addresses and send every form on the way."""
        pages = deque(link for one in addresses for link in self._look(one, again=True))
        while pages or self._waiting:
            if pages:
                pages.extend(self._look(pages.popleft()))
            else:
                pages.extend(self._send(*self._next()))

    def _next(self) -> tuple[Form, str]:
        """Take the next form; what gives a case away comes when everything else is done."""
        found = min(self._waiting, key=lambda one: self._rank(one[0]))
        self._waiting.remove(found)
        return found

    def _rank(self, form: Form) -> int:
        endpoint = self._endpoint(form.action, form.method)
        return self.last.index(endpoint) + 1 if endpoint in self.last else 0

    def _look(self, address: str, *, again: bool = False) -> list[str]:
        endpoint = self._endpoint(address, "GET")
        if endpoint is None or endpoint in self.avoid:
            return []
        if self._seen[endpoint] >= LOOKS and not again:
            return []
        self._seen[endpoint] += 1
        return self._read(self._ask("GET", address), address)

    def _read(self, answer: TestResponse, address: str) -> list[str]:
        if answer.status_code in {302, 303} and answer.location:
            return self._look(urljoin(address, answer.location), again=True)
        if answer.mimetype != "text/html":
            return []
        page = read(answer.get_data(as_text=True), address)
        for form in page.forms:
            for button in form.buttons or [("", "")]:
                self._waiting.append((without_buttons(form, button), address))
        return page.links

    def _send(self, form: Form, page: str) -> list[str]:
        endpoint = self._endpoint(form.action, form.method)
        if endpoint is None or endpoint in self.avoid:
            return []
        asked = [(one.name, one.kind) for one in form.fields.values()]
        mark = f"{endpoint} {form.buttons} {asked}"
        enough = LOOKS if mark in self._taken else TRIES
        if self._seen[mark] >= enough:
            return []
        choose = (lambda found: found[0], lambda found: found[-1], self._chance.choice)[
            min(self._seen[mark], 2)
        ]
        self._seen[mark] += 1
        self.sent[endpoint] += 1
        if "form_token" not in form.fields and "form_token=" not in form.action:
            self.without_token.add(endpoint)
        fresh = self._fresh(form, page)
        filled = self._fill(fresh, endpoint, choose)
        answer = self._ask(form.method, fresh.action, filled, form)
        if answer.status_code < 400 and not self._is_over(answer):
            self.accepted.add(endpoint)
            self._taken.add(mark)
        if form.method == "GET":
            page = f"{urlsplit(fresh.action).path}?{urlencode(filled, doseq=True)}"
        return self._read(answer, page)

    def _fresh(self, form: Form, page: str) -> Form:
        """Take the form from its page again, where it still stands: with today's tokens."""
        answer = self.client.get(page)
        if self._is_over(answer):
            self.come_back()
            answer = self.client.get(page)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            for one in read(answer.get_data(as_text=True), page).forms:
                same = urlsplit(one.action).path == urlsplit(form.action).path
                if (
                    same
                    and set(form.fields) == set(one.fields)
                    and form.buttons[0] in (one.buttons or [("", "")])
                ):
                    return without_buttons(one, form.buttons[0])
        return form

    def _fill(self, form: Form, endpoint: str, choose: Choose) -> dict[str, object]:
        data: dict[str, object] = {}
        secret = self.canaries.word(f"{endpoint} password")
        for one in form.fields.values():
            value = secret if one.kind == "password" else self._value(one, endpoint, choose)
            if one.kind in {"password", "text", "search", "textarea", "email", "url"}:
                self.typed.add((endpoint, one.name))
            if value not in (None, []):
                data[one.name] = value
        name, value = form.buttons[0]
        if name:
            data[name] = value
        return data

    def _value(  # noqa: PLR0911 - each kind of field has its own answer
        self, one: Field, endpoint: str, choose: Choose
    ) -> object:
        values = [choice.value for choice in one.choices if choice.value]
        if one.kind == "hidden":
            return one.value
        if one.kind in {"radio", "select"}:
            return choose(values) if values else None
        if one.kind == "checkbox":
            return [value for value in values if choose([False, True])]
        if one.kind in FITTING:
            return one.value or FITTING[one.kind]
        if (endpoint, one.name) in LABELS:
            return f"label-{self.sent[endpoint]}"
        word = self.canaries.word(f"{endpoint} {one.name}")
        if one.kind == "file":
            content = self.canaries.word(f"{endpoint} {one.name} content")
            return (io.BytesIO(content.encode() * 3), f"{word}.txt")
        return f"https://example.org/{word}" if "url" in one.name or one.kind == "url" else word

    def _ask(
        self,
        method: str,
        address: str,
        data: dict[str, object] | None = None,
        form: Form | None = None,
    ) -> TestResponse:
        kind = form.kind if form is not None and method == "POST" else None
        answer = self.client.open(
            address,
            method=method,
            headers={name: self.canaries.word(f"header {name}") for name in HEADERS},
            **(
                {"query_string": data}
                if method == "GET" and data
                else {"data": data, "content_type": kind}
            ),
        )
        self.answers.append(answer)
        if self._is_over(answer):
            self.come_back()
        return answer

    def _is_over(self, answer: TestResponse) -> bool:
        place = urlsplit(answer.location or "").path
        return answer.status_code == 401 or place in {"/login", "/en/return", "/fr/return"}

    def _endpoint(self, address: str, method: str) -> str | None:
        parts = urlsplit(address)
        if parts.scheme in {"tel", "mailto"} or (parts.netloc and parts.netloc != "localhost"):
            return None
        asked = method, parts.path
        if asked not in self._known:
            self._known[asked] = self._matched(*asked)
        return self._known[asked]

    def _matched(self, method: str, path: str) -> str | None:
        try:
            endpoint, _ = self.app.url_map.bind("localhost").match(path, method=method)
        except HTTPException:
            return None
        return str(endpoint)
