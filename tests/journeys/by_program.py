"""A caseworker and a lead who work by program, beside a mail server that takes everything."""

from dataclasses import dataclass, field

from escalation.mailbox import Mailbox
from house import House
from programs import Program, program

from hrd_report.jobs.outbox import Outbox, deliver

READ = ("search:read",)
BOTH = ("queue", "cases", "findings", "evidence", "matching", "shutdowns", "safety")
BOTH += ("escalations", "exchange", "access")
AREAS = READ + tuple(f"{area}:{what}" for area in BOTH for what in ("read", "write"))


@dataclass
class Way:
    """A caseworker and a lead by program, and a mail server that takes everything.

    `careful`: what was just written is read back, and what must be refused is tried.
    """

    house: House
    box: Mailbox
    careful: bool = True
    heron: Program = field(init=False)
    plover: Program = field(init=False)

    def __post_init__(self) -> None:
        self.come_in()

    def come_in(self) -> None:
        """Make tokens: each is good for a week."""
        self.heron, self.plover = (program(self.house, one, *AREAS) for one in ("heron", "plover"))
        for one in (self.heron, self.plover):
            one.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"

    def send(self, path: str, body: object = None, *, method: str = "POST") -> dict:
        answer = self.heron.send(path, body, method=method)
        assert answer.status_code in {200, 201}, (path, answer.text)
        return answer.json

    def get(self, path: str) -> dict:
        answer = self.heron.get(path)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json

    def act(self, escalation: dict, what: str, body: object = None, *, method: str = "POST"):
        path = f"/escalations/{escalation['id']}{what}"
        seen = f'"{escalation["version"]}"'
        answer = self.heron.send(path, body, method=method, **{"If-Match": seen})
        assert answer.status_code in {200, 201}, (path, answer.text)
        return answer.json

    def deliver(self) -> None:
        parts = self.house.services
        key, clocks = self.house.secrets.delivery, parts.reference.clocks
        server = self.box.server
        out = Outbox(
            database=parts.database,
            clock=parts.clock,
            server=server,
            key=key,
            clocks=clocks,
            pepper=parts.pepper,
        )
        while deliver(out):
            pass
