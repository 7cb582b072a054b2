"""Every route of a house as something a test can ask for. Knows no zone by name."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from hrd_report.accounts.roles import with_right
from hrd_report.records.people import Role
from hrd_report.web.guard import Guard, guard_of

STAND_INS = {"lang": "en", "number": "K7Q-2M4", "platform": "meta", "step": "1"}
"""What an address names where a route asks; every other part is a random id."""

SOME_ID = "0123456789abcdef0123456789abcdef"
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    endpoint: str
    method: str
    path: str
    guard: Guard | None

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles that may enter, where staff may."""
        if self.guard is None or self.guard.right is None:
            return frozenset()
        return with_right(self.guard.right)

    @property
    def is_page(self) -> bool:
        """Whether people come here, and not staff's programs."""
        return self.guard is None or self.guard.scope is None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes(app: Flask) -> Iterator[Route]:
    """Yield everything the application answers to, but HEAD and OPTIONS."""
    for rule in app.url_map.iter_rules():
        path = _filled_in(app, rule)
        guard = guard_of(app, rule.endpoint)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Route(rule.endpoint, method, path, guard)


def of_pages(app: Flask) -> Iterator[Route]:
    """Yield what people ask; what staff's programs ask is walked by its description."""
    return (one for one in routes(app) if one.is_page)


def _filled_in(app: Flask, rule: Rule) -> str:
    values = {
        name: 1 if rule._converters[name].__class__.__name__ == "IntegerConverter" else text
        for name in rule.arguments
        for text in (STAND_INS.get(name, SOME_ID),)
    }
    adapter = app.url_map.bind("127.0.0.1:8000")
    return adapter.build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))
