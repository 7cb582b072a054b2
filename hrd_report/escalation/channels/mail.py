"""The e-mail channel, with or without a machine-readable file. Keeps no copy."""

from collections.abc import Callable
from dataclasses import dataclass

from hrd_report.clock import Clock
from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.escalation import delivery
from hrd_report.escalation.channels.protocol import Going, Left
from hrd_report.escalation.delivery import MailServer


@dataclass(frozen=True, slots=True, repr=False)
class EmailChannel:
    """One message to one mail server. `lies_there` asks our own mailbox for a Message-ID."""

    server: MailServer
    clock: Clock
    lies_there: Callable[[str], bool]

    def send(self, document: DeliveryDocument, going: Going) -> Left:
        """Hand it over. That it was taken says nothing of who read it."""
        delivery.send(document, self.server, self.clock(), going.before)
        return Left()

    def find(self, document: DeliveryDocument) -> bool:
        """Whether the mailbox holds our own copy, which many providers keep of what is sent."""
        return self.lies_there(document.message_id)
