"""What every channel of a program can do, and what may come back. Sends nothing itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.escalation.undelivered import NotDelivered

__all__ = ["Channel", "Going", "Left", "NotDelivered"]


@dataclass(frozen=True, slots=True)
class Going:
    """What a channel asks on its way.

    `before` runs last of all before anything leaves and may still raise to stop it. `done` parts
    left in an earlier try. `keep` writes down at once that one more did, and their reference.
    """

    before: Callable[[], None]
    keep: Callable[[str], None]
    done: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """It left. `acknowledged`: the answer itself confirms that they have it.

    `found`: it left in an earlier try, and nothing was sent now. `final`: no answer is awaited.
    """

    acknowledged: bool = False
    found: bool = False
    final: bool = False


class Channel(Protocol):
    """One way by which a program sends."""

    def send(self, document: DeliveryDocument, going: Going) -> Left:
        """Hand it over. Raises `NotDelivered`."""

    def find(self, document: DeliveryDocument) -> bool:
        """Whether an earlier try arrived, as far as this channel can tell; sends nothing."""
