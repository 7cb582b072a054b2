"""A real mail server on loopback that keeps what it is given, or answers as it is told."""

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from hrd_report.escalation.delivery import MailServer


@dataclass
class Mailbox:
    """What arrived. `says` maps a word of the talk (`MAIL`, `RCPT`, `DATA`) to an answer."""

    port: int
    raw: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)

    @property
    def server(self) -> MailServer:
        return MailServer("127.0.0.1", self.port, "none", timeout=5)

    @property
    def messages(self) -> list[EmailMessage]:
        return [email.message_from_bytes(one, policy=email.policy.SMTP) for one in self.raw]

    def body(self, number: int = -1) -> str:
        """Return a body as a reader sees it, with plain line ends."""
        return self.messages[number].get_content().replace("\r\n", "\n")

    async def handle_MAIL(  # noqa: N802 - the name the server calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if "RCPT" in self.says:
            return self.says["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        if "DATA" in self.says:
            return self.says["DATA"]
        self.raw.append(envelope.original_content)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return "250 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mailbox(port: int | None = None, **options: object) -> Iterator[Mailbox]:
    """Run the server until the block ends."""
    box = Mailbox(port or free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
