"""What goes to a platform and what comes back. A delivery is sealed to the delivery key alone."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final, Literal

from hrd_report.documents.scorecards import Contested
from hrd_report.sealed import Plain

Contest = Literal["complaint", "settlement", "coordinator"]
CONTESTING: Final[tuple[Contest, ...]] = ("complaint", "settlement", "coordinator")
"""Ways of the ladder that contest an answer or a silence."""

REMINDER: Final = "reminder"
PUBLIC_COPY: Final = "archive"
ASIDE: Final = frozenset({REMINDER, PUBLIC_COPY})
"""What is no notice of its own: the same one asked once more, and what is shown to everybody."""


def _nothing() -> Plain:
    return Plain("")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NoticeItem:
    """One thing a notice is about: its exact address, and what is asked for it (a code).

    `capture` is the hex id of the evidence that shows it, `sha256` that evidence's hash.
    """

    url: Plain
    action: str
    object_id: Plain = field(default_factory=_nothing)
    captured_at: dt.datetime | None = None
    capture: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Enclosed:
    """A piece of evidence that goes with a notice, exactly as it leaves.

    `file` is the hex id of the case's file, `number` its exhibit's (`E1`). `form`: one picture of
    its safe copy, the `place`-th, or the original. Name, size and hash are those of what leaves.
    `case`: hex id of the case it lies in, where that is another one than the notice's own;
    `shows`: the address that it was captured from, if there was one; `proves`: the steps whose
    findings name it as a proof.
    """

    file: str
    number: str
    form: Literal["copy", "original"]
    name: str
    media_type: str
    size: int
    sha256: str
    place: int = 0
    case: str = ""
    shows: Plain = field(default_factory=_nothing)
    proves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Way:
    """How a notice leaves: a channel (a code) and what that needs besides the notice.

    `account`: one of the organisation's own (hex id). `reason`: the addressee's own code for what
    is wrong, `rules` its numbers. `key`: the addressee's, an OpenPGP certificate or an age
    recipient. `target`: a postal address, or the name of a partner. `forward`: other servers get
    it too, and may show it to whoever it is about. `bare`: evidence goes although nothing seals it.
    """

    channel: str = "email"
    account: str = ""
    reason: str = ""
    rules: tuple[str, ...] = ()
    key: str = ""
    target: Plain = field(default_factory=lambda: Plain(""))
    forward: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NoticeDocument:
    """A draft for one addressee; the text is made from it, the same way each time.

    `platform` is an id of the directory, and `about` the platform concerned where the addressee is
    an authority; `consents` are hex ids, `mandate` one of them; `steps` the findings it cites.
    `rung` says which way of the ladder it takes, `follows` the escalation (hex) it goes on from.
    `words` are those complained of, in `words_language`. `answers` are those to the questions
    before sending, by question. `together`: hex ids of the other cases that it speaks for.
    `enclosed` is evidence of any of its cases.
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
    way: Way = field(default_factory=Way)
    rung: str = "form"
    follows: str = ""
    about: str = ""
    content_type: str = ""
    subtype: str = ""
    words: Plain = field(default_factory=_nothing)
    words_language: str = ""
    translation: Plain = field(default_factory=_nothing)
    imminence: str = ""
    relation: str = "organisation"
    mandate: str = ""
    country: str = ""
    earlier: Plain = field(default_factory=_nothing)
    reasons: Plain = field(default_factory=_nothing)
    pattern: Plain = field(default_factory=_nothing)
    evidence: Plain = field(default_factory=_nothing)
    tlp: str = "amber+strict"
    answers: dict[str, str] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Attachment:
    """A file that goes with a message. `content` is base64."""

    name: str
    media_type: str
    content: Plain


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ClocksDocument:
    """How long an addressee may take from sending, in hours; with `days` in working days of 24.

    `days_off` (0 is Monday), `closed` (ISO days) and `zone` say on which days somebody looks.
    """

    acknowledge: int
    decide: int
    days: bool = False
    days_off: tuple[int, ...] = ()
    closed: tuple[str, ...] = ()
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeliveryDocument:
    """A finished message, byte for byte what leaves: nothing is added to it on the way.

    `body` is what its writer read before it left. `call`: the JSON of a program's call, from which
    it is made. `follows`: Message-IDs it answers, the oldest first. `answers_from`: domains, of
    which an answer may come. `key`: the certificate it is encrypted to. `enclosed`: hex ids of the
    cases' files that lie in it, each once.
    """

    address: str
    sender: str
    subject: Plain
    body: Plain
    message_id: str
    channel: str = "email"
    account: str = ""
    call: Plain = field(default_factory=lambda: Plain(""))
    key: str = ""
    reply_to: str = ""
    follows: tuple[str, ...] = ()
    answers_from: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    clocks: ClocksDocument | None = None
    enclosed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ItemDecision:
    """What a platform decided about one item of a notice, in the reference data's codes."""

    item: int
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StatementDocument:
    """A platform's reasons for one item (Art. 17 DSA), in codes of the Transparency Database.

    Codes and days are empty where they do not say. `detection`: yes, no or nothing.
    """

    item: int
    restriction: str = ""
    ground: str = ""
    clause: Plain = field(default_factory=lambda: Plain(""))
    explanation: Plain = field(default_factory=lambda: Plain(""))
    category: str = ""
    keyword: str = ""
    detection: str = ""
    automated: str = ""
    scope: Plain = field(default_factory=lambda: Plain(""))
    until: str = ""
    puid: Plain = field(default_factory=lambda: Plain(""))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DecisionDocument:
    """A platform's acknowledgement or decision, as the caseworker recorded it.

    `before`: hex id of the decision that this one came after, if they decided twice.
    `contested`: what became of an appeal against it. `reappeared` are the items that were there
    again when somebody looked (`looked_at`); `extended_at`: when they said that it takes longer, as
    the law lets them once.
    """

    by: str
    at: dt.datetime
    platform_reference: Plain
    items: tuple[ItemDecision, ...] = ()
    reasons_given: bool | None = None
    appeal_offered: bool | None = None
    reasons: Plain = field(default_factory=_nothing)
    statements: tuple[StatementDocument, ...] = ()
    before: str = ""
    looked_at: dt.datetime | None = None
    reappeared: tuple[int, ...] = ()
    extended_at: dt.datetime | None = None
    contested: Contested = ""
