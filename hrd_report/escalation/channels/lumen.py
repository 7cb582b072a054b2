"""A public copy at Lumen (its API documentation, "Create notice"). Publishes; names no person."""

import json
import re
from dataclasses import dataclass
from typing import Final

from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.escalation.channels.protocol import Going, Left
from hrd_report.escalation.channels.wire import Server, Wire

_NUMBER: Final = re.compile(r"/notices/(\d{1,18})(?:\.json)?$")


@dataclass(frozen=True, slots=True, repr=False)
class LumenChannel:
    """Submits one notice for all items. `secret` is the token of a submitter."""

    wire: Wire
    base: str
    secret: str

    def send(self, document: DeliveryDocument, going: Going) -> Left:
        """Submit it. The archive decides nothing: once it is there, nothing more is owed."""
        call = json.loads(document.call.reveal())
        headers = {"X-Authentication-Token": self.secret, "Accept": "application/json"}
        server = Server(self.wire, self.base, headers)
        if not going.done:
            going.before()
            found = _NUMBER.search(server.create("/notices.json", {"notice": call}))
            going.keep(found[1] if found else "")
        return Left(acknowledged=True, final=True)

    def find(self, document: DeliveryDocument) -> bool:
        """Say no: what was submitted cannot be found by a name of ours."""
        del document
        return False
