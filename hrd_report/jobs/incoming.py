"""The shapes of a mail on its way in, and the row it leaves. Decides nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from hrd_report.casefile import keeping
from hrd_report.clock import Clock
from hrd_report.escalation import tokens
from hrd_report.escalation.mails.reading import Mail
from hrd_report.records.correspondence import IncomingMail, MailKind, MailState
from hrd_report.records.database import Database
from hrd_report.records.escalations import Delivery
from hrd_report.store.objects import Store


class Box(Protocol):
    """Where mails lie until they are sealed: a mailbox, or a drop on this machine."""

    def waiting(self) -> list[tuple[str, int]]:
        """Return name and size of what lies there."""

    def pieces(self, uid: str, size: int, /) -> Iterator[bytes]:
        """Yield a mail as it came."""

    def head(self, uid: str, /) -> bytes:
        """Return a mail's head."""

    def remove(self, uid: str, /) -> None:
        """Take a mail away."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Intake:
    """What taking in needs. `authserv` is whose word on a sender counts, or nothing."""

    database: Database
    store: Store
    clock: Clock
    pepper: bytes
    authserv: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Arriving:
    """A mail on its way in. `digest` recognises its bytes; `pieces` gives them once more."""

    mail: Mail
    digest: bytes
    size: int
    whole: bool
    raw: bytes
    box: Box | None = None
    uid: str = ""

    def pieces(self) -> Iterator[bytes]:
        """Yield the mail as it came."""
        if self.raw:
            yield self.raw
        elif self.box is not None:
            yield from self.box.pieces(self.uid, self.size)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a mail belongs. `token` is the digest of what it named; a `problem` says why not."""

    escalation_id: bytes | None = None
    token: bytes | None = None
    problem: str = ""


def row(intake: Intake, digest: bytes, kind: MailKind, team_id: bytes) -> IncomingMail:
    """Return a fresh row of a mail that came today."""
    return IncomingMail(
        id=keeping.new_id(),
        digest=digest,
        day=intake.clock().date(),
        kind=kind,
        state=MailState.NEW,
        team_id=team_id,
    )


def is_of(delivery: Delivery, token: bytes | None) -> bool:
    """Whether a token stood in the message that this row of the outbox is about."""
    return token == tokens.digest(tokens.in_message_id(delivery.message_id))
