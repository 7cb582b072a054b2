"""Programs of staff, with a token made the way a person makes one."""

from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from house import House
from werkzeug.test import TestResponse

from hrd_report.accounts.actions import tokens
from hrd_report.accounts.actions.tokens import Wanted
from hrd_report.rights import SCOPES
from hrd_report.sealed import Plain

EVERYTHING = tuple(map(str, SCOPES))
DESK = "/api/v1/desk"


def token_of(house: House, name: str, *scopes: str, days: int = 7) -> str:
    """Make a token for somebody and return its spelling."""
    member, parts = house.people[name], house.services
    wanted = Wanted(Plain("a test"), scopes or EVERYTHING, days)
    with parts.database.writing() as session:
        made = tokens.make(
            session,
            member.id,
            member.key,
            wanted,
            pepper=parts.pepper,
            day=house.clock.now.date(),
        )
    return made.reveal()


def with_token(house: House, name: str, *scopes: str) -> FlaskClient:
    """Return a client that shows somebody's token with everything it asks."""
    client = house.client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token_of(house, name, *scopes)}"
    return client


@dataclass
class Program:
    """A program at work at the desk, which remembers the version of each case."""

    client: FlaskClient
    seen: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **query: object) -> TestResponse:
        return self._kept(path, self.client.get(DESK + path, query_string=query))

    def send(
        self, path: str, body: Any = None, *, method: str = "POST", **headers: str
    ) -> TestResponse:
        """Send a body, in the version that was seen last of the case."""
        tag = self.seen.get(self._case(path))
        given = {"If-Match": tag, **headers} if tag else headers
        answer = self.client.open(DESK + path, method=method, json=body, headers=given)
        return self._kept(path, answer)

    def _kept(self, path: str, answer: TestResponse) -> TestResponse:
        if "ETag" in answer.headers:
            number = answer.json.get("number") if answer.is_json else None
            self.seen[number or self._case(path)] = answer.headers["ETag"]
        return answer

    @staticmethod
    def _case(path: str) -> str:
        parts = path.split("/")
        return parts[2] if path.startswith("/cases/") and len(parts) > 2 else ""


def program(house: House, name: str, *scopes: str) -> Program:
    """Return somebody's program."""
    return Program(with_token(house, name, *scopes))
