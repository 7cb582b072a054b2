"""What goes to a platform and what comes back. A delivery is sealed to the delivery key alone."""

import datetime as dt
from dataclasses import dataclass, field

from hrd_report.sealed import Plain


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NoticeItem:
    """One thing a notice is about: its exact address, and what is asked for it (a code)."""

    url: Plain
    action: str
    object_id: Plain = field(default_factory=lambda: Plain(""))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NoticeDocument:
    """A draft for one addressee; the text is made from it, the same way each time.

    `platform` is an id of the directory; `consents` are hex ids; `steps` the findings it cites.
    """

    platform: str
    address: str
    kind: str
    language: str
    subject: Plain
    explanation: Plain
    context: Plain
    clause: Plain
    harm: Plain
    items: tuple[NoticeItem, ...]
    identity: str
    identity_text: Plain
    consents: tuple[str, ...]
    steps: tuple[str, ...]
    asks: tuple[Plain, ...]
    urgency: str
    reference: str
    by: str
    at: dt.datetime
    approved_by: str | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeliveryDocument:
    """A finished message, byte for byte what leaves: nothing is added to it on the way."""

    address: str
    sender: str
    subject: Plain
    body: Plain
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ItemDecision:
    """What a platform decided about one item of a notice, in the reference data's codes."""

    item: int
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DecisionDocument:
    """A platform's acknowledgement or decision, as the caseworker recorded it."""

    by: str
    at: dt.datetime
    platform_reference: Plain
    items: tuple[ItemDecision, ...] = ()
    reasons_given: bool | None = None
    appeal_offered: bool | None = None
    reasons: Plain = field(default_factory=lambda: Plain(""))
